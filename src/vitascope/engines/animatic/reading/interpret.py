"""From phrases to notes: who does what, where, in which light and in which shot.

One pass from left to right that keeps the subject of the clause, as a person reading aloud would. Grammar is only as
deep as film prompts need: a verb belongs to the subject before it, adjectives to the noun after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.reading.clause import acts_next
from vitascope.engines.animatic.reading.close_hands import is_hand
from vitascope.engines.animatic.reading.cutting import heaviest, later, turns_elsewhere
from vitascope.engines.animatic.reading.doing import Doing
from vitascope.engines.animatic.reading.drafts import Notes, Role, Take
from vitascope.engines.animatic.reading.joining import FLEETING, LINKS
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.vocabulary import AT_FIRES, BEFORE_TINT, ENTERING, MEN, PREPOSITIONS, TINTED

MAX_TAKES = 12
_ENDS = {".", "!", "?", "…"}
_OPENERS = {"A", "An", "The", "Then", "We", "Suddenly", "Meanwhile", "Finally"}
_ARTICLES = {"a", "an", "the"}
_GOVERNING = {
    *PREPOSITIONS, "before", "under", "of", "to", "against", "across", "past", "above", "below", "beneath", "onto",
    "with",
}  # fmt: skip
"""After these a noun says where or of what, and not who."""
_MUTE = {"plain", "plain more", "see"}
"""Words that are read but change nothing, so that nobody is told they were understood: ``wooden``, ``we see``."""
_GOES = {"cross", "approach", "recede", "rise", "drift"}
_FLIES = 0.9
"""Speed of a camera that flies, drives or runs itself."""
_GLIMMERS = {"light", "lights", "shadow", "shadows", "colour", "colours", "color", "colors", "energy", "magic"}
"""Plain words that may do something of their own."""
_STANDS = {"behind": "back_of", "in front of": "front_of", "front of": "front_of"}
"""Small words that say of somebody where they stand by who is named next."""
_OF_THEM = {"it", "him", "them", "her"}
_PLAIN_SHARE = 2.0
"""Weight from which a place is a scene of its own rather than a detail."""


def _may_take_colour(piece: Piece) -> bool:
    """Whether a colour before ``piece`` may be its own."""
    entry = piece.entry
    if entry is None:
        return piece.kind == "word"
    return bool(entry.rig or entry.prop or entry.part or entry.cloth or entry.colour)


class Interpreter(Doing):
    """Reads pieces into `Notes`. One object reads one prompt."""

    _tinting = False
    _led_by = ""

    def read(self, pieces: Sequence[Piece]) -> Notes:
        """The notes of ``pieces``."""
        sentence: list[Piece] = []
        for at, piece in enumerate(pieces):
            then = bool(sentence) and piece.entry is not None and piece.entry.role == "then"
            if then and turns_elsewhere(pieces[at + 1 :]):
                self._read_sentence(sentence)
                self._new_take(keep=True)
                sentence = []
                continue
            if sentence and sentence[-1].kind == "quote" and self._starts_anew(sentence[-1], piece):
                self._read_sentence(sentence)
                sentence = []
            sentence.append(piece)
            if piece.kind == "stop":
                self._read_sentence(sentence)
                sentence = []
        self._read_sentence(sentence)
        return self.notes

    def _holder(self) -> tuple[Role | None, int]:
        """Of whom the clause is, and how many props they have."""
        who = self._subject if isinstance(self._subject, Role) else None
        return who, len(who.props) if who is not None else 0

    def _starts_anew(self, quote: Piece, piece: Piece) -> bool:
        """Whether ``piece`` opens a sentence after spoken words that ended theirs: ``"Stop!" Wide shot:``."""
        ended = self._quotes[quote.quote].text.rstrip()[-1:] in _ENDS
        opens = piece.entry is not None and bool(piece.entry.framing or piece.entry.move or piece.entry.role == "cut")
        return ended and piece.text[:1].isupper() and (opens or piece.text in _OPENERS)

    def _read_sentence(self, sentence: Sequence[Piece]) -> None:
        self._maybe_new_take(sentence)
        for index, piece in enumerate(sentence):
            following = sentence[index + 1] if index + 1 < len(sentence) else None
            if piece.kind == "quote":
                self._flush(None)
                self._quote(piece.quote, sentence[index + 1 :])
            elif piece.kind in {"stop", "pause"}:
                self._flush(piece)
                self._end_clause(sentence_ends=piece.kind == "stop")
                self._apart = True
            elif piece.unseen:
                self._flush(None)
                self._unseen(piece, sentence[index - 1] if index else None)
            elif piece.entry is None:
                self._unknown.append(piece)
            else:
                self._flush(piece)
                owner, held = self._holder()
                self._meaning(piece, piece.entry, following)
                if owner is not None and self._deed in owner.deeds and self._deed is not None:
                    self._deed.handled.extend(owner.props[held:])
                if self._link in FLEETING and not (piece.entry.is_verb or piece.entry.role):
                    self._link = ""
        self._flush(None)
        for line, word in self._late:
            line.speaker = next((r for r in self._take.roles if r.entry.word == word), line.speaker)
        self._late = []
        self._end_clause(sentence_ends=True)

    # -- shots ---------------------------------------------------------------------------------------------------

    def _maybe_new_take(self, sentence: Sequence[Piece]) -> None:
        """A sentence set in another place, at another time, or framed anew begins a shot of its own."""
        entries = [p.entry for p in sentence if p.entry is not None]
        if self._take.bare or not entries or entries[0].role == "cut":
            return
        here = heaviest(self._take.places)
        there = heaviest([e for e in entries if e.place])
        elsewhere = (
            here is not None
            and there is not None
            and min(here.weight, there.weight) >= _PLAIN_SHARE
            and here.place != there.place
            and "abstract" not in {here.place, there.place}
        )
        reframed = entries[0].framing not in {"", self._take.framing}
        if elsewhere or reframed or later(self._take, entries):
            self._new_take(keep=not elsewhere)

    def _new_take(self, *, keep: bool) -> None:
        if self._take.bare or len(self.notes.takes) >= MAX_TAKES:
            return
        old = self._take
        self._take = Take()
        if keep:
            self._take.places, self._take.tags = list(old.places), list(old.tags)
            self._take.colours = list(old.colours)
        self.notes.takes.append(self._take)
        self._subject = self._last_thing = self._deed = None
        self._waiting = []

    # -- clauses -------------------------------------------------------------------------------------------------

    def _end_clause(self, *, sentence_ends: bool) -> None:
        self._take.clauses += 1
        self._leave_colour()
        named, self._just_named = self._just_named, None
        self._apposed = None if sentence_ends or named is None or not named.definite else named
        self._subject, self._with, self._object_next, self._place_next = None, False, False, False
        self._deed, self._speed = None, 0.0
        self._governed = self._led_in = False
        self._joining, self._group, self._relation, self._leading = None, [], None, None
        self._colour, self._scale, self._count = None, 1.0, 0
        if self._pov and any(d.verb.motion in _GOES for d in self._waiting):
            self._take.moves.append(("push_in", None))
            self._take.speed = max(self._take.speed, _FLIES)
            self._waiting = []
        if sentence_ends:
            self._link = ""
            self._undone()
            self._next_side = ""
            self._said, self._voice_off, self._radio, self._waiting = None, False, False, []
            self._in_sentence, self._causing = [], False

    def _undone(self) -> None:
        """Deeds of a sentence that names nobody: a flight over land is the camera's, and the rest is nobody's."""
        for deed in self._waiting:
            goes = deed.verb.motion in _GOES and deed.text.lower().split(maxsplit=1)[0].endswith("ing")
            if goes and not self._take.roles and not self._take.moves:
                self._take.moves.append(("drone" if deed.verb.gait == "fly" else "push_in", None))
            elif deed.text in self.notes.understood and deed.goes:
                self.notes.understood.remove(deed.text)
                self.notes.approximated.append(f"Not shown: {deed.text}.")

    def _flush(self, following: Piece | None) -> None:
        """Unknown words: the subject of the prompt if plainly so, else something that was not understood."""
        if not self._unknown:
            return
        words, self._unknown = self._unknown, []
        text = " ".join(p.text for p in words)
        ends = following is None or following.kind != "word"
        then_verb = following is not None and following.entry is not None and _can_follow_subject(following.entry)
        plain = words[0].indefinite or (words[0].definite and not self._take.roles)
        counted = self._count > 0 or self._scale != 1.0 or self._colour is not None
        first = self._take.clauses == 1 and not self._take.roles
        if first and (plain or counted) and (then_verb or ends) and text.isascii() and len(words) <= 3:
            entry = Entry(word=text.lower(), table="things", rig="placeholder", form=text.lower(), size=1.5)
            self._thing(words[-1], entry, label=text)
            return
        self.notes.not_understood.append(text)
        if ends or (following is not None and following.entry is not None and following.entry.role == "stop"):
            self._colour = None  # ``on black basalt``: it is not black who stands on it
        if following is not None and following.entry is not None and following.entry.is_verb:
            self._subject = "other"  # what follows is done by what was not understood

    def _hearth(self, piece: Piece, entry: Entry, following: Piece | None) -> Entry:
        """What ``piece`` means: a fire that somebody is at, or that burns by itself, is one of logs."""
        text, led_by = piece.text.lower(), self._led_by
        if text not in _ARTICLES and (entry.role or text in AT_FIRES or (entry.is_verb and not piece.leads)):
            self._led_by = text if text in AT_FIRES else text.rpartition(" ")[2]
        if text != "fire" or entry.effect != "fire":
            return entry
        burns = following is not None and following.entry is not None and following.entry.action == "burn"
        if led_by not in AT_FIRES and not (burns and not self._take.roles):
            return entry
        return lexicon().others["fireplace" if led_by in AT_FIRES - {"around", "round"} else "campfire"]

    def _tints(self, colour: str, following: Piece | None) -> bool:
        """Whether a colour is of who is spoken of: a crystal *glowing* purple, a woman *dressed in* white."""
        role = self._subject if isinstance(self._subject, Role) else self._main_here()
        if not self._tinting or role is None or (following is not None and _may_take_colour(following)):
            return False
        role.colour = role.colour or colour
        return True

    def _meaning(  # noqa: PLR0912  (a table of small cases)
        self, piece: Piece, entry: Entry, following: Piece | None
    ) -> None:
        self._just_named = None
        if entry.colour and self._tints(entry.colour, following):
            return
        entry = self._hearth(piece, entry, following)
        self._tinting = piece.text.lower() in TINTED or (self._tinting and piece.text.lower() in BEFORE_TINT)
        self._link = LINKS.get(piece.text.lower(), self._link)
        self._apart = self._apart or piece.text.lower() in LINKS or entry.role in {"then", "pronoun"}
        if entry.role == "stop":
            if piece.text.lower() in {"over", "under", "behind", "above", "below", "beneath", "past", "from", "of"}:
                self._object_next = isinstance(self._subject, Role)
            if piece.text.lower() == "something":
                self._subject = "other"
                self.notes.approximated.append("Not drawn: something that the prompt does not name.")
            before = self._preposition
            self._preposition = piece.text.lower() if piece.text.lower() not in _ARTICLES else before
            if before == "out" and self._preposition in {"of", "from"}:
                self._preposition = "out of"
            if piece.text.lower() in {"while", "as", "and", "when"}:
                self._place_next = False
            if piece.text.lower() in {"while", "as", "when"} and self._subject == "camera":
                self._subject = None  # the camera rises *as* somebody does something
            self._stands(piece.text.lower())
            self._place_next = self._place_next or piece.text.lower() in PREPOSITIONS
            self._governed = (self._governed and piece.text.lower() in _ARTICLES) or piece.text.lower() in _GOVERNING
            joins = piece.text.lower() in {"and", "but also", "as well as"}
            if joins and self._subject is self._last_thing and self._deed is None:
                self._joining = self._last_thing
            if piece.text.lower() == "above":
                self._raise_up()
            return
        if entry.role:
            self._role(piece, entry)
            return
        if entry.part == "body" and is_hand(piece.text):
            self._hands(piece)
        self._tell(piece, entry, following)
        if entry.mood:
            self.notes.moods.append(entry.mood)
        if entry.is_verb:
            self._verb(piece, entry)
            return
        if entry.rig == "face" and piece.owned and self._main_here() is not None:
            self._colour, self._scale, self._count = None, 1.0, 0  # *her* face is of somebody who is there
            return
        if entry.rig:
            self._thing(piece, entry, acts=self._acts(entry, following))
            self._led(self._just_named)
            if entry.music:
                self.notes.music.append(entry.music)
            return
        if entry.word in _MUTE and piece.text.lower() in _GLIMMERS and acts_next(following):
            self._subject = "other"  # light swirls by itself, and not who it is about
        if entry.tags:
            self._take.dressing.append((piece.text, entry))
        self._look(piece, entry)
        self._place(piece.text, entry, following)

    def _stands(self, said: str) -> None:
        """Note where somebody stands by another, who comes next or is a pronoun: *behind*, *behind him*."""
        before, _, whom = said.rpartition(" ")
        by_pronoun = whom in _OF_THEM and before in _STANDS
        if said in _STANDS or by_pronoun:
            self._put(_STANDS[before if by_pronoun else said])
        if by_pronoun and self._relation is not None:
            self._put_by(self._relation)

    def _acts(self, entry: Entry, following: Piece | None) -> bool:
        """Whether what follows a noun is its doing: not the drinking of friends who sit *by the fireplace drinking*."""
        if not acts_next(following) or following is None:
            return False
        who = self._subject
        if not isinstance(who, Role):
            return True
        inert = who.entry.rig in ENTERING and (entry.fixed or entry.rig in {"object", "cup", "building"})
        return not self._place_next and not (inert and following.text.lower().split()[0].endswith("ing"))

    def _tell(self, piece: Piece, entry: Entry, following: Piece | None) -> None:
        """Note that a phrase was understood: not a hand or an eye of nobody, nor what no rig shows."""
        if entry.is_verb and entry.note.startswith("is shown as"):
            self.notes.approximated.append(f'"{piece.text}" {entry.note}.')
        if entry.part == "body" and is_hand(piece.text) and any(r.entry.form == "hands" for r in self._take.roles):
            self.notes.understood.append(piece.text)
        elif entry.part == "body" and not self._take.roles and (following is None or following.text.lower() != "of"):
            self.notes.approximated.append(f"Not drawn: {piece.text}.")
        elif entry.word not in _MUTE and not entry.untold:
            self.notes.understood.append(piece.text)

    def _unseen(self, piece: Piece, before: Piece | None) -> None:
        """A word that the prompt denies, or only compares with."""
        entry = piece.entry
        if entry is None or entry.role == "stop":
            return
        if piece.unseen != "denied":
            if entry.rig or entry.place or entry.effect:
                why = "Read as a comparison" if piece.unseen == "likened" else "Only thought or told of"
                self.notes.approximated.append(f"{why}, and not drawn: {piece.text}.")
            return
        self.notes.refused.append(entry)
        opens = before is not None and before.entry is not None and before.entry.role in {"no", "not"}
        word = before.text if before is not None and opens else "no"
        if entry.word not in _MUTE and not entry.colour and not entry.count:
            self.notes.understood.append(f"{word.lower()} {piece.text}")

    def _role(self, piece: Piece, entry: Entry) -> None:  # noqa: PLR0912  (a table of small cases)
        match entry.role:
            case "cut" if piece.text.lower() == "back to" and self._deed is not None and self._deed.goes:
                self._preposition = "to"  # runs *back to* somebody
            case "cut":
                self._new_take(keep=False)
                self._take.wanted_s = entry.wanted_s
            case "nobody":
                self.notes.refused.append(lexicon().others["people"])
                self.notes.understood.append(piece.text)
                self._subject = "other"
            case "then":
                self._subject = self._main
                self._deed = None
                self._link = "then"
            case "with":
                self._with, self._preposition = True, "with"
                if piece.text.lower().split()[0] not in {"with", "under", "armed"}:
                    self.notes.understood.append(piece.text)
            case "camera":
                if "camera" in piece.text.lower() and not (self._governed and isinstance(self._subject, Role)):
                    self._subject = "camera"
            case "viewer":
                if self._subject is None:
                    self._subject = "viewer"
            case "pronoun":
                word = piece.text.lower()
                if self._relation is not None and word in _OF_THEM:
                    self._put_by(self._relation)
                if word in {"her", "hers", "herself", "she", "she's"}:
                    self._of_her()
                if word in {"who", "which", "that"}:
                    self._subject = self._last_thing or self._subject
                elif word not in {"its", "his", "her", "their", "him", "them", "itself", "himself", "herself"}:
                    thing = word in {"it", "it's"} and self._main is not None and self._main.entry.rig == "biped"
                    self._subject = self._it() if thing else self._meant_by(word) or self._subject
                    self._deed = None
            case "voice":
                self._voice_off, self._subject = True, "voice"
                self.notes.understood.append(piece.text)
            case "radio":
                self._radio = True
                self._take.sounds.append(("radio", None))
                self.notes.understood.append(piece.text)
            case "figure":
                self.notes.approximated.append(f"Read as a figure of speech, and not drawn: {piece.text}.")
            case "silence":
                self.notes.silent = True
                self.notes.understood.append(piece.text)

    def _of_her(self) -> None:
        """``An archer draws her bow``: she is a woman, where nothing else said so and there is no other."""
        people = [r for r in self._take.roles if r.entry.rig == "biped"]
        one = people[0] if len(people) == 1 else None
        if one is None or one.entry.form != "man" or one.entry.voice != "man" or one.count > 1:
            return
        words = one.label.lower().split()
        if not words or words[-1] in MEN or words[-1].endswith("man"):
            return
        one.entry = replace(one.entry, form="woman", voice="woman")

    def _it(self) -> Role | str:
        """What ``it`` is where the main actor is a person: the nearest that is none."""
        return next((r for r in reversed(self._take.roles) if r.entry.rig not in {"biped", "face"}), "other")

    def _meant_by(self, word: str) -> Role | None:
        """Whom ``she`` or ``it`` speaks of: the nearest of that kind, else the main one; a person whom nobody named."""
        wanted = {"she": {"woman", "child"}, "he": {"man", "child", "monster"}}.get(word.split("'", maxsplit=1)[0])
        if wanted is not None:
            people = [r for r in self._take.roles if r.entry.rig in {"biped", "face"}]
            fitting = [r for r in people if (r.entry.voice or "man") in wanted and r.count == 1]
            if fitting and self._main not in fitting:
                return fitting[-1]
            if not people and (self._main is None or self._main.entry.voice not in {*wanted, ""}):
                who = "woman" if word.startswith("she") else "man"
                self._thing(Piece(entry=None, text=who, start=0, end=0), lexicon().others[who], label=who)
                if self._last_thing is not None:
                    self._last_thing.unnamed = True
                return self._last_thing
        return self._brought_along()


def _can_follow_subject(entry: Entry) -> bool:
    return entry.is_verb or entry.role in {"pronoun", "with", "stop"} or bool(entry.direction)
