"""A generation as scripts read it, and as a person does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import typer
from rich.table import Table

from vitascope.cli.console import out, plain, print_table, span

if TYPE_CHECKING:
    from vitascope.client import Generation, Video


NOTES = ("approximated", "not_understood")
"""What an engine owns up to, as replies call it."""


def print_document(generation: Generation, **more: Any) -> None:
    """The one line of JSON that scripts get of a generation, with ``more`` after what is always there."""
    typer.echo(json.dumps({**document(generation), **more}, ensure_ascii=False))


def document(generation: Generation) -> dict[str, Any]:
    """What ``--json`` prints. Every key is always there, ``null`` where there is nothing to tell.

    Keys may be added, but none is renamed or taken away.
    """
    told = {f.name: getattr(generation, f.name) for f in fields(generation) if f.name != "raw"}
    for name in ("video", "error"):
        value = told[name]
        told[name] = None if value is None else {f.name: getattr(value, f.name) for f in fields(value)}
    told["adjusted"] = list(generation.adjusted)
    made = made_at(generation.id)
    told["created_at"] = None if made is None else made.isoformat(timespec="seconds").replace("+00:00", "Z")
    for name in NOTES:
        told[name] = notes(generation, name)
    return told


def bare(generation_id: str) -> str:
    """The id without its model, which every command reads, too."""
    return generation_id.partition(":")[0]


def made_at(generation_id: str) -> datetime | None:
    """When it was submitted: an id is a UUID of version 7, which begins with the milliseconds since 1970."""
    try:
        identity = UUID(bare(generation_id))
    except ValueError:
        return None
    return datetime.fromtimestamp((identity.int >> 80) / 1000, UTC) if identity.version == 7 else None


def notes(generation: Generation, name: str) -> list[str]:
    """What the engine said of the clip under ``name``."""
    meta = generation.raw.get("meta")
    told = meta.get(name) if isinstance(meta, dict) else None
    return [str(sentence) for sentence in told] if isinstance(told, list) else []


def state(generation: Generation) -> str:
    """Where it stands, in a few words: ``queued, place 3``, ``generating, frames, 12 s left``, ``completed``."""
    if generation.error is not None:
        return "cancelled" if generation.cancelled else f"failed: {generation.error.name}"
    words: list[str] = [generation.status]
    if generation.status == "queued" and generation.queue_position is not None:
        words.append(f"place {generation.queue_position}")
    if generation.status == "generating" and generation.stage:
        words.append(generation.stage)
    if not generation.done and generation.seconds_left is not None:
        words.append(f"{span(generation.seconds_left)} left")
    return ", ".join(words)


def size(count: int) -> str:
    """Bytes, for a person."""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} kB"


def clip(video: Video) -> str:
    """``6 s, 1920×1080, 25 fps, 3.2 MB``, as far as the server told."""
    words = [] if video.duration_s is None else [f"{video.duration_s:g} s"]
    words += [f"{video.width}×{video.height}"] if video.width and video.height else []
    words += [f"{video.fps:g} fps"] if video.fps else []
    words += ["no sound"] if video.has_audio is False else []
    words += [size(video.size_bytes)] if video.size_bytes else []
    return ", ".join(words)


def ago(moment: datetime) -> str:
    """How long ago that was, roughly: ``8 s ago``, ``27 min ago``, ``2 h ago``, ``3 d ago``."""
    seconds = max(0, round((datetime.now(UTC) - moment).total_seconds()))
    for unit, whole in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * whole or (unit == "min" and seconds >= whole):
            return f"{seconds // whole} {unit} ago"
    return f"{seconds} s ago"


def print_generation(generation: Generation) -> None:
    """All that a poll tells, a line each."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("id", plain(generation.id))
    table.add_row("status", f"[bold {colour(generation)}]{plain(state(generation))}[/]")
    if generation.error is not None:
        table.add_row("why", plain(generation.error.message))
    made = made_at(generation.id)
    if made is not None:
        table.add_row("made", ago(made))
    if not generation.done and generation.progress is not None:
        table.add_row("done", f"{100 * generation.progress:.0f} %")
    if generation.video is not None:
        table.add_row("clip", clip(generation.video))
    if generation.engine is not None:
        table.add_row("engine", plain(generation.engine))
    if generation.seed is not None:
        table.add_row("seed", str(generation.seed))
    if generation.usd is not None:
        table.add_row("cost", f"{generation.usd:.4f} USD")
    for sentence in generation.adjusted:
        table.add_row("adjusted", plain(sentence))
    for sentence in notes(generation, "approximated"):
        table.add_row("approximated", plain(sentence))
    if missed := notes(generation, "not_understood"):
        table.add_row("not understood", plain(", ".join(missed)))
    if out.is_terminal:
        out.print(table, soft_wrap=False)
    else:
        print_table(table)


def print_made(path: Path, generation: Generation, *, as_json: bool) -> None:
    """A clip that has been fetched."""
    if as_json:
        print_document(generation, path=str(path))
        return
    words = [clip(generation.video)] if generation.video is not None else []
    words += [f"seed {generation.seed}"] if generation.seed is not None else []
    words += [f"engine {generation.engine}"] if generation.engine is not None else []
    out.print(f"[bold]{plain(str(path))}[/]  {plain(', '.join(words))}")
    print_notes(generation.adjusted, {name: notes(generation, name) for name in NOTES})


def print_notes(adjusted: Iterable[str], told: Mapping[str, Any]) -> None:
    """What came out other than it was asked for."""
    for sentence in adjusted:
        out.print(f"adjusted: {plain(sentence)}")
    for sentence in told.get("approximated", ()):
        out.print(f"approximated: {plain(sentence)}")
    if missed := told.get("not_understood"):
        out.print(f"not understood: {plain(', '.join(missed))}")


def colour(generation: Generation) -> str:
    if generation.done:
        return "green" if generation.error is None else "yellow" if generation.cancelled else "red"
    return "cyan"
