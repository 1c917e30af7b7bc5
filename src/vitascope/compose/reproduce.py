"""A clip as its own receipt: render what the file says it is, and compare what a viewer gets from both."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vitascope import __version__
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.reproduce_images import GivenImages, inputs_of
from vitascope.core.errors import UnusableClip
from vitascope.core.ports import Engine
from vitascope.engines import registry
from vitascope.media.compare import Comparison, PictureDifference, SoundDifference, compare_clips
from vitascope.media.probe import probe
from vitascope.media.receipt import Receipt, checked_receipt, read_receipt
from vitascope.settings import Settings
from vitascope.worker.clip import render_clip

Progress = Callable[[str, int, int], None]

PARTS = "; "
"""Between the parts of an engine's version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """How a second render came out."""

    receipt: Receipt
    comparison: Comparison
    same_render: bool | None
    """Whether the engine gave the same frames and sound, before encoding; ``None`` where the file does not say."""
    warnings: tuple[str, ...]
    """What stands in the way of the same clip, a sentence each."""
    output: Path | None

    @property
    def identical(self) -> bool:
        return self.comparison.identical

    def to_json(self) -> dict[str, Any]:
        """JSON values. An infinite PSNR, of frames that are the same, is ``null``."""
        picture = asdict(self.comparison.picture)
        if math.isinf(picture["psnr_db"]):
            picture["psnr_db"] = None
        return {
            "identical": self.identical,
            "same_render": self.same_render,
            "picture": {"identical": self.comparison.picture.identical, **picture},
            "sound": {"identical": self.comparison.sound.identical, **asdict(self.comparison.sound)},
            "id": None if self.receipt.id is None else str(self.receipt.id),
            "spec": self.receipt.spec.to_json(),
            "made_by": self.receipt.made_by,
            "engine_version": self.receipt.engine_version,
            "warnings": list(self.warnings),
            "output": None if self.output is None else str(self.output),
        }


class _Report:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def step(self, stage: str, done: int, total: int) -> None:
        self._progress(stage, done, total)

    def describe(self, notes: object) -> None:
        """The notes are in the new clip's own receipt."""

    def keep(self, write: Callable[[Path], None]) -> None:
        """Nobody comes back to a render of one's own terminal."""


def reproduce(
    settings: Settings, clip: Path, given: GivenImages, *, output: Path | None, progress: Progress
) -> Reproduction:
    """Render ``clip`` again and compare. ``given`` is what it began with and ended on, where there was such an image.

    ``output`` takes the new clip, whole or not at all; it is thrown away otherwise. Raises `UnusableClip`,
    `UnusableImage`, `RenderFailed`, ``OSError``.
    """
    receipt = _receipt_of(clip)
    tell_engines(settings)
    engine = registry.create(receipt.spec.engine)
    inputs, doubt = inputs_of(settings, receipt, clip, given)
    report = _Report(progress)
    engine.load(report)
    warnings = _foreseen(engine, receipt)  # an engine knows its weights and its device once it is loaded
    beside = None if output is None else output.parent
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vitascope-", dir=beside) as folder:
        again = render_clip(
            *(engine, receipt.spec, inputs, report),
            folder=Path(folder),
            generation_id=None if receipt.id is None else str(receipt.id),
            encode=receipt.encode,
        ).video
        frames = receipt.spec.frames
        try:
            comparison = compare_clips(clip, again, lambda done: progress("compare", min(done, frames), frames))
        except ValueError as error:
            raise UnusableClip("clip", clip.name, f"it cannot be compared with a new render: {error}.") from error
        same_render = _same_render(receipt, again)
        if output is not None:
            again.replace(output)
    return Reproduction(
        receipt=receipt,
        comparison=comparison,
        same_render=same_render,
        warnings=(*warnings, *doubt),
        output=output,
    )


