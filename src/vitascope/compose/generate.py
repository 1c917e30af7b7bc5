"""One clip without a server: the same engine, the same muxer, in this process."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.free_name import put
from vitascope.compose.signing import signer_of
from vitascope.compose.storyboard import ENGINE, engine_for, read_scene_file
from vitascope.core.errors import InvalidField, UnusableImage
from vitascope.core.generation import MAX_SEED, MODELS, GenerationRequest, GenerationSpec, fill
from vitascope.core.media import Resolution
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import Engine, Inputs
from vitascope.engines import registry
from vitascope.media.image import decode_png
from vitascope.media.take import ImageTaker, TakenImage
from vitascope.service.admission import check_render_time
from vitascope.service.offers import check_offered
from vitascope.settings import Settings
from vitascope.worker.clip import render_clip

Progress = Callable[[str, int, int], None]

IMAGE, LAST_IMAGE = "--image", "--last-image"
"""What errors call them, as their reader knows them."""


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


def generate(
    settings: Settings,
    request: GenerationRequest,
    output: Path,
    progress: Progress,
    *,
    scene: Path | None = None,
    overwrite: bool = True,
) -> Made:
    """Render ``request`` to ``output``, which appears whole or not at all.

    Where that must not be overwritten and is there by then, the clip lies beside it: see `Made.path`.
    Its images may also be paths to files. A ``scene`` is a file for the engine animatic, to be made in place of what it
    would read out of a prompt. Raises `BadInput`, `SigningUnusable`, `RenderFailed`, ``OSError``.
    """
    tell_engines(settings)
    engine: Engine
    if scene is None:
        engine = registry.create(settings.engine)
    else:
        engine, request = made_of(scene, settings.engine, request)
    signer = signer_of(settings)
    spec = fill(request, engine=settings.engine, seed=secrets.randbelow(MAX_SEED + 1))
    check_offered(engine.info, request, SubmitOptions(last_image_field=LAST_IMAGE))
    # As of a submit, and before gigabytes are loaded for what would be refused.
    check_render_time(spec, engine=engine, limits=MODELS[spec.model], longest_s=settings.max_render_s)
    adjusted: tuple[str, ...] = ()
    inputs = Inputs()
    if request.image is not None:
        taken = taken_here(settings, request.image, spec.resolution, field=IMAGE)
        inputs, adjusted = replace(inputs, image=decode_png(taken.png)), taken.adjusted
    if request.last_image is not None:
        taken = taken_here(settings, request.last_image, spec.resolution, field=LAST_IMAGE)
        inputs = replace(inputs, last_image=decode_png(taken.png))
        adjusted += taken.adjusted_in(LAST_IMAGE)
    report = _Report(progress)
    engine.load(report)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vitascope-", dir=output.parent) as folder:
        clip = render_clip(engine, spec, inputs, report, folder=Path(folder))
        if signer is not None:
            signer.sign(clip.video)
        path = put(clip.video, output, overwrite=overwrite)
    return Made(path=path, spec=spec, notes=clip.notes, adjusted=adjusted)


def made_of(scene: Path, engine: str, request: GenerationRequest) -> tuple[Engine, GenerationRequest]:
    """The engine that makes the scene in a file, and ``request`` for just that. Raises `BadInput`, `EngineMissing`."""
    if engine != ENGINE:
        raise InvalidField(
            "--scene", str(scene), f"the engine {engine} makes no scenes; leave it out, or use animatic."
        )
    read = read_scene_file(scene)
    if request.prompt.strip():
        raise InvalidField("prompt", request.prompt, "a scene has its own; leave one of them out.")
    for name, flag, own in (("duration_s", "--duration", read.duration_s), ("seed", "--seed", read.seed)):
        if getattr(request, name) not in {None, own}:
            raise InvalidField(
                flag, getattr(request, name), f"the scene says {own:g}; leave it out, or change it there."
            )
    if not read.duration_s.is_integer():
        raise InvalidField("duration_s", read.duration_s, f"clips last whole seconds; use {round(read.duration_s)}.")
    prompt = read.prompt.strip() or "A scene."
    return engine_for(read), replace(request, prompt=prompt, duration_s=int(read.duration_s), seed=read.seed)


def taken_here(settings: Settings, source: str, resolution: Resolution, *, field: str) -> TakenImage:
    """The image that ``source`` names: a file, a link, a data URI or base64. Raises `UnusableImage`."""
    taker = ImageTaker(allowed_hosts=frozenset(settings.image_hosts))
    local = _local_file(source, field)
    if local is not None:
        return taker.prepare(local, resolution, shown=source, field=field)
    return asyncio.run(taker.take(source, resolution, field=field))


def _local_file(source: str, field: str) -> bytes | None:
    """The bytes of a file that ``source`` names; ``None`` where it names none."""
    if source.startswith(("http://", "https://", "data:")) or len(source) > 4096:
        return None
    path = Path(source).expanduser()
    if path.is_file():
        return path.read_bytes()
    if "/" in source or path.suffix:
        raise UnusableImage(field, source, "there is no such file.")
    return None
