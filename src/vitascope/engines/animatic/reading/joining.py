"""Whether what somebody does comes after what they did before, or goes on meanwhile; by the words between two verbs."""

from __future__ import annotations

from vitascope.engines.animatic.reading.drafts import Deed, Joins

LINKS: dict[str, str] = {
    "while": "while", "whilst": "while", "as": "while", "at the same time": "while", "simultaneously": "while",
    "before": "before", "until": "then", "till": "then", "after": "after", "then": "then", "and": "", "but": "",
    "to": "",
}  # fmt: skip
"""Small words, and what they say of the verb that comes next."""
FLEETING = {"before", "after", "while"}
"""Links that hold only for a verb that stands by: after *the storm* is no deed."""
FACES = {"smile", "laugh", "cry", "frown", "fear"}
_HANDS = {"wave", "clap", "point", "pray"}
_POSTURES = {"sit", "lie", "sleep", "kneel"}
_CHANGES = ("down", "up", "asleep")
"""How phrases end that tell of a change and not of a state: sits *down*."""
_STATES = ("hold", "wear", "stand", "stood", "wait", "stay", "remain", "pos", "lean")
"""How verbs begin that go on under whatever else is done."""


def joined(before: Deed | None, deed: Deed, link: str, *, apart: bool) -> Joins:
    """When ``deed`` is done by whom ``before`` was told last; ``link`` is what stands between: one of `LINKS`.

    Two verbs that nothing tells ``apart`` are of one moment, if they are of one doer at all: *watches drops run*.
    """
    if before is None:
        return "last" if link == "before" else "then"
    if link == "while" or not apart:
        return "with"
    if link == "after":
        return "earlier"
    if link in {"then", "before"}:
        return "then"
    twice = (before.verb.action, before.verb.motion, before.to) == (deed.verb.action, deed.verb.motion, deed.to)
    aside = _participle(deed) and not _participle(before)
    return "with" if twice or aside or _together(before, deed) else "then"


def _together(first: Deed, second: Deed) -> bool:
    """Whether two verbs of one clause that only *and* or a comma joins are of one moment: *walks and sings*."""
    if _voice(second) or second.verb.action in FACES:
        return True
    if _voice(first) or first.verb.action in FACES:
        return not second.goes
    if first.text.lower().startswith(_STATES) and not _changes(first):
        return not second.goes
    if first.verb.action in _POSTURES and first.joins != "with":
        lasting = first.verb.action != "kneel" and not _changes(first)
        return lasting and not second.goes and not _changes(second) and second.verb.action not in _POSTURES
    way = first.verb.motion in {"cross", "drift"} and first.to is None and not first.toward and not first.direction
    return way and second.verb.action in _HANDS


def _voice(deed: Deed) -> bool:
    return bool(deed.verb.manner) and not deed.verb.action


def _changes(deed: Deed) -> bool:
    return deed.text.lower().endswith(_CHANGES)


def _participle(deed: Deed) -> bool:
    return deed.text.lower().split(maxsplit=1)[0].endswith("ing")
