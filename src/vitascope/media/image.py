"""An image's bytes to the pixels of frame 0: checked, turned upright, brought to sRGB, cropped and scaled to the clip.

Everything here is plain sync code that takes up to a second; an event loop calls it on a thread.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vitascope.core.errors import UnusableImage
from vitascope.core.media import Resolution

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "HEIF", "GIF")
"""Decoders that a stranger's bytes may reach; Pillow knows forty more, old and little tested."""

MAX_PIXELS = 50_000_000
"""Above any camera phone's default, and 150 MB decoded. A PNG of 1.2 MB can hold 400 million."""

ROWS = 256
"""Of 16 bits a sample, brought to 8 at a time."""

_NAMES = "PNG, JPEG, WebP, AVIF, HEIC or GIF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Frame 0 as sRGB, ``(height, width, 3)``, and what was done to make it fit, a sentence each."""

    pixels: NDArray[np.uint8]
    adjusted: tuple[str, ...]


def prepare(data: bytes, resolution: Resolution, *, field: str, source: str, max_pixels: int = MAX_PIXELS) -> Prepared:
    """The image in ``data`` as a clip of ``resolution`` begins with it.

    ``field`` and ``source`` name it in errors. Raises `UnusableImage` for what is no image, is cut off, or has more
    than ``max_pixels`` pixels; the size is read from its header, before anything is decoded.
    """
    _register_heif()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > max_pixels:
                raise _too_large(field, source, f"{width} × {height}", max_pixels)
            notes = ["Only the first frame of the animation is used."] if getattr(image, "is_animated", False) else []
            _shrink_while_decoding(image, resolution)
            image.load()
            lying = image.size
            ImageOps.exif_transpose(image, in_place=True)
            if image.size != lying:  # it lay on its side
                width, height = height, width
            opaque, filled = _to_srgb(image)
    except UnusableImage:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(field, source, "too large", max_pixels) from None
    except UnidentifiedImageError:
        raise UnusableImage(field, source, f"it is not an image that is read here; use {_NAMES}.") from None
    except Exception as error:  # a decoder fed broken bytes raises nearly anything
        raise UnusableImage(field, source, "the image is damaged or cut off; send the whole file.") from error
    if filled:
        notes.append("Transparent parts of the image were filled with white.")
    fitted, how = _cover(opaque, resolution, original=(width, height))
    return Prepared(pixels=np.asarray(fitted), adjusted=(*notes, *how))


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """``pixels`` without loss; written for speed, since it is read once."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def decode_png(data: bytes) -> NDArray[np.uint8]:
    """What `encode_png` wrote, ``(height, width, 3)``."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        return np.array(image.convert("RGB"))


@cache
def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener()


def _too_large(field: str, source: str, size: str, max_pixels: int) -> UnusableImage:
    most = f"{max_pixels / 1e6:.0f} megapixels"
    return UnusableImage(field, source, f"the image is {size}; at most {most} are read, so scale it down.")


def _shrink_while_decoding(image: Image.Image, resolution: Resolution) -> None:
    """Let JPEG decode at half, quarter or eighth size where that still covers the clip, whichever way up it lies."""
    if image.format == "JPEG":
        side = max(resolution.width, resolution.height)
        image.draft(None, (side, side))


def _to_srgb(image: Image.Image) -> tuple[Image.Image, bool]:
    """``image`` in sRGB without alpha, and whether anything showed through it.

    Over white: cut-outs and logos with an alpha channel are mostly made for a white page, and black lines on nothing
    would vanish over black.
    """
    if image.mode.startswith("I"):  # 16 bits a sample; Pillow's own conversion clips instead of scaling
        image = _to_eight_bits(image)
    elif image.mode in ("P", "PA", "LA", "1", "La", "RGBa"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if image.mode == "RGB" and image.has_transparency_data:  # one colour of a PNG declared transparent
        alpha = image.convert("RGBA").getchannel("A")
    colours = _apply_profile(image.convert("RGB") if alpha is not None else image, image.info.get("icc_profile"))
    if alpha is None or alpha.getextrema() == (255, 255):
        return colours, False
    page = Image.new("RGB", colours.size, (255, 255, 255))
    page.paste(colours, mask=alpha)
    return page, True


def _to_eight_bits(image: Image.Image) -> Image.Image:
    samples = np.asarray(image)
    scaled = np.empty(samples.shape, np.uint8)
    for top in range(0, len(samples), ROWS):  # in one go it would be twenty bytes for each of 50 million pixels
        scaled[top : top + ROWS] = ((samples[top : top + ROWS].astype(np.int64) + 128) // 257).clip(0, 255)
    return Image.fromarray(scaled)


def _apply_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """``image`` as sRGB by its embedded ICC profile; as it stands where it has none, or one that does not fit it."""
    if profile:
        try:
            wanted = ImageCms.createProfile("sRGB")
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, wanted, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _cover(
    image: Image.Image, resolution: Resolution, *, original: tuple[int, int]
) -> tuple[Image.Image, tuple[str, ...]]:
    """Scaled so that it covers the clip, cut equally on both sides; ``original`` is its size as it was sent."""
    width, height = image.size
    wide, high = resolution.width, resolution.height
    scale = max(wide / width, high / height)
    box_width, box_height = min(width, wide / scale), min(height, high / scale)
    left, top = (width - box_width) / 2, (height - box_height) / 2
    sent = f"{original[0]} × {original[1]}"
    cropped = f"cropped about its centre to {wide // (common := np.gcd(wide, high))}:{high // common}"
    steps = []
    if width - box_width >= 1 or height - box_height >= 1:
        steps.append(cropped)
    if original != (wide, high) and (steps == [] or scale != 1):
        steps.append(f"scaled to {wide} × {high}")
    if scale == 1:
        corner = round(left), round(top)
        image = image.crop((*corner, corner[0] + wide, corner[1] + high))
    else:
        box = (left, top, left + box_width, top + box_height)
        image = image.resize((wide, high), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return image, (f"The image ({sent}) was {' and '.join(steps)}.",) if steps else ()
