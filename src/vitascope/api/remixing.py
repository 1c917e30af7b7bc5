"""A submit that starts from another clip: ``remix_of`` on any surface whose bodies are those of `wire.aimlapi`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vitascope.core.generation import LONG_MODELS, MODELS, Generation
from vitascope.core.lenient import snap
from vitascope.core.options import SubmitOptions
from vitascope.service import ImagesKept
from vitascope.wire.aimlapi import read_image, read_last_image, read_submit
from vitascope.wire.remix import started_from

if TYPE_CHECKING:
    from vitascope.service import Caller, Service


async def submit_remix(
    service: Service, caller: Caller, body: Mapping[str, Any], remix_of: UUID | str, options: SubmitOptions
) -> Generation:
    """Accept the request of ``remix_of``, but for what ``body`` says otherwise.

    Raises what `Service.submit` raises, and `UnusableClip`.
    """
    if options.idempotency is not None:
        # Before the clip is fetched a second time: its link may be dead by now.
        repeat = await service.repeat(caller, options.idempotency)
        if repeat is not None:
            return repeat
    kept = ImagesKept(first=read_image(body) is None, last=read_last_image(body) is None)
    source = await service.remix_source(caller, remix_of, kept)
    wanted = read_submit(started_from(source.spec, body))
    # A longer clip of another surface may be remixed here, although it could not be asked for.
    models = LONG_MODELS if body.get("duration") is None else MODELS
    snapped: tuple[str, ...] = ()
    if options.lenient:  # already here, for the images below are wanted at the size of the clip
        wanted, snapped = snap(wanted, models)
    source = await source.at(wanted.resolution)
    options = replace(source.into(options), adjusted=(*options.adjusted, *snapped, *source.adjusted))
    return await service.submit(caller, wanted, options, models=models)
