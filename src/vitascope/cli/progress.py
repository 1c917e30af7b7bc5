"""How far long work has come, for whoever looks on: bars on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from vitascope.cli.console import err, plain, span

if TYPE_CHECKING:
    from vitascope.client import Generation


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """For work of our own. Yields what moves the bar: the stage, and how many of how many are done."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        TextColumn("{task.fields[share]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        task = bar.add_task("starting", total=None, share="")

        def moved(stage: str, done: int, total: int) -> None:
            # A stage whose first step takes long, as compiling does, is alive and not stuck: it pulses until then.
            share = f"{100 * done / max(1, total):3.0f} %" if done else ""
            bar.update(task, description=stage, completed=done, total=total if done else None, share=share)

        yield moved


class Following:
    """A server's work: where the generation stands, and whether the server is heard of."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("asking", total=None, share="", left="")

    def moved(self, generation: Generation) -> None:
        """``generation`` is how it stands now."""
        words, left = generation.stage or generation.status, ""
        if generation.status == "queued" and generation.queue_position is not None:
            words = "queued, next" if generation.queue_position == 1 else f"queued, place {generation.queue_position}"
        if generation.seconds_left is not None and not generation.done:
            left = f"about {span(generation.seconds_left)} left"
        running = generation.status == "generating"
        self._bar.update(
            self._task,
            description=plain(words),
            total=1 if running else None,
            completed=generation.progress or 0 if running else 0,
            share=f"{100 * (generation.progress or 0):3.0f} %" if running else "",
            left=left,
        )

    def lost(self) -> None:
        """No answer came; it is asked again."""
        self._bar.update(self._task, left="[yellow]the server does not answer; trying again[/]")


@contextmanager
def following() -> Iterator[Following]:
    """For a server's work."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        TextColumn("{task.fields[share]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        yield Following(bar)


@contextmanager
def bytes_bar() -> Iterator[Callable[[int, int | None], None]]:
    """For a file on its way. Yields what moves the bar: bytes so far, and all of them where that is known."""
    with Progress(
        TextColumn("downloading"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
