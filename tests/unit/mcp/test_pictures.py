"""`vitascope.mcp.pictures`: images go out, and nothing else of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from vitascope.core.errors import UnusableImage
from vitascope.mcp.pictures import picture


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "gif", "avif"])
def test_a_file_of_every_kind_that_is_read_is_taken(folder: Path, kind: str) -> None:
    path = folder / f"cat.{kind}"
    Image.new("RGB", (16, 16), "red").save(path)
    assert picture(str(path)) == path


def test_a_file_that_is_no_image_is_refused_and_not_a_byte_of_it_is_told(folder: Path) -> None:
    secret = folder / "id_ed25519"
    secret.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n")
    with pytest.raises(UnusableImage, match="this file is no image") as told:
        picture(str(secret))
    assert "BEGIN" not in str(told.value)
    assert "b3Bl" not in str(told.value)


def test_an_image_file_that_is_not_there_is_told_so(folder: Path) -> None:
    with pytest.raises(UnusableImage, match="no such file"):
        picture(str(folder / "nope.png"))


@pytest.mark.parametrize(
    "text", ["https://x/y.png", "data:image/png;base64,AA", "/9j/4AAQSkZJRgABAQ==", "\0", "x" * 5000]
)
def test_links_and_base64_are_no_files(text: str) -> None:
    assert picture(text) is None
