from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.media.clips import SMALL, chunks
from vitascope.core.errors import UnusableClip
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import RESOLUTIONS
from vitascope.core.ports import EngineInfo, Inputs
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.receipt import Receipt, checked_receipt, image_digest, make_receipt, read_receipt, receipt_in

ENGINE = EngineInfo(name="bars", kind="test", summary="Bars.", version="2.1")
SPEC = GenerationSpec(
    model="ltxv/ltxv-2",
    prompt="A red boat",
    duration_s=8,
    resolution=RESOLUTIONS["1440p"],
    fps=Fraction(50),
    generate_audio=False,
    seed=2**32 - 1,
    engine="bars",
    camera_motion="jib_up",
)
ID = "0190f3a0-0000-7000-8000-0123456789ab"
IMAGE = np.zeros((1440, 2560, 3), np.uint8)
LAST_IMAGE = np.full_like(IMAGE, 9)
SETTINGS = EncodeSettings(preset="ultrafast", crf=30, threads=1)


def receipt(spec: GenerationSpec = SPEC) -> dict[str, Any]:
    inputs = Inputs(image=IMAGE, last_image=LAST_IMAGE)
    return make_receipt(ENGINE, spec, generation_id=ID, inputs=inputs, notes={"approximated": ["all"]}, version="9.9")


def write(path: Path, receipt: Mapping[str, Any], *, frames: int = 4, size: int = 8, sound: bool = True) -> None:
    with Muxer(path, resolution=SMALL, fps=Fraction(25), has_audio=sound, receipt=receipt, settings=SETTINGS) as clip:
        for chunk in chunks(frames, size=size, sound=sound):
            clip.write(chunk)
        clip.close()


def checked(data: bytes) -> Receipt:
    return checked_receipt(BytesIO(data), field="remix_of", source="a clip")


