"""What a clip that is to be made again began and ended with: images that are given, kept here, or out of the clip."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vitascope.artifacts import keys
from vitascope.compose.artifacts import artifacts_of
from vitascope.compose.generate import IMAGE, LAST_IMAGE, taken_here
from vitascope.core.errors import NotFound, Unavailable, UnusableImage
from vitascope.core.media import Planes
from vitascope.core.ports import Inputs
from vitascope.media.compare import first_frame, last_frame
from vitascope.media.convert import i420_to_rgb
from vitascope.media.image import decode_png
from vitascope.media.receipt import Receipt, image_digest
from vitascope.settings import Settings

Picture = NDArray[np.uint8]
"""sRGB, ``(height, width, 3)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenImages:
    """Files or links that a person names."""

    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """One end of a clip, in words and in places."""

    flag: str
    did: str
    frame: str
    key: Callable[[UUID], str]
    out_of: Callable[[Path], tuple[Planes, Planes, Planes]]


_FIRST = _End(flag=IMAGE, did="began with", frame="first", key=keys.image_key, out_of=first_frame)
_LAST = _End(flag=LAST_IMAGE, did="ended on", frame="last", key=keys.last_image_key, out_of=last_frame)


def inputs_of(settings: Settings, receipt: Receipt, clip: Path, given: GivenImages) -> tuple[Inputs, tuple[str, ...]]:
    """What the render starts from, and what makes it doubtful, a sentence each. Raises `UnusableImage`."""
    first, doubt = _image(_FIRST, receipt.image_sha256, given.first, settings, receipt, clip)
    last, last_doubt = _image(_LAST, receipt.last_image_sha256, given.last, settings, receipt, clip)
    return Inputs(image=first, last_image=last), (*doubt, *last_doubt)


def _image(
    end: _End, sha256: str | None, given: str | None, settings: Settings, receipt: Receipt, clip: Path
) -> tuple[Picture | None, tuple[str, ...]]:
    if sha256 is None:
        if given is not None:
            raise UnusableImage(end.flag, given, f"this clip {end.did} no image; leave {end.flag} out.")
        return None, ()
    if given is None:
        kept = asyncio.run(_kept(settings, receipt, end, sha256))
        if kept is not None:
            return kept, ()
        sentence = (
            f"The clip {end.did} an image that is not in the file; its {end.frame} frame, which lost a little to the "
            f"encoder, stands in for it, so the render is approximate. Give the image with {end.flag}."
        )
        return i420_to_rgb(*end.out_of(clip)), (sentence,)
    pixels = decode_png(taken_here(settings, given, receipt.spec.resolution, field=end.flag).png)
    if image_digest(pixels) != sha256:
        hint = f"it is not what the clip {end.did}: its receipt tells of other pixels."
        raise UnusableImage(end.flag, given, hint)
    return pixels, ()


async def _kept(settings: Settings, receipt: Receipt, end: _End, sha256: str) -> Picture | None:
    """The image as this installation keeps it; ``None`` where it did not make the clip, or has it no more."""
    where = settings.artifacts_url
    if receipt.id is None or ("://" not in where and not Path(where).is_dir()):  # opening a store would make the folder
        return None
    try:
        pixels = decode_png(await artifacts_of(settings).get_bytes(end.key(receipt.id)))
    except (NotFound, Unavailable):
        return None
    return pixels if image_digest(pixels) == sha256 else None
