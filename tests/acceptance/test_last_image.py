"""A clip that ends on a given image, from the submit to the last frame that a viewer decodes."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.acceptance.conftest import Installation
from vitascope import Client
from vitascope.client import BadRequest
from vitascope.media.compare import first_frame, last_frame
from vitascope.media.convert import i420_to_rgb
from vitascope.media.probe import probe
from vitascope.media.receipt import image_digest, read_receipt


def picture(*, turned: bool) -> Image.Image:
    """Of the clip's size, smooth, and another one when it is turned."""
    made = Image.merge("RGB", (Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256), 90)))
    return (made.rotate(90) if turned else made).resize((1920, 1080))


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def off(image: Image.Image, shown: NDArray[np.uint8]) -> float:
    return float(np.abs(np.asarray(image).astype(int) - shown).mean())


def test_the_last_frame_is_the_image_and_a_remix_keeps_it(served: Installation, folder: Path) -> None:
    first, last = picture(turned=False), picture(turned=True)
    (folder / "last.png").write_bytes(png(last))
    with Client(served.base_url, served.key) as client:
        made = client.generate("a boat", image=png(first), last_image=folder / "last.png", generate_audio=False, seed=3)
        clip = client.download(made, folder / "clip.mp4")
        assert probe(clip).frames == 150
        assert off(first, i420_to_rgb(*first_frame(clip))) < 2, "but for what H.264 costs"
        assert off(last, i420_to_rgb(*last_frame(clip))) < 2
        assert off(first, i420_to_rgb(*last_frame(clip))) > 20
        receipt = read_receipt(clip)
        assert receipt["image_sha256"] == image_digest(np.asarray(first))
        assert receipt["last_image_sha256"] == image_digest(np.asarray(last))

        again = client.download(client.generate("a boat", remix_of=made.id), folder / "again.mp4")
        assert read_receipt(again)["frames_sha256"] == receipt["frames_sha256"], (
            "the test card shows both, and no words"
        )

        alone = client.download(client.generate("a boat", last_image=png(last)), folder / "alone.mp4")
        assert off(last, i420_to_rgb(*last_frame(alone))) < 2
        assert "image_sha256" not in read_receipt(alone)

        draft = client.generate("a boat", last_image=png(last), draft=True, generate_audio=False)
        whole = client.download(client.wait(client.finish(draft)), folder / "whole.mp4")
        assert off(last, i420_to_rgb(*last_frame(whole))) < 2

        with pytest.raises(BadRequest, match="last_image_url"):
            client.generate("a boat", last_image=b"no image at all")

    same = served.run("reproduce", str(folder / "clip.mp4"))
    assert same.returncode == 0, same.stdout + same.stderr
