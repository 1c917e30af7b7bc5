"""A clip rendered again by its own receipt: with the test card, whole clips, and the encoders that they are for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest
from PIL import Image

from vitascope.artifacts import keys
from vitascope.compose.generate import generate
from vitascope.compose.reproduce import Reproduction, reproduce, sentences
from vitascope.compose.reproduce_images import GivenImages
from vitascope.core.errors import EngineMissing, UnusableClip, UnusableImage
from vitascope.core.generation import GenerationRequest
from vitascope.media import encode
from vitascope.media.receipt import read_receipt, receipt_tags
from vitascope.settings import Settings

REQUEST = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat", seed=11)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(engine="testcard", data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def clip(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    generate(settings, REQUEST, path, silent)
    return path


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows, columns = np.mgrid[0:1080, 0:1920]
    path = tmp_path_factory.mktemp("photos") / "photo.png"
    Image.fromarray(np.stack((rows % 256, columns % 256, (rows * columns) % 251), axis=-1).astype(np.uint8)).save(path)
    return path


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def again(
    settings: Settings,
    clip: Path,
    *,
    image: Path | None = None,
    last_image: Path | None = None,
    output: Path | None = None,
) -> Reproduction:
    given = GivenImages(
        first=None if image is None else str(image), last=None if last_image is None else str(last_image)
    )
    return reproduce(settings, clip, given, output=output, progress=silent)


def retagged(clip: Path, folder: Path, **changes: object) -> Path:
    """The same streams with another receipt."""
    path = folder / "retagged.mp4"
    with av.open(str(clip)) as source, av.open(str(path), "w", options={"movflags": "+faststart"}) as target:
        target.metadata.update(receipt_tags({**read_receipt(clip), **changes}))
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    return path


def test_a_clip_is_made_again_to_the_bit(settings: Settings, clip: Path, folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    output = folder / "new" / "again.mp4"
    done = reproduce(settings, clip, GivenImages(), output=output, progress=lambda *step: steps.append(step))
    assert done.identical
    assert done.same_render
    assert done.warnings == ()
    assert done.comparison.picture.identical_frames == 150
    assert output.read_bytes() == clip.read_bytes()
    assert [p.name for p in output.parent.iterdir()] == ["again.mp4"]
    assert {stage for stage, _, _ in steps} == {"ready", "frames", "compare"}
    assert steps[-1] == ("compare", 150, 150)
    assert next(sentences(done)) == "identical: all 150 frames and the sound, to the bit"
    told = json.loads(json.dumps(done.to_json(), allow_nan=False))  # an infinite PSNR is not JSON
    assert (told["identical"], told["picture"]["psnr_db"], told["spec"]["seed"]) == (True, None, 11)


def test_a_clip_is_made_again_to_the_bit_on_a_machine_of_other_cores(
    settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode, "MAX_THREADS", 1)
    other = folder / "other.mp4"
    generate(settings, REQUEST, other, silent)
    assert read_receipt(other)["encoder"]["threads"] == 1
    monkeypatch.undo()
    assert again(settings, other).identical


def test_a_draft_is_made_again_as_a_draft(settings: Settings, folder: Path) -> None:
    draft = folder / "draft.mp4"
    generate(settings, replace(REQUEST, draft=True), draft, silent)
    assert again(settings, draft).identical


def test_a_receipt_with_another_seed_is_caught_only_by_an_engine_that_uses_it(
    settings: Settings, clip: Path, folder: Path
) -> None:
    assert again(settings, retagged(clip, folder, seed=12)).identical  # a test card looks the same by any seed


def test_frames_that_are_not_what_the_receipt_tells_differ_and_are_counted(
    settings: Settings, clip: Path, folder: Path
) -> None:
    done = again(settings, retagged(clip, folder, duration_s=8))
    assert not done.identical
    assert (done.comparison.picture.original_frames, done.comparison.picture.again_frames) == (150, 200)
    assert (done.comparison.picture.first_difference or 0) > 130  # the encoder looks ahead of what it codes
    assert done.same_render is False
    told = " ".join(sentences(done))
    assert "of 150 identical, and the new clip has 200" in told


def test_a_coarser_encode_of_the_same_frames_is_told_from_other_frames(
    settings: Settings, clip: Path, folder: Path
) -> None:
    encoder = {**read_receipt(clip)["encoder"], "crf": 40}
    done = again(settings, retagged(clip, folder, encoder=encoder))
    assert not done.identical
    assert done.same_render
    assert done.comparison.sound.identical
    assert 25 < done.comparison.picture.psnr_db < 80
    assert "only the encoder" in " ".join(sentences(done))


def test_an_engine_of_another_version_is_a_warning(settings: Settings, clip: Path, folder: Path) -> None:
    done = again(settings, retagged(clip, folder, engine_version="0.0.1", made_by="vitascope 0.0.1"))
    assert done.identical
    assert len(done.warnings) == 2
    assert all("0.0.1" in warning for warning in done.warnings)


def test_an_engine_that_is_not_here_is_named(settings: Settings, clip: Path, folder: Path) -> None:
    with pytest.raises(EngineMissing, match="dreams"):
        again(settings, retagged(clip, folder, engine="dreams"))


def test_a_clip_that_was_scaled_is_refused_before_anything_is_rendered(
    settings: Settings, clip: Path, folder: Path
) -> None:
    with pytest.raises(UnusableClip, match="1920×1080, and its receipt tells of 2560×1440"):
        again(settings, retagged(clip, folder, resolution="1440p"))


def test_a_clip_from_an_image_needs_that_image(settings: Settings, photo: Path, folder: Path) -> None:
    clip = folder / "clip.mp4"
    generate(settings, replace(REQUEST, image=str(photo), generate_audio=False), clip, silent)
    exact = again(settings, clip, image=photo)
    assert exact.identical
    assert exact.warnings == ()
    assert next(sentences(exact)) == "identical: all 150 frames (no sound), to the bit"
    rough = again(settings, clip)
    assert not rough.identical
    assert rough.same_render is False
    assert "--image" in rough.warnings[0]
    assert rough.comparison.picture.psnr_db > 25  # it is the same clip to the eye
    Image.new("RGB", (1920, 1080), (5, 6, 7)).save(folder / "other.png")
    with pytest.raises(UnusableImage, match="it is not what the clip began with"):
        again(settings, clip, image=folder / "other.png")


def test_the_server_that_made_a_clip_has_its_image_still(photo: Path, folder: Path) -> None:
    """As the service keeps it: at the clip's size, under the generation's id."""
    identity, settings = UUID("0190f3a0-0000-7000-8000-0123456789ab"), Settings(engine="testcard", data_dir=folder)
    generate(settings, replace(REQUEST, image=str(photo), generate_audio=False), folder / "local.mp4", silent)
    clip = retagged(folder / "local.mp4", folder, id=str(identity))
    assert again(settings, clip).warnings
    assert not (folder / "artifacts").exists()  # a look makes nothing
    kept = folder / "artifacts" / keys.image_key(identity)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(photo.read_bytes())
    exact = again(settings, clip)
    assert exact.warnings == ()
    assert exact.identical
    Image.new("RGB", (1920, 1080)).save(kept)
    assert again(settings, clip).warnings


def test_a_clip_that_ended_on_an_image_needs_that_image(settings: Settings, photo: Path, folder: Path) -> None:
    first, clip = folder / "first.png", folder / "from and to.mp4"
    Image.new("RGB", (1920, 1080), (5, 6, 7)).save(first)
    request = replace(REQUEST, image=str(first), last_image=str(photo), generate_audio=False)
    generate(settings, request, clip, silent)
    receipt = read_receipt(clip)
    assert receipt["image_sha256"] != receipt["last_image_sha256"]
    exact = again(settings, clip, image=first, last_image=photo)
    assert exact.warnings == ()
    assert exact.identical
    rough = again(settings, clip, image=first)
    assert not rough.identical
    (warning,) = rough.warnings
    assert "ended on an image" in warning
    assert "--last-image" in warning
    assert rough.comparison.picture.psnr_db > 25  # its own last frame stands in
    with pytest.raises(UnusableImage, match=r"`--last-image` is .*it is not what the clip ended on"):
        again(settings, clip, image=first, last_image=first)


def test_an_image_for_a_clip_that_began_with_none_is_refused(settings: Settings, clip: Path, photo: Path) -> None:
    with pytest.raises(UnusableImage, match="leave --image out"):
        again(settings, clip, image=photo)
    with pytest.raises(UnusableImage, match="leave --last-image out"):
        again(settings, clip, last_image=photo)


def test_files_that_are_no_clip_of_ours_are_refused_in_a_sentence(
    settings: Settings, clip: Path, photo: Path, folder: Path
) -> None:
    cut = folder / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:2000])
    for path, words in (
        (photo, "not a whole MP4"),
        (cut, "not a whole MP4"),
        (folder / "missing.mp4", "No such file"),
        (folder, "directory"),
        (retagged(clip, folder, made_by="ffmpeg"), "no receipt"),
    ):
        with pytest.raises(UnusableClip, match=words):
            again(settings, path)
