"""Things that are drawn with another and are no actors of their own: in hands, in pans, in jars, within walls."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.framing import size_of
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.so_far import SoFar
from vitascope.engines.animatic.reading.vocabulary import (
    CHEESED,
    COOKED,
    COOKS,
    FITS_M,
    HANDLING,
    ROOMS,
    SEATS,
    SEEN_WITH,
    SYRUPED,
    SYRUPS,
    TYPED_ON,
)


class Belonging(SoFar):
    """The part of reading that leaves things to whom they belong."""

    def _within(self, piece: Piece, entry: Entry) -> bool:
        """Whether a building is where something plays, and so a room: a wizard *in* a tower."""
        tag = ROOMS.get(entry.form) if entry.rig == "building" or entry.form == "satellite" else None
        if tag is None or self._preposition not in {"in", "inside", "within"}:
            return False
        if any(r.entry.habitat in {"air", "water"} or size_of(r) > FITS_M for r in self._take.roles):
            return False
        room = lexicon().others["church interior" if tag == "church" else "room"]
        self._take.places.append(replace(room, weight=2.6, tags=(tag,) if tag else ()))
        self._take.dressing.append((piece.text, room))
        self._take.tags.extend((tag,) if tag else ())
        self._colour, self._scale, self._count = None, 1.0, 0  # it is the room that is vast
        return True

    def _under(self, entry: Entry) -> bool:
        """Whether the thing is drawn with what stands or cooks in it: a pedestal, a cook's pan."""
        if entry.form == "cheese" and any(r.entry.form in CHEESED for r in self._take.roles):
            self._subject = "other"  # what it does is done by what is on the pizza
            return True
        who = self._subject if isinstance(self._subject, Role) else None
        if who is None or entry.rig != "object":
            return False
        if self._deed is not None and self._deed.verb.action == "type" and entry.form in TYPED_ON:
            self._take.tags.append("table")  # the one before them is drawn with who types
            self._colour, self._scale, self._count = None, 1.0, 0
            return True
        cooks = self._deed is not None and (self._deed.verb.action == "cook" or who.entry.word in COOKS)
        if entry.form in SEATS and who is not None and who.entry.rig == "biped" and self._preposition in {"in", "on"}:
            who.props.append(SEATS[entry.form])
            return True
        on = entry.form == "pedestal" and who.entry.rig == "object" and self._preposition in {"on", "upon", "atop"}
        if not on and not (cooks and entry.form in COOKED):
            return False
        if on:
            who.props.append("pedestal")
        elif "pan" not in who.props:
            who.props.append("pan")
        self._colour, self._scale, self._count = None, 1.0, 0
        return True

    def _poured_over(self, role: Role) -> None:
        """Honey that drips onto pancakes is drawn on them, and not in its jar."""
        if role.entry.form not in SYRUPED or self._preposition not in {"onto", "over", "on", "down"}:
            return
        for jar in [r for r in self._take.roles if r.label.lower().rpartition(" ")[2] in SYRUPS]:
            self._leave_out(jar, role)

    def _in_hand(self, piece: Piece, entry: Entry) -> bool:
        """Whether the thing is held by somebody in the picture, and so part of them."""
        holder = self._subject if isinstance(self._subject, Role) else None
        if self._preposition == "with" and self._last_thing is not None and self._last_thing.entry.rig == "biped":
            holder = self._last_thing  # ``a boy with a red balloon``, whoever it is that feeds the pigeons
        if holder is None and entry.form == "phone" and self._preposition == "on":
            holder = self._main  # ``walks, talking on the phone``
        verb = self._deed.verb if self._deed is not None else None
        handling = verb is not None and (verb.untold or verb.word in HANDLING)
        phoned = entry.form == "phone" and self._preposition == "on"  # ``talks on the phone``
        holding = (self._with or handling) and not self._place_next and self._preposition in {"", "with"}
        toy = entry.rig == "balloon" and "air" not in piece.text.lower()  # nobody holds one that carries a basket
        light = entry.is_thing and entry.size <= 0.5 and not entry.creature
        small = toy or light or entry.habitat == "table" or entry.rig in {"flower", "cup"}
        if holder is None or holder.entry.rig not in {"biped", "face"} or not (small and (holding or phoned)):
            return False
        if self._colour is not None:
            holder.props.append(f"{self._colour} {entry.form if entry.rig == 'object' else entry.rig}")
        self._colour, self._scale, self._count = None, 1.0, 0
        if verb is not None and piece.text.lower().endswith(SEEN_WITH.get(verb.action, ("\0",))):
            return True
        if entry.rig in {"object", "cup", "flower", "balloon"}:
            holder.props.append(f"holding {entry.form if entry.rig == 'object' else entry.rig}")
            return True
        holder.props.append(piece.text.lower())
        self.notes.approximated.append(f"Not drawn: {piece.text}, in the hands of {holder.label}.")
        return True
