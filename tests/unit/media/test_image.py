from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.unit.media.heic import heic
from vitascope.core.errors import UnusableImage
from vitascope.core.media import Resolution
from vitascope.media.image import Prepared, decode_png, encode_png, prepare

CLIP = Resolution(name="small", width=160, height=90)


def ready(data: bytes, *, max_pixels: int = 50_000_000) -> Prepared:
    return prepare(data, CLIP, field="image_url", source="https://example.com/a", max_pixels=max_pixels)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def corners(size: tuple[int, int] = (160, 90)) -> Image.Image:
    """Red, green, blue and white quarters, clockwise from the top left."""
    image = Image.new("RGB", size, "white")
    half = size[0] // 2, size[1] // 2
    image.paste((200, 30, 30), (0, 0, *half))
    image.paste((30, 200, 30), (half[0], 0, size[0], half[1]))
    image.paste((30, 30, 200), (half[0], half[1], *size))
    return image


def near(pixel: np.ndarray, colour: tuple[int, int, int], within: int = 12) -> bool:
    return bool(np.all(np.abs(pixel.astype(int) - colour) <= within))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_every_format_on_the_list_is_read(kind: str) -> None:
    image = ready(encoded(corners(), kind))
    assert image.pixels.shape == (90, 160, 3)
    assert image.pixels.dtype == np.uint8
    assert near(image.pixels[20, 40], (200, 30, 30))
    assert near(image.pixels[20, 120], (30, 200, 30))
    assert near(image.pixels[70, 120], (30, 30, 200))
    assert image.adjusted == ()


def test_a_phones_heic_is_read() -> None:
    image = ready(heic(np.asarray(corners())))
    assert near(image.pixels[20, 40], (200, 30, 30))
    assert near(image.pixels[20, 120], (30, 200, 30))
    assert near(image.pixels[70, 120], (30, 30, 200))


@pytest.mark.parametrize("size", [200, 900])
def test_a_heic_that_is_cut_off_is_refused(size: int) -> None:
    with pytest.raises(UnusableImage):
        ready(heic(np.asarray(corners()))[:size])


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_a_format_that_is_not_on_the_list_is_refused(kind: str) -> None:
    with pytest.raises(UnusableImage, match="use PNG, JPEG, WebP, AVIF, HEIC or GIF"):
        ready(encoded(corners((64, 36)), kind))


def test_an_image_of_the_clips_size_is_not_touched() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (90, 160, 3), dtype=np.uint8)
    assert np.array_equal(ready(encode_png(pixels)).pixels, pixels)


def test_png_keeps_every_pixel() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (90, 160, 3), dtype=np.uint8)
    assert np.array_equal(decode_png(encode_png(pixels)), pixels)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((320, 180), "The image (320 × 180) was scaled to 160 × 90."),
        ((80, 45), "The image (80 × 45) was scaled to 160 × 90."),
        ((200, 200), "The image (200 × 200) was cropped about its centre to 16:9 and scaled to 160 × 90."),
        ((160, 120), "The image (160 × 120) was cropped about its centre to 16:9."),
        ((90, 160), "The image (90 × 160) was cropped about its centre to 16:9 and scaled to 160 × 90."),
        ((3, 2000), "The image (3 × 2000) was cropped about its centre to 16:9 and scaled to 160 × 90."),
        ((1, 1), "The image (1 × 1) was scaled to 160 × 90."),
    ],
)
def test_any_size_is_made_to_fit_and_said_to_be(size: tuple[int, int], said: str) -> None:
    image = ready(encoded(corners(size), "PNG"))
    assert image.pixels.shape == (90, 160, 3)
    assert image.adjusted == (said,)


def test_a_crop_is_about_the_centre() -> None:
    tall = Image.new("RGB", (160, 290), "black")
    tall.paste((10, 200, 90), (0, 100, 160, 190))
    assert np.all(ready(encoded(tall, "PNG")).pixels == (10, 200, 90))


def test_a_camera_held_upright_gives_an_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90° clockwise
    lying = corners((160, 90)).transpose(Image.Transpose.ROTATE_90)
    image = ready(encoded(lying, "JPEG", exif=exif, quality=95))
    assert near(image.pixels[20, 40], (200, 30, 30))
    assert near(image.pixels[70, 120], (30, 30, 200))
    assert image.adjusted == ()