def sentences(outcome: Reproduction) -> Iterator[str]:
    """The outcome for a person, the verdict first."""
    picture, sound, spec = outcome.comparison.picture, outcome.comparison.sound, outcome.receipt.spec
    if outcome.identical:
        heard = "and the sound" if sound.original_samples else "(no sound)"
        yield f"identical: all {picture.original_frames} frames {heard}, to the bit"
    else:
        yield "different"
        yield f"frames: {_difference(picture)}"
        yield f"sound: {'identical' if sound.identical else _loudest(sound)}"
        if outcome.same_render:
            yield "The engine gave the same frames and sound as then; only the encoder made something else of them."
    yield f"seed {spec.seed}, engine {spec.engine} {outcome.receipt.engine_version or ''}".rstrip()
    if outcome.output is not None:
        yield f"the new clip is {outcome.output}"


def _difference(picture: PictureDifference) -> str:
    if picture.identical:
        return "identical"
    counts = f"{picture.identical_frames} of {picture.original_frames} identical"
    if picture.again_frames != picture.original_frames:
        counts += f", and the new clip has {picture.again_frames}"
    return (
        f"{counts}; the first to differ is {picture.first_difference}; at most {picture.max_difference} and on average "
        f"{picture.mean_difference:.4f} of 255 apart, PSNR {picture.psnr_db:.1f} dB"
    )


def _loudest(sound: SoundDifference) -> str:
    if sound.original_samples != sound.again_samples:
        return f"{sound.original_samples} samples, and the new clip has {sound.again_samples}"
    return f"at most {sound.max_difference:.6f} and on average {sound.mean_difference:.6f} of full scale apart"


def _receipt_of(clip: Path) -> Receipt:
    """The clip's receipt, if its frames can still be the ones that it tells of."""
    try:
        with clip.open("rb") as file:
            receipt = checked_receipt(file, field="clip", source=clip.name)
    except OSError as error:
        raise UnusableClip("clip", clip.name or str(clip), f"it cannot be read: {error.strerror or error}.") from error
    try:
        found = probe(clip)
    except ValueError as error:
        raise UnusableClip("clip", clip.name, f"it cannot be played: {error}.") from error
    wanted = receipt.spec.frame_size
    if (found.width, found.height) != (wanted.width, wanted.height):
        raise UnusableClip(
            "clip",
            clip.name,
            f"its frames are {found.width}×{found.height}, and its receipt tells of {wanted.width}×{wanted.height}: "
            "it was scaled after it was made.",
        )
    return receipt


def _foreseen(engine: Engine, receipt: Receipt) -> tuple[str, ...]:
    warnings = []
    here, there = engine.info.version, receipt.engine_version
    if there is None:
        warnings.append(f"The receipt does not say which version of the engine {engine.info.name} made the clip.")
    elif here != there:
        warnings.append(other_version(engine.info.name, there=there, here=here))
    if receipt.made_by != f"vitascope {__version__}":
        warnings.append(f"The clip was made by {receipt.made_by}, and this is vitascope {__version__}.")
    if receipt.encode is None:
        warnings.append("The receipt does not say how the clip was encoded; the settings of this version are used.")
    return tuple(warnings)


def other_version(name: str, *, there: str, here: str) -> str:
    """Where versions say in parts what a clip was made with, only the parts that differ are worth a person's time."""
    then, now = there.split(PARTS), here.split(PARTS)
    lost, new = [part for part in then if part not in now], [part for part in now if part not in then]
    if lost and new and len(then) > 1:
        return f"The engine {name} made the clip with {', '.join(lost)}; here it is {', '.join(new)}."
    return f"The engine {name} made the clip as version {there}, and is version {here} here."


def _same_render(receipt: Receipt, again: Path) -> bool | None:
    if receipt.frames_sha256 is None:
        return None
    new = read_receipt(again)
    return (receipt.frames_sha256, receipt.sound_sha256) == (new["frames_sha256"], new.get("sound_sha256"))
