"""Written words as they are seen: the letters and the logo that they are, and where they stand if nobody says."""

from __future__ import annotations

from vitascope.engines.animatic.lettering import FORM
from vitascope.engines.animatic.reading.drafts import Notes, Take
from vitascope.engines.animatic.reading.lexicon import lexicon

_ARE_WORDS = {
    "logo",
    "logos",
    "letter",
    "letters",
    "title card",
    "text",
    "word",
    "words",
    "title",
    "titles",
    "lettering",
    "brand",
}
"""Nouns of which the words that are written are the thing itself."""


def set_in_letters(take: Take, notes: Notes) -> None:
    """Leave out the cards of what is seen as letters; on nothing at all, letters stand before black."""
    written = next((r for r in take.roles if r.entry.form == FORM), None)
    if written is None:
        return
    for card in [r for r in take.roles if r.entry.rig == "placeholder" and r is not written]:
        if {card.label.lower(), card.label.lower().rpartition(" ")[2]} & _ARE_WORDS:
            written.colour = written.colour or card.colour
            take.leave_out(card, written)
            told = f"A labelled placeholder stands for: {card.label}."
            notes.approximated[:] = [t for t in notes.approximated if t != told]
    for sight in take.sights:  # what they come out of is around them
        sight.role = None if sight.role is written else sight.role
    notes.not_understood[:] = [t for t in notes.not_understood if t.lower() not in _ARE_WORDS]
    if len(take.roles) > 1 or take.places:
        written.background = len(take.roles) > 1
    else:
        black = lexicon().others["black background"]
        take.places.append(black)
        take.colours.extend(black.colours)
