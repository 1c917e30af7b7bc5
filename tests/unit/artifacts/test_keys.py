from __future__ import annotations

from uuid import UUID

import pytest

from vitascope.artifacts import keys

ID = UUID("0192f0c1-2345-7000-8000-000000000001")


def test_every_attempt_has_a_folder_of_its_own() -> None:
    assert keys.clip_key(ID, 2) == f"generations/{ID}/2/clip.mp4"
    assert keys.poster_key(ID, 2) == f"generations/{ID}/2/poster.jpg"
    assert keys.image_key(ID) == f"generations/{ID}/image.png"


def test_a_spritesheet_lies_beside_its_clip_and_is_swept_with_it() -> None:
    key = keys.spritesheet_key(keys.clip_key(ID, 2))
    assert key == f"generations/{ID}/2/spritesheet.jpg"
    assert (keys.generation_of(key), keys.attempt_of(key), keys.media_type(key)) == (ID, 2, "image/jpeg")


def test_an_upload_has_a_folder_of_its_own_that_no_sweep_of_generations_sees() -> None:
    key = keys.upload_key(ID, "ab" * 32)
    assert key == f"uploads/{ID}/{'ab' * 32}"
    assert key.startswith(keys.upload_prefix(ID))
    assert keys.generation_of(key) is None
    assert keys.upload_of(key) == ID
    assert keys.upload_of(keys.clip_key(ID, 1)) is None


def test_a_key_tells_whose_it_is() -> None:
    for key in (keys.clip_key(ID, 1), keys.poster_key(ID, 3), keys.image_key(ID)):
        assert keys.generation_of(key) == ID
    for key in ("generations/readme.txt", "other/0/clip.mp4", "generations/not-an-id/1/clip.mp4", ""):
        assert keys.generation_of(key) is None


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (keys.clip_key(ID, 1), "video/mp4"),
        (keys.poster_key(ID, 1), "image/jpeg"),
        (keys.image_key(ID), "image/png"),
        ("generations/x/notes", "application/octet-stream"),
    ],
)
def test_the_ending_tells_the_media_type(key: str, kind: str) -> None:
    assert keys.media_type(key) == kind
