"""Whether the engine here can make what a request asks beyond the ordinary. Asked before anything is queued."""

from __future__ import annotations

import secrets
from dataclasses import replace

from vitascope.core.errors import InvalidField
from vitascope.core.generation import MAX_SEED, GenerationRequest, GenerationSpec, Models, fill
from vitascope.core.lenient import snap
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import EngineInfo


def check_offered(info: EngineInfo, request: GenerationRequest, options: SubmitOptions) -> None:
    """Raises `InvalidField` for a draft or a last frame that the engine cannot make."""
    if request.draft and "draft" not in info.offers:
        raise InvalidField("draft", True, f"the engine {info.name} makes no drafts; leave it out.", expected="'false'")
    if request.last_image is not None and "last_image" not in info.offers:
        raise InvalidField(options.last_image_field, request.last_image, f"{_no_last_image(info)}; leave it out.")
    if options.last_image_png is not None and "last_image" not in info.offers:
        raise InvalidField(options.last_image_field, "an image", f"{_no_last_image(info)}; leave it out.")


def without_what_is_not_offered(
    info: EngineInfo, request: GenerationRequest, options: SubmitOptions
) -> tuple[GenerationRequest, tuple[str, ...]]:
    """For lenient surfaces: a clip that ends as it likes is better there than none, and it is told."""
    if request.last_image is None or "last_image" in info.offers:
        return request, ()
    told = f"Made without its last image, `{options.last_image_field}`: {_no_last_image(info)}."
    return replace(request, last_image=None), (told,)


def _no_last_image(info: EngineInfo) -> str:
    return f"the engine {info.name} follows no last frame"


def filled(
    info: EngineInfo, request: GenerationRequest, options: SubmitOptions, models: Models
) -> tuple[GenerationRequest, GenerationSpec, tuple[str, ...]]:
    """``request`` as it can be made here, all that it leaves open settled, and what was changed, a sentence each.

    Raises `BadInput`.
    """
    adjusted = options.adjusted
    if options.lenient:
        request, snapped = snap(request, models)
        request, left_out = without_what_is_not_offered(info, request, options)
        adjusted = (*adjusted, *snapped, *left_out)
    spec = fill(request, engine=info.name, seed=secrets.randbelow(MAX_SEED + 1), models=models)
    check_offered(info, request, options)
    return request, spec, adjusted
