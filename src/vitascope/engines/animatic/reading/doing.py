"""Verbs in the notes: whose deed each is, what it sounds and looks like, and what of it is not to be seen."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Deed, Role, Sight
from vitascope.engines.animatic.reading.drawn import shows
from vitascope.engines.animatic.reading.joining import joined
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.participles import shed
from vitascope.engines.animatic.reading.speaking import Speaking
from vitascope.engines.animatic.reading.telling import several, told
from vitascope.engines.animatic.reading.vocabulary import CAUSES, PLAYED

_CAMERA_DOES = {
    "rise": "rise", "descend": "descend", "approach": "push_in", "recede": "pull_out", "circle": "orbit",
    "cross": "track", "drift": "drone",
}  # fmt: skip
_OF_NATURE = {
    "splash", "waves_on_rocks", "birds", "wind", "bell", "clock", "glass", "door", "drips", "owl", "crow", "horn",
    "siren", "thunder", "fire", "creak", "lapping", "phone", "explosion", "applause", "bark",
}  # fmt: skip
"""Sounds that need nobody on the stage: of a place, or of what is not drawn."""
_WATERS = {"sea", "coast", "underwater"}
_RIDES = {"drive", "rush", "race", "glide"}
_POSED = {"biped", "quadruped"}
"""Only they have a body that sits down."""
_OPENS = ("open", "clos")
"""How verbs begin that somebody does to a door, and flowers to themselves."""
_ROWS = ("row", "paddl")


class Doing(Speaking):
    """The part of reading that hears of deeds."""

    def _verb(self, piece: Piece, entry: Entry) -> None:
        if piece.leads:
            self._leading = Deed(verb=entry, text=piece.text, speed=self._speed)
            return
        self._hand_over(piece)
        subject = self._subject
        last = piece.text.lower().rpartition(" ")[2]
        self._object_next = self._object_next or (last == "past" and isinstance(self._subject, Role))
        self._place_next, self._preposition = False, last if last in {"in", "inside", "on"} else ""
        if subject == "camera":
            self._camera_verb(entry)
            return
        entry = self._as_here(entry, subject, piece.text.lower())
        if entry.music:
            self.notes.music.append(entry.music)
        if entry.manner:
            speaker = subject if isinstance(subject, Role) else (None if subject else self._main)
            self._said = (entry, None if self._voice_off else speaker)
        if subject in {"viewer", "voice"}:
            return
        if subject == "other":
            self._take.sounds.extend((kind, None) for kind in entry.sounds if kind in _OF_NATURE)
            self._take.sights.extend(Sight(kind=kind) for kind in entry.effects if kind == "splash")
            return
        self._take.sounds.extend(
            (kind, subject if isinstance(subject, Role) else None) for kind in entry.sounds if kind != "footsteps"
        )
        if not (entry.action or entry.motion or entry.gait):
            return
        role = subject if isinstance(subject, Role) else self._main_here()
        self._subject = role or self._subject
        self._take.sights.extend(Sight(kind=kind, role=role, last=True, strength=0.8) for kind in entry.effects)
        if role is not None and (leaves := shed(entry, role.entry.rig, role.label, lexicon())) is not None:
            self._falls(role, leaves)
            return
        deed = Deed(verb=entry, text=piece.text, speed=self._speed, rowed=piece.text.lower().startswith(_ROWS))
        self._deed = deed
        before = role.deeds[-1] if role is not None and role.deeds else None
        deed.joins = joined(before, deed, self._link, apart=self._apart)
        self._link, self._apart = "", False
        self._note_deed(role, piece, entry)
        if role is None:
            self._waiting.append(deed)
        else:
            for one in self._group if role in self._group else [role]:
                one.deeds.append(deed)
            role.facing = entry.facing or role.facing

    def _falls(self, plant: Role, leaves: Entry) -> None:
        """Petals or leaves are in the air; the tree that they are of stands there, if it does, only once."""
        if any(r is not plant and (r.entry.rig, r.entry.form) == ("tree", plant.entry.form) for r in self._take.roles):
            self._leave_out(plant, None)
        self._take.tags.extend(leaves.tags)
        self._take.sights.append(Sight(kind=leaves.effect))

    def _led(self, role: Role | None) -> None:
        """Let ``role`` do what was said of it before its name."""
        deed, self._leading = self._leading, None
        if deed is None or role is None:
            return
        role.deeds.append(deed)
        self._deed = deed if self._subject is role else self._deed
        self._take.sounds.extend((kind, role) for kind in deed.verb.sounds if kind != "footsteps")
        self._take.sights.extend(Sight(kind=kind, role=role, strength=0.8) for kind in deed.verb.effects)
        self._note_deed(role, Piece(entry=deed.verb, text=deed.text, start=0, end=0), deed.verb)

    def _as_here(self, entry: Entry, subject: Role | str | None, text: str) -> Entry:
        """What a verb means of whom it is said: only water splashes, and a surfer who rides something surfs."""
        if entry.word == "reveal" and isinstance(subject, Role) and subject.entry.rig == "biped":
            return lexicon().verbs["open it"] if text.startswith(_OPENS) else entry
        wet = any(p.place in _WATERS for p in self._take.places)
        if isinstance(subject, Role):
            wet = wet or subject.entry.habitat in {"water", "under"}
            if entry.word in _RIDES and "surfboard" in subject.entry.props:
                return lexicon().verbs["surf"]
            if entry.word == "breach" and not wet:
                return lexicon().verbs["jump"]
        if entry.word in {"break waves", "breach"} and not wet:
            return replace(entry, effects=(), sounds=())
        return entry

    def _note_deed(self, role: Role | None, piece: Piece, entry: Entry) -> None:
        """Tell what of a deed is not to be seen, or is seen as another."""
        if role is not None and entry.word == "reveal" and role.entry.rig in {"biped", "quadruped"}:
            if piece.text in self.notes.understood:
                self.notes.understood.remove(piece.text)
            self.notes.approximated.append(f"Not shown: {piece.text} ({role.label}).")
        elif role is not None and entry.word == "play" and PLAYED & {*role.props}:
            self.notes.understood.append(piece.text)
        elif role is not None and role.entry.rig in shows(entry.action):
            self.notes.understood.extend([piece.text] if entry.untold else [])
        elif entry.untold or (entry.note and not entry.note.startswith("is shown as")):
            who = role.label if role is not None else "somebody"
            if entry.untold or (role is not None and role.entry.rig not in _POSED):
                self.notes.approximated.append(f"Not shown: {piece.text} ({who}).")
            else:
                self.notes.approximated.append(told(who, entry.note, many=role is not None and several(role)))

    def _hand_over(self, verb: Piece) -> None:
        """She teaches *him* to ride: the second verb is his."""
        if self._causing and self._preposition == "to" and self._last_thing is not None:
            self._subject = self._last_thing
        self._causing = verb.text.lower().startswith(CAUSES)

    def _camera_verb(self, entry: Entry) -> None:
        move = _CAMERA_DOES.get(entry.motion, "")
        if entry.word == "follow":
            move = "track"
        if move:
            self._take.moves.append((move, None))
