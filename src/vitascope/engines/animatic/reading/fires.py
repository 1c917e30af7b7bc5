"""Fires of logs: on a hearth in a room, and on the ground where the prompt is out of doors."""

from __future__ import annotations

from vitascope.engines.animatic.reading.drafts import Take
from vitascope.engines.animatic.reading.lexicon import lexicon

_HEARTH = "fireplace"


def settle_fires(take: Take) -> None:
    """Make a campfire of each hearth of ``take`` if all places that are named are out of doors."""
    kinds = {p.place for p in take.places if p.place}
    if not kinds or "interior" in kinds:
        return
    for role in [r for r in take.roles if r.entry.form == _HEARTH]:
        role.entry = lexicon().others["campfire"]
        role.label = role.label.replace(_HEARTH, "fire")
        take.tags[:] = [tag for tag in take.tags if tag != _HEARTH]
