"""Where one take ends and another begins; and one that becomes two shots: a wide one, then one nearer by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Take
from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.steps import steps_of
from vitascope.engines.animatic.reading.timing import spoken_s

LONG_ENOUGH_S = 8.0
"""From how long on a take that says nothing of the camera is cut: shorter ones are over before the eye has settled."""
TURNS_AT = 0.45
"""Share of the take at which the nearer shot begins."""
_MET = {"biped", "quadruped", "building", "lighthouse", "windmill", "campfire"}
"""Rigs that are worth going near to."""


def cut_in(take: Take, length_s: float) -> tuple[Take, Take] | None:
    """The two takes that ``take`` is shown in; ``None`` where it is one shot, or the prompt leads the camera."""
    leads = [r for r in take.roles if not r.background]
    if length_s < LONG_ENOUGH_S or take.framing or take.moves or take.asked or len(leads) != 1:
        return None
    lead = leads[0]
    goes = any(d.direction or d.verb.moment or d.goes for d in lead.deeds) or len(steps_of(lead)) > 1
    if lead.entry.rig not in _MET or lead.count > 1 or lead.far or goes or any(s.last for s in take.sights):
        return None
    if sum(spoken_s(line) for line in take.lines) > (1 - TURNS_AT) * length_s - 0.5:
        return None  # the words need all of the time
    return replace(take, framing="wide", lines=[]), replace(take, framing="medium")


def turns_elsewhere(following: Sequence[Piece]) -> bool:
    """Whether what comes after a ``then`` is a picture of its own: ``then we see the valley from above``."""
    for piece in following:
        if piece.kind != "word":
            return False
        entry = piece.entry
        if entry is not None and entry.framing:
            return True
        if entry is None or entry.role in {"viewer", "then", "cut"} or entry.role == "stop":
            seen = entry is not None and entry.role == "viewer"
            if seen:
                return any(
                    p.entry is not None and (p.entry.place or p.entry.framing or p.entry.move) for p in following
                )
            continue
        return False
    return False


def later(take: Take, entries: Sequence[Entry]) -> bool:
    """Whether a sentence is of another season or another hour than the shot so far: ``Winter: snow covers all.``"""
    seasons = [e.season for e in entries if e.season and not e.rig]
    times = [e.time for e in entries if e.time and not e.rig]
    if any(move == "timelapse" for move, _ in take.moves):
        return False
    season = bool(take.seasons and seasons) and seasons[0] != take.seasons[-1]
    return season or (
        bool(take.times and times) and times[0] != take.times[-1] and "night" in {times[0], take.times[-1]}
    )


def heaviest(places: Sequence[Entry]) -> Entry | None:
    """The place that a shot is set in: the heaviest, and of equals the first."""
    real = [p for p in places if p.place]
    return max(real, key=lambda p: p.weight) if real else None
