"""Quoted words in the notes: who says them, and how, told before them or after."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.animatic.lettering import FORM
from vitascope.engines.animatic.reading.clause import Clause
from vitascope.engines.animatic.reading.drafts import Line, Role
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.quotes import Quote
from vitascope.engines.animatic.reading.tokens import words_of
from vitascope.engines.animatic.reading.vocabulary import MAX_ROLES

MOST_LETTERS = 40
"""Of written words; more are a page that nobody reads in a clip."""
LIVING = {"biped", "quadruped", "dragon", "face", "bird", "whale"}


class Speaking(Clause):
    """The part of reading that hears what is said."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        super().__init__()
        self._quotes = quotes
        self._late: list[tuple[Line, str]] = []
        """Lines whose speaker is named after them."""

    def _quote(self, index: int, rest: Sequence[Piece]) -> None:
        quote = self._quotes[index]
        if quote.lettered:
            self._letters(quote)
            return
        if not quote.spoken:
            self.notes.approximated.append(f"The written words “{quote.text[:60]}” are not drawn.")
            return
        said = self._said or (None if quote.by else self._said_after(rest))
        manner = said[0].manner if said else "say"
        speaker = said[1] if said else None
        if said is None and not self._voice_off:
            speaker = self._subject if isinstance(self._subject, Role) else self._main_here()
        if quote.by:
            speaker, self._said = self._named(quote.by), None
        if speaker is not None and speaker.entry.rig not in LIVING and not speaker.entry.is_thing:
            speaker = None
        letters = [c for c in quote.text if c.isalpha()]
        if (
            manner == "say"
            and len(letters) > 3
            and quote.text.upper() == quote.text
            and quote.text.lower() != quote.text
        ):
            manner = "shout"
        line = (
            Line(
                text=quote.text, manner=manner, speaker=speaker, radio=self._radio,
                after=len(speaker.deeds) if speaker is not None else 0,
            )
        )  # fmt: skip
        self._take.lines.append(line)
        named = None if self._said or not said else _named_after(rest)
        if named is not None:
            self._late.append((line, named))
        self.notes.understood.append(quote.text)

    def _letters(self, quote: Quote) -> None:
        """Words that are seen as they are written; a colour before them or after them is theirs."""
        role = Role(entry=lexicon().others[FORM], label=quote.text[:MOST_LETTERS], colour=self._colour)
        self._colour = None
        if len(self._take.roles) < MAX_ROLES:
            self._take.roles.append(role)
            self._subject = self._last_thing = role
            self._main = self._main or role
        self.notes.understood.append(quote.text)

    def _named(self, name: str) -> Role | None:
        """Who is named before words, as in a screenplay; nobody for a narrator."""
        words = set(words_of(name))
        fitting = [r for r in self._take.roles if {*words_of(r.label)} <= words or r.entry.word in words]
        return fitting[-1] if fitting else None

    def _said_after(self, rest: Sequence[Piece]) -> tuple[Entry, Role | None] | None:
        """``"Hold fast!" shouts the captain``: the verb follows the words, and the speaker the verb."""
        verb = next((p.entry for p in rest[:6] if p.entry is not None and p.entry.is_verb and p.entry.manner), None)
        unseen = any(p.entry is not None and p.entry.role == "voice" for p in rest[:6])
        return None if verb is None else (verb, None if unseen else self._main_here())


def _named_after(rest: Sequence[Piece]) -> str | None:
    """The noun of who speaks, where it follows the words; for ``she`` and ``he``, the one who is made of it."""
    for piece in rest[:8]:
        if piece.text.lower() in {"she", "he"}:
            return "woman" if piece.text.lower() == "she" else "man"
        if piece.entry is not None and piece.entry.rig in LIVING:
            return piece.entry.word
    return None