def test_a_large_jpeg_is_decoded_small_and_still_covers_the_clip() -> None:
    image = ready(encoded(corners((1600, 900)), "JPEG"))
    assert near(image.pixels[20, 40], (200, 30, 30))
    assert image.adjusted == ("The image (1600 × 900) was scaled to 160 × 90.",)


def test_what_is_transparent_becomes_white_and_is_said_to() -> None:
    image = corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 80, 45))
    done = ready(encoded(image, "PNG"))
    assert np.all(done.pixels[20, 40] == 255)
    assert near(done.pixels[20, 120], (30, 200, 30))
    assert done.adjusted == ("Transparent parts of the image were filled with white.",)
    assert ready(encoded(corners().convert("RGBA"), "PNG")).adjusted == ()


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA"])
def test_palettes_greys_and_bitmaps_become_rgb(mode: str) -> None:
    page = Image.new("RGB", (160, 90), "white")
    page.paste("black", (0, 0, 80, 90))
    done = ready(encoded(page.convert(mode), "PNG"))
    assert near(done.pixels[40, 10], (0, 0, 0))
    assert near(done.pixels[40, 150], (255, 255, 255))


def test_a_transparent_palette_entry_is_transparent() -> None:
    page = Image.new("P", (160, 90), 0)
    page.putpalette([0, 0, 0, 200, 30, 30])
    page.paste(1, (80, 0, 160, 90))
    done = ready(encoded(page, "PNG", transparency=0))
    assert near(done.pixels[40, 10], (255, 255, 255))
    assert near(done.pixels[40, 150], (200, 30, 30))


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 160).astype(np.uint16)[None].repeat(90, axis=0)
    done = ready(encoded(Image.fromarray(ramp), "PNG"))
    assert np.all(np.abs(done.pixels[45, :, 0].astype(int) - np.linspace(0, 255, 160)) <= 1)


def test_sixteen_bits_take_no_more_memory_on_the_way_than_colours_do() -> None:
    data = encoded(Image.fromarray(np.zeros((2000, 2000), np.uint16)), "PNG")
    tracemalloc.start()  # which sees what NumPy takes, and not what Pillow does
    try:
        ready(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2000 * 2000 * 12


def test_cmyk_becomes_rgb() -> None:
    done = ready(encoded(corners().convert("CMYK"), "JPEG", quality=95))
    assert near(done.pixels[20, 40], (200, 30, 30), within=20)


def test_an_embedded_profile_is_applied() -> None:
    """A profile whose red and green primaries are exchanged turns red into green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"____", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"____", b"gXYZ", 1)
    same, turned = (ready(encoded(corners(), "PNG", icc_profile=icc)).pixels for icc in (srgb, exchanged))
    assert near(same[20, 40], (200, 30, 30), within=1)
    assert near(turned[20, 40], (30, 200, 30))
    assert near(turned[70, 120], (30, 30, 200))


def test_a_broken_profile_is_left_aside() -> None:
    plain = ready(encoded(corners(), "PNG")).pixels
    assert np.array_equal(ready(encoded(corners(), "PNG", icc_profile=b"not a profile" * 20)).pixels, plain)


def test_an_animation_gives_its_first_frame() -> None:
    frames = [corners(), Image.new("RGB", (160, 90), "black")]
    done = ready(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert near(done.pixels[20, 40], (200, 30, 30))
    assert done.adjusted == ("Only the first frame of the animation is used.",)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims its size and holds next to nothing: decoding it would say it is cut off."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 10_000, 20_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(side: int) -> None:
    with pytest.raises(UnusableImage, match="at most 50 megapixels are read"):
        ready(png_header(side, side))


def test_the_limit_can_be_set() -> None:
    with pytest.raises(UnusableImage, match=r"160 × 90; at most 0 megapixels"):
        ready(encoded(corners(), "PNG"), max_pixels=14_399)
    assert ready(encoded(corners(), "PNG"), max_pixels=14_400)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.3, 0.6])
def test_a_file_that_is_cut_off_is_refused(kind: str, part: float) -> None:
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 256, (90, 160, 3), dtype=np.uint8))
    data = encoded(noise, kind)
    with pytest.raises(UnusableImage):
        ready(data[: int(len(data) * part)])


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>404</html>", bytes(2000)])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableImage, match="not an image") as refused:
        ready(data)
    assert (refused.value.field, refused.value.value) == ("image_url", "https://example.com/a")