Change = Callable[[Mapping[str, Any]], bytes]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A clip whose receipt holds what a test puts there, as one that a stranger wrote."""

    def make(change: Mapping[str, Any]) -> bytes:
        write(tmp_path / "clip.mp4", {k: v for k, v in {**receipt(), **change}.items() if v is not None})
        return (tmp_path / "clip.mp4").read_bytes()

    return make


def test_everything_that_a_clip_was_made_from_is_read_back_from_its_file(tmp_path: Path) -> None:
    write(tmp_path / "clip.mp4", receipt())
    read = checked((tmp_path / "clip.mp4").read_bytes())
    assert read.spec == SPEC
    assert (str(read.id), read.made_by, read.engine_version) == (ID, "vitascope 9.9", "2.1")
    assert read.image_sha256 == image_digest(IMAGE) == hashlib.sha256(bytes(IMAGE.size)).hexdigest()
    assert read.last_image_sha256 == image_digest(LAST_IMAGE) != read.image_sha256
    assert read.encode == SETTINGS


def test_the_receipt_of_a_draft_is_that_of_a_draft(tmp_path: Path) -> None:
    spec = replace(SPEC, draft=True)
    write(tmp_path / "clip.mp4", receipt(spec))
    assert checked((tmp_path / "clip.mp4").read_bytes()).spec == spec


def test_the_digests_are_those_of_what_went_into_the_encoders(tmp_path: Path) -> None:
    write(tmp_path / "clip.mp4", receipt())
    frames, sound = hashlib.sha256(), hashlib.sha256()
    for chunk in chunks(4):
        for index in range(chunk.frames):
            for plane in (chunk.y, chunk.u, chunk.v):
                frames.update(plane[index].tobytes())
        assert chunk.pcm is not None
        sound.update(chunk.pcm.T.tobytes())
    read = checked((tmp_path / "clip.mp4").read_bytes())
    assert (read.frames_sha256, read.sound_sha256) == (frames.hexdigest(), sound.hexdigest())


def test_the_digests_do_not_depend_on_how_a_clip_is_cut_into_chunks_or_encoded(tmp_path: Path) -> None:
    write(tmp_path / "a.mp4", receipt(), frames=9, size=9)
    with Muxer(
        tmp_path / "b.mp4",
        resolution=SMALL, fps=Fraction(25), has_audio=True, receipt=receipt(), settings=replace(SETTINGS, crf=40),
    ) as clip:  # fmt: skip
        for chunk in chunks(9, size=2):
            clip.write(chunk)
        clip.close()
    names = ("frames_sha256", "sound_sha256")
    a, b = (read_receipt(tmp_path / name) for name in ("a.mp4", "b.mp4"))
    assert [a[name] for name in names] == [b[name] for name in names]
    assert a["encoder"] != b["encoder"]


def test_another_frame_is_another_digest(tmp_path: Path) -> None:
    write(tmp_path / "a.mp4", receipt(), frames=4)
    write(tmp_path / "b.mp4", receipt(), frames=5)
    assert read_receipt(tmp_path / "a.mp4")["frames_sha256"] != read_receipt(tmp_path / "b.mp4")["frames_sha256"]


def test_a_clip_without_sound_has_no_digest_of_it(tmp_path: Path) -> None:
    write(tmp_path / "clip.mp4", receipt(), sound=False)
    assert checked((tmp_path / "clip.mp4").read_bytes()).sound_sha256 is None


def test_a_receipt_without_what_came_later_is_still_read(changed: Change) -> None:
    absent = ("schema", "engine_version", "image_sha256", "last_image_sha256", "id")
    read = checked(changed(dict.fromkeys(absent)))
    assert (read.spec, read.id, read.engine_version) == (SPEC, None, None)
    assert (read.image_sha256, read.last_image_sha256) == (None, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"made_by": "somebody"}, "no receipt"),
        ({"made_by": 7}, "no receipt"),
        ({"schema": 2}, "newer program"),
        ({"schema": "x"}, "newer program"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": 7}, "prompt"),
        ({"prompt": "x" * 20_001}, "prompt"),
        ({"model": "sora"}, "model"),
        ({"duration_s": 7}, "duration"),
        ({"duration_s": True}, "duration_s"),
        ({"duration_s": 10**30}, "duration"),
        ({"resolution": "9000p"}, "resolution"),
        ({"fps": "25"}, "fps"),
        ({"fps": 0}, "fps"),
        ({"seed": -1}, "seed"),
        ({"seed": 2.5}, "seed"),
        ({"generate_audio": 1}, "generate_audio"),
        ({"engine": "../engine"}, "engine"),
        ({"camera_motion": "loop"}, "camera_motion"),
        ({"id": "mine"}, "id"),
        ({"image_sha256": ["x"]}, "image_sha256"),
        ({"last_image_sha256": 7}, "last_image_sha256"),
    ],
)
def test_a_receipt_that_is_not_legal_is_refused_by_the_field(
    changed: Change, change: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(UnusableClip, match=words) as caught:
        checked(changed(change))
    assert caught.value.field == "remix_of"


@pytest.mark.parametrize(
    "encoder",
    [
        {"preset": "superfast", "crf": 20, "threads": 0},
        {"preset": "superfast", "crf": 99, "threads": 2},
        {"preset": "superfast:fake=1", "crf": 20, "threads": 2},
        {"crf": 20, "threads": 2},
        [],
    ],
)
def test_encoder_settings_that_x264_does_not_know_are_refused(tmp_path: Path, encoder: object) -> None:
    write(tmp_path / "clip.mp4", receipt())
    data = (tmp_path / "clip.mp4").read_bytes()
    said = read_receipt(tmp_path / "clip.mp4")
    old = json.dumps(said["encoder"], separators=(",", ":"), sort_keys=True)
    new = json.dumps(encoder, separators=(",", ":"))
    assert data.count(old.encode()) == 1
    with pytest.raises(UnusableClip, match=r"encoder|preset"):
        checked(data.replace(old.encode(), new.ljust(len(old)).encode()))


@pytest.mark.parametrize("data", [b"", b"not a video", b"\0\0\0\x08moov", bytes(range(256)) * 8])
def test_what_is_no_clip_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableClip, match=r"no receipt|not a whole MP4"):
        checked(data)


def test_a_file_cut_off_in_its_index_is_no_whole_mp4(tmp_path: Path) -> None:
    write(tmp_path / "clip.mp4", receipt())
    with pytest.raises(UnusableClip, match="not a whole MP4"):
        checked((tmp_path / "clip.mp4").read_bytes()[:600])


@given(st.binary(max_size=300))
def test_any_bytes_have_a_receipt_or_none(data: bytes) -> None:
    assert receipt_in(BytesIO(data)) == {}


@given(st.data())
def test_a_clip_with_damaged_bytes_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    damaged = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = checked(bytes(damaged))
    except UnusableClip:
        return
    assert read.spec.frames > 0


def _whole() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "clip.mp4", receipt(), frames=1, sound=False)
        data = (Path(folder) / "clip.mp4").read_bytes()
    return data[: data.index(b"mdat")]


_WHOLE = _whole()
