"""What the rooms need of each other, as protocols. `vitascope.testing` holds the executable half of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Clock(Protocol):
    """Time, so that tests can move it."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...


class Report(Protocol):
    """An engine's only way back. Both calls are cheap; both may raise `core.errors.Stop`, to be let through."""

    def step(self, stage: str, done: int, total: int) -> None:
        """Called before every step of work, while loading and while rendering.

        ``done`` of ``total`` units are finished, and ``total`` stays the same through one call of ``generate``, so
        that progress is their ratio. ``stage`` is one or two words for a person: ``"frames"``, ``"refine"``.
        """
        ...

    def describe(self, notes: Mapping[str, Any]) -> None:
        """What the engine understood and approximated, as JSON values. Once, before the first chunk is yielded.

        ``approximated`` and ``not_understood``, both lists of strings, are shown to people.
        """
        ...

    def keep(self, write: Callable[[Path], None]) -> None:
        """Keep a checkpoint: what a later attempt, on any host, may go on from. The newest replaces those before.

        ``write`` is called at once with the path of a file to make; that it is stored is not waited for. A draft's last
        checkpoint is what it is finished from.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a generation starts from, beside its spec."""

    image: NDArray[np.uint8] | None = None
    """sRGB, shaped ``(height, width, 3)`` at exactly the spec's resolution: frame 0."""
    last_image: NDArray[np.uint8] | None = None
    """Likewise the last frame. Only for an engine that offers it."""
    checkpoint: Path | None = None
    """A file that an engine of this name kept for this spec, or for the draft of it; perhaps another version of it, or
    with other weights. What an engine cannot use it leaves: the clip is the same without."""


Offer = Literal["draft", "last_image"]
"""What not every engine can do; a request for it is refused before anything is queued where the engine cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """What an engine is, for people and for the scheduler."""

    name: str
    kind: Literal["model", "preview", "test"]
    summary: str
    """One sentence, shown beside every clip it makes."""
    version: str
    """For receipts. Once the engine is loaded, what else decides over its numbers may follow, each after ``; ``."""
    offers: frozenset[Offer] = frozenset()
    load_timeout_s: float = 60.0
    """Silence between two reports of ``load`` that counts as a hang."""
    step_timeout_s: float = 30.0
    """Silence between two reports that counts as a hang."""
    light: bool = False
    """Loads in no time and takes next to nothing, so that it need not wait for other workers of its host that load."""


class Prospect(Protocol):
    """What may be asked of an engine before anything is queued."""

    @property
    def info(self) -> EngineInfo: ...

    def seconds(self, spec: GenerationSpec) -> float:
        """Predicted render time on this machine, for queue estimates and deadlines.

        An engine that cannot make ``spec`` here says so by raising `BadInput`. It must be quick, and need not be
        loaded.
        """
        ...


class Engine(Prospect, Protocol):
    """Turns a spec into frames and sound. Lives in a child process, one engine a child.

    The same spec and inputs give the same chunks on the same machine. An engine never sees a job, a key or a URL.
    """

    def load(self, report: Report) -> None:
        """Once a child, before the first ``generate``: weights, compilation, warm-up."""
        ...

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        """The clip in order: exactly ``spec.frames`` frames, and sound if ``spec.generate_audio``."""
        ...


@runtime_checkable
class Preflight(Protocol):
    """What an engine has besides if it needs something that only the owner can give: weights, a licence accepted."""

    def preflight(self) -> None:
        """Raises `core.errors.EngineMissing` where ``load`` is bound to fail on this machine, by what is seen at once.

        Asked before a server starts workers, in its own process: it imports nothing big.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One clip that is to be rendered elsewhere and brought here."""

    spec: GenerationSpec
    name: str
    """Of this errand and of no other; a new attempt that has nothing to take up has another."""
    image_png: bytes | None
    """Frame 0, a PNG at exactly the spec's resolution."""
    path: Path
    """Where the clip is to lie, as it came: whatever size, rate and length it has."""
    taken_up: Mapping[str, Any] | None = None
    """What an earlier attempt noted last."""


class ErrandReport(Protocol):
    """A hand-off's way back."""

    def step(self, stage: str, done: int, total: int) -> None:
        """As `Report.step`, and never raises: a cancel is a cancelled task."""
        ...

    async def note(self, where: Mapping[str, Any]) -> None:
        """Have a later attempt take this up, on any host: on disk when it returns. JSON values.

        Raises `core.errors.Cancelled` where the generation is another attempt's by now.
        """
        ...


@runtime_checkable
class Handoff(Prospect, Protocol):
    """Has a spec rendered by somebody else and brings the finished file. No child: there is no model to hold here.

    The other kind of engine, and the one that is async: nearly all of its time is waiting for replies, in the worker's
    own process. The worker makes the file into what a spec promises, in its child.
    """

    async def ready(self) -> None:
        """Asked before each job is taken. Raises `RenderFailed` while nobody is there to hand one to."""
        ...

    async def fetch(self, errand: Errand, report: ErrandReport) -> Mapping[str, Any]:
        """Have the errand done; its notes, as `Report.describe` takes them, once the file lies where it is to.

        Where it is done is noted before anything is waited for. Raises `RenderFailed`. Cancelled, it leaves what was
        begun elsewhere as it is: whoever wants it no more says so by `withdraw`.
        """
        ...

    async def withdraw(self, where: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Tell that what was noted as ``where`` is not wanted any more. Best effort, within seconds; never raises.

        What could not be told, as a note to try again with; ``None`` where nothing is left to tell.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
