"""The steps in which somebody does one thing after another, and what their verbs say of hands, seats and postures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vitascope.engines.animatic.reading.drafts import Deed, Role

POSTURES: Mapping[str, str] = {"sit": "seated", "kneel": "kneeling", "lie": "lying", "sleep": "lying"}
"""By action: the prop of who does something else in the same posture."""
_KEEPS = {
    "wave", "point", "drink", "eat", "graze", "read", "write", "type", "clap", "pray", "take", "put", "look_up",
    "idle", "pour", "work", "turn_head", "smile", "laugh", "cry", "frown", "fear", "smoke", "photograph", "throw",
    "howl", "bark", "roar", "wear",
}  # fmt: skip
"""What one does without getting up."""
TAKES = ("pick", "tak", "took", "grab", "snatch", "fetch", "lift", "catch", "seiz", "collect", "gather", "draw")
"""How verbs begin after which one has something…"""
GIVES = ("put", "set", "drop", "throw", "toss", "hurl", "lay", "place", "fling", "kick", "give")
"""…or has it no more…"""
RISES = ("ris", "rose", "stand", "stood", "get", "got", "jump", "leap")
"""…or is up…"""
WAKES = ("wak", "woke", "awak", "awok")
"""…or awake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Deeds of one moment, and how they are drawn."""

    deeds: tuple[Deed, ...]
    action: str
    way: str = ""
    """Where it leads: one of `ways.MOVING`, or nowhere."""
    felt: tuple[str, ...] = ()
    """What shows on the face meanwhile, as a prop."""

    @property
    def label(self) -> str:
        return ", ".join(d.text for d in self.deeds if d.text)

    @property
    def to(self) -> Role | None:
        """What it leads to."""
        return next((d.to for d in self.deeds if d.to is not None), None)

    @property
    def toward(self) -> str:
        """Which detail of the place it leads to."""
        return next((d.toward for d in self.deeds if d.toward), "")

    @property
    def sits(self) -> bool:
        """Whether somebody sits, or sits down, whatever else they do then."""
        return self.action == "sit" or any(d.verb.action == "sit" for d in self.deeds)

    def begins(self, words: tuple[str, ...]) -> bool:
        """Whether it is told by a verb that begins with one of these."""
        return any(d.text.lower().startswith(words) for d in self.deeds)


def steps_of(role: Role) -> list[list[Deed]]:
    """The deeds of ``role`` as they follow one another, those of one moment together."""
    steps: list[list[Deed]] = []
    last: list[list[Deed]] = []
    for deed in role.deeds:
        if deed.joins == "last":
            last.append([deed])
        elif deed.joins == "earlier" and steps:
            steps.insert(len(steps) - 1, [deed])
        elif deed.joins == "with" and steps:
            steps[-1].append(deed)
        else:
            steps.append([deed])
    return steps + last


def stays(step: Step) -> bool:
    """Whether one does it without getting up."""
    return not step.way and not step.begins(RISES) and step.action in _KEEPS


def changes(deed: Deed) -> bool:
    """Whether somebody was up before: sits *down*, kneels."""
    return deed.text.lower().endswith(("down", "up")) or deed.verb.action == "kneel"
