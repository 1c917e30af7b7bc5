"""One clip without a server: the same engine, the same muxer, in this process."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.signing import signer_of
from vitascope.core.errors import UnusableImage
from vitascope.core.generation import MAX_SEED, GenerationRequest, GenerationSpec, fill
from vitascope.core.ports import Inputs
from vitascope.engines import registry
from vitascope.media.image import decode_png
from vitascope.media.take import ImageTaker
from vitascope.settings import Settings
from vitascope.worker.clip import render_clip

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A clip that lies where it was asked for."""

    path: Path
    spec: GenerationSpec
    notes: Mapping[str, Any]
    adjusted: tuple[str, ...]


class _Report:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def step(self, stage: str, done: int, total: int) -> None:
        self._progress(stage, done, total)

    def describe(self, notes: Mapping[str, Any]) -> None:
        """The notes come back with the clip."""

    def keep(self, write: Callable[[Path], None]) -> None:
        """Nobody comes back to a render of one's own terminal."""


def generate(settings: Settings, request: GenerationRequest, output: Path, progress: Progress) -> Made:
    """Render ``request`` to ``output``, which appears whole or not at all.

    ``request.image`` may also be a path to a file. Raises `BadInput`, `SigningUnusable`, `RenderFailed`, ``OSError``.
    """
    tell_engines(settings)
    engine, signer = registry.create(settings.engine), signer_of(settings)
    spec = fill(request, engine=settings.engine, seed=secrets.randbelow(MAX_SEED + 1))
    adjusted: tuple[str, ...] = ()
    inputs = Inputs()
    if request.image is not None:
        taker = ImageTaker(allowed_hosts=frozenset(settings.image_hosts))
        local = local_file(request.image)
        taken = (
            taker.prepare(local, spec.resolution, shown=request.image)
            if local
            else asyncio.run(taker.take(request.image, spec.resolution))
        )
        inputs, adjusted = Inputs(image=decode_png(taken.png)), taken.adjusted
    report = _Report(progress)
    engine.load(report)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vitascope-", dir=output.parent) as folder:
        clip = render_clip(engine, spec, inputs, report, folder=Path(folder))
        if signer is not None:
            signer.sign(clip.video)
        clip.video.replace(output)
    return Made(path=output, spec=spec, notes=clip.notes, adjusted=adjusted)


def local_file(source: str) -> bytes | None:
    """The bytes of a file that ``source`` names; ``None`` where it names none."""
    if source.startswith(("http://", "https://", "data:")) or len(source) > 4096:
        return None
    path = Path(source).expanduser()
    if path.is_file():
        return path.read_bytes()
    if "/" in source or path.suffix:
        raise UnusableImage("image", source, "there is no such file.")
    return None
