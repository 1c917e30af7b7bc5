"""What is noted down while a prompt is read, before it is staged in metres and seconds. Compared by identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vitascope.engines.animatic.graph import MoveKind
from vitascope.engines.animatic.reading.lexicon import Entry

Joins = Literal["then", "with", "earlier", "last"]
"""When a deed is done: after all that was told, with what was told just before it, before that, or last of all."""


@dataclass(slots=True, kw_only=True, eq=False)
class Deed:
    """Something that an actor does, in the order of the prompt."""

    verb: Entry
    text: str = ""
    """As the prompt has it."""
    direction: str = ""
    speed: float = 0.0
    rowed: bool = False
    """With oars or a paddle."""
    joins: Joins = "with"
    handled: list[str] = field(default_factory=list)
    """Props of its doer that were told with it: she picks up *a cup*."""
    to: Role | None = None
    """Where it leads, or on what it ends."""
    toward: str = ""
    """The same, where that is a detail of the place: a *window*."""

    @property
    def goes(self) -> bool:
        """Whether it takes its doer anywhere."""
        return self.verb.motion not in {"", "stay"}


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """An actor before it has a place."""

    entry: Entry
    label: str
    colour: str | None = None
    count: int = 1
    unnamed: bool = False
    """Known by a pronoun alone so far: *she's* lovely, the dancer."""
    definite: bool = False
    """Named with *the*, as somebody who is known."""
    counted: bool = True
    """The prompt says how many, be it by an article."""
    scale: float = 1.0
    deeds: list[Deed] = field(default_factory=list)
    props: list[str] = field(default_factory=list)
    facing: str = ""
    side: str = ""
    """Where in the picture it is said to be: one of `placing.SIDES`."""
    beside: tuple[str, Role] | None = None
    """Which of `placing.RELATIONS` it has to whom."""
    far: bool = False
    near: bool = False
    above: bool = False
    jaws: bool = False
    perch_m: float = 0.0
    """Height of the table that it is said to be on."""
    mount: Role | None = None
    """Who carries it on its back."""
    background: bool = False
    """Seen only in relation to another: ``over hills``, ``crosses a viaduct``."""


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """Words that are spoken."""

    text: str
    manner: str
    speaker: Role | None
    after: int
    """Deeds of the speaker that come before the words."""
    radio: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Sight:
    """Particles or light, and whose they are."""

    kind: str
    role: Role | None = None
    strength: float = 0.5
    last: bool = False
    """Belongs to the last thing that happens, not to all of the shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Weather that begins or ends while we look."""

    begins: bool
    weather: str
    strength: float


@dataclass(slots=True, kw_only=True, eq=False)
class Take:
    """A shot before it is staged."""

    places: list[Entry] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    weathers: list[tuple[str, float]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    """Weather that changes while we look, in the order of the prompt."""
    seasons: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    moves: list[tuple[str, Role | None]] = field(default_factory=list)
    framing: str = ""
    asked: MoveKind | None = None
    """What the camera was asked to do beside the prompt."""
    speed: float = 0.0
    height: float = 0.0
    sights: list[Sight] = field(default_factory=list)
    sounds: list[tuple[str, Role | None]] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dressing: list[tuple[str, Entry]] = field(default_factory=list)
    """Phrases that speak of details of the place."""
    named_places: list[tuple[str, Entry]] = field(default_factory=list)
    """Phrases that say where it is."""
    clauses: int = 1
    wanted_s: float = 0.0
    """How long it is said to last; 0 where nothing is said."""

    @property
    def bare(self) -> bool:
        """Nothing to look at yet."""
        seen = self.roles or self.places or self.sights or self.lines or self.framing
        return not (seen or self.weathers or self.turns or self.seasons)

    def leave_out(self, role: Role, instead: Role | None = None) -> None:
        """Take ``role`` out of the picture; what is heard and seen of it is ``instead``'s, or else of the place."""
        self.roles.remove(role)
        self.sounds = [(kind, instead if who is role else who) for kind, who in self.sounds]
        for sight in self.sights:
            sight.role = instead if sight.role is role else sight.role


@dataclass(slots=True, kw_only=True, eq=False)
class Notes:
    """Everything read from a prompt."""

    takes: list[Take]
    moods: list[str] = field(default_factory=list)
    style: str | None = None
    music: list[str] = field(default_factory=list)
    tempo: int = 0
    silent: bool = False
    understood: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    approximated: list[str] = field(default_factory=list)
    refused: list[Entry] = field(default_factory=list)
    """What the prompt says is not there."""
