"""Nouns to roles: who is new in the picture, who was named before, and how many of what size there are."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.belonging import Belonging
from vitascope.engines.animatic.reading.drafts import Role, Sight
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.riding import Riding
from vitascope.engines.animatic.reading.telling import several, told
from vitascope.engines.animatic.reading.vocabulary import (
    AT_REST,
    BEARING,
    DRIVEN,
    ENTERING,
    FRAMES,
    HATCHLING_M,
    HUGE,
    HUGE_M,
    MAX_ROLES,
    MEANT_AGAIN,
    MEN,
    MOST,
    PAIRS,
    PREPOSITIONS,
    REACHED,
    SAME,
    SEATS,
    SEVERAL,
    SHORT,
    YOUNG,
)


class Casting(Riding, Belonging):
    """The part of reading that casts the roles."""

    def _thing(  # noqa: PLR0912  (a table of small cases)
        self, piece: Piece, entry: Entry, label: str | None = None, *, acts: bool = False
    ) -> None:
        if entry.rig == "butterfly" and entry.form == "butterfly" and (piece.plural or self._count > 1):
            self._take.sights.append(Sight(kind="butterflies"))
            self._subject = self._subject or "other"
            self._count = 0
            return
        if self._in_hand(piece, entry) or self._under(entry) or self._within(piece, entry):
            return
        opened = self._subject == "other" and not self._governed and (self._led_in or self._enters(entry))
        if opened:  # ``in the kitchen a grandma …``: she is no more of the kitchen
            self._place_next, self._preposition, self._led_in = False, "", False
        self._governed = False
        known = self._known(piece, entry)
        if known is not None:
            role = known
            role.definite = role.definite or piece.definite
            role.colour = self._colour or role.colour
        else:
            role = self._new_role(piece, entry, label)
        self._colour, self._scale, self._count = None, 1.0, 0
        self._last_named, self._last_thing = self._last_thing, role
        self._in_sentence.append(role)
        self._just_named = role
        if self._kindled is not None:
            self._kindled.role, self._kindled = role, None
        if self._relation is not None and self._relation[1] is not role:
            self._relation[1].beside = (self._relation[0], role)
            self._relation = None
        if self._joining is not None and self._joining is not role:
            self._group = [*(self._group or [self._joining]), role]  # ``a boy and his dog run``
            self._joining = None
        shown = self._subject == "camera" and self._preposition == "of"  # slow motion *of somebody* who runs
        if self._subject is None or opened or shown or (acts and self._subject != "camera"):
            self._subject = role
            self._main = role if self._main is None or not role.entry.fixed else self._main
            role.deeds.extend(self._waiting)
            self._waiting = []
            self._deed = role.deeds[-1] if role.deeds else None
        elif role is not self._subject:
            rising = self._preposition == "from" and entry.form in SEATS
            if self._deed is not None and (self._preposition.startswith(REACHED) or rising):
                self._deed.to = role
            self._mount(role)
            if self._deed is not None and role.entry.form == "boat" and self._deed.rowed:
                role.label = f"rowing {role.label}"
            others = any(not r.background for r in self._take.roles if r is not role)
            role.background = others and (role.entry.fixed or self._object_next)
            if role.entry.rig == "cup":  # ``steam rises from a cup``: told before the cup that it comes from
                for sight in self._take.sights:
                    sight.role = role if sight.kind == "steam" and sight.role is None else sight.role
            if self._main is None:
                self._main = role

    def _enters(self, entry: Entry) -> bool:
        """Whether somebody comes into what was told of the place: *a door opens and a penguin walks out*."""
        return entry.rig in ENTERING and not self._place_next and self._last_thing is None

    def _known(  # noqa: PLR0911  (one answer a kind of name)
        self, piece: Piece, entry: Entry
    ) -> Role | None:
        """Who was named before and is meant again: *the player* after *a footballer*, but not in the same sentence."""
        apposed, self._apposed = self._apposed, None
        if apposed is not None and piece.indefinite and entry.rig == apposed.entry.rig == "biped" and not piece.plural:
            generic = entry.form if apposed.entry.form == "man" else apposed.entry.form
            apposed.entry = replace(apposed.entry, form=generic, voice=entry.voice)  # the pilot, *a woman*
            return apposed
        nobody = next((r for r in self._in_sentence if r.unnamed and r in self._take.roles), None)
        if nobody is not None and self._subject is None and _names(piece, entry, nobody):
            nobody.label, nobody.unnamed = piece.text, False
            nobody.entry = replace(entry, form=nobody.entry.form if entry.form == "man" else entry.form,
                                   voice=nobody.entry.voice)  # fmt: skip
            return nobody
        if piece.indefinite or piece.text.lower() in YOUNG:
            return next((r for r in self._take.roles if r.label.lower() == piece.text.lower() and piece.definite), None)
        alike = next(
            (r for r in reversed(self._take.roles) if r.entry.word == entry.word or _short_for(r, piece)), None
        )
        if alike is not None and self._colour and alike.colour and alike.colour != self._colour:
            return None  # the red car, and the blue one
        if alike is not None and (piece.definite or alike.label == piece.text):
            twice = (
                _short_for(alike, piece)
                or alike.label.lower() == piece.text.lower()
                or alike.entry.word in {alike.label, piece.text.lower()}
            )
            return alike if twice or entry.rig != "biped" or alike not in self._in_sentence else None
        people = [r for r in self._take.roles if r.entry.rig == "biped" and r not in self._in_sentence]
        fits = piece.text.lower() in MEANT_AGAIN and not piece.plural and self._subject is None and len(people) == 1
        if (
            fits
            and piece.definite
            and people[0].count == 1
            and people[0].entry.voice in MEANT_AGAIN[piece.text.lower()]
        ):
            return people[0]
        return None

    def _new_role(  # noqa: PLR0912, PLR0915  (a table of small cases)
        self, piece: Piece, entry: Entry, label: str | None
    ) -> Role:
        many = piece.plural or (piece.text.lower() in SAME and not (piece.definite or piece.indefinite))
        if entry.count == 1 and self._count == 2:
            self._count = 1  # a *pair* of shoes is drawn as one thing
        count = self._count or entry.count or (SEVERAL.get(entry.rig, 3) if many else 1)
        if self._vague and self._count:
            self.notes.approximated.append(f"Of {self._vague} {piece.text} there are {count} in the picture.")
        self._vague = ""
        if count > MOST:
            self.notes.approximated.append(f"Of the {count:,} {piece.text} there are {MOST} in the picture at most.")
            count = MOST
        if self._scale >= HUGE and entry.size < 0.5:
            self._scale = max(self._scale, HUGE_M / entry.size)  # a gigantic spider
        name = label or (
            entry.form if piece.text.lower() in PAIRS or piece.text.split()[0].lower() in PREPOSITIONS else piece.text
        )
        name = name.replace("’", "'").removesuffix("'s")
        if entry.rig == "biped" and self._preposition == "of":
            self._framed()
        if entry.form == "pie" and any("pizza" in r.label.lower() for r in self._take.roles):
            entry = lexicon().others["pizza"]
        if entry.form == "ball" and any("basketball" in r.label.lower() for r in self._take.roles):
            name = "basketball"
        parent = self._parent(piece, entry)
        if parent is not None:
            entry, self._scale = parent.entry, 0.5 * parent.scale
            name = f"young {entry.form}"
        elif entry.rig == "dragon" and 0.5 < self._scale < 1.0:
            self._scale = HATCHLING_M / entry.size  # a baby dragon, not a short one
        elif entry.rig == "biped" and entry.voice in {"man", "woman"} and 0.5 < self._scale < 1.0:
            self._scale = max(self._scale, SHORT)  # a young woman is no child
        if entry.rig in DRIVEN and piece.text.lower().split()[0] in AT_REST:
            entry = replace(entry, action="idle", sounds=())
        role = Role(entry=entry, label=name, colour=self._colour, count=count, scale=self._scale)
        role.definite = piece.definite
        role.counted = bool(self._count or entry.count) or not many
        role.facing, role.side, self._next_side = entry.facing, self._next_side, ""
        role.props.extend(entry.props)
        if self._feeling and entry.rig in {"biped", "face"}:
            role.props.append(self._feeling)
        self._feeling = ""
        self._poured_over(role)
        if len(self._take.roles) >= MAX_ROLES:
            self.notes.approximated.append(f"There is no room for the {role.label} in the picture.")
            return role
        self._take.roles.append(role)
        self._one_of_them(piece, role)
        self._take.tags.extend(entry.tags)
        self._take.sights.extend(Sight(kind=kind, role=role) for kind in entry.effects)
        self._take.sounds.extend((kind, role) for kind in entry.sounds)
        if entry.weather:
            self._take.weathers.append((entry.weather, entry.strength))
        if entry.season:
            self._take.seasons.append(entry.season)
        if entry.note:
            self.notes.approximated.append(told(role.label, entry.note, many=several(role)))
        elif entry.rig == "placeholder":
            self.notes.approximated.append(f"A labelled placeholder stands for: {role.label}.")
        return role

    def _one_of_them(self, piece: Piece, role: Role) -> None:
        """*The father* is one of the family that was named before, and not one more."""
        family = next((r for r in self._take.roles if "family" in r.label.lower() and r.count > 1), None)
        member = piece.definite and role.count == 1 and role.entry.rig == "biped" and role is not family
        if family is not None and family.entry.rig == "biped" and member:
            family.count -= 1

    def _parent(self, piece: Piece, entry: Entry) -> Role | None:
        """Whose young a *calf* or a *cub* is, where another animal stands before it: an elephant and her calf."""
        other = piece.indefinite and entry.rig != "placeholder"
        if piece.text.lower() not in YOUNG or other:
            return None
        beasts = [r for r in self._take.roles if r.entry.rig in BEARING and r.label.lower() != piece.text.lower()]
        return beasts[-1] if beasts else None

    def _framed(self) -> None:
        """``A portrait of`` somebody is they themselves, near."""
        frame = self._last_thing
        if frame is None or frame.label.lower() not in FRAMES or frame not in self._take.roles:
            return
        self._leave_out(frame, None)
        self._take.framing = self._take.framing or "close"
        self._last_thing = None


def _names(piece: Piece, entry: Entry, role: Role) -> bool:
    """Whether a noun says who it is that a pronoun spoke of: *she's* ready, the dancer."""
    word = piece.text.lower().rpartition(" ")[2]
    his = word in MEN or word.endswith("man")
    one = piece.definite and not piece.plural and entry.rig == "biped"
    return one and entry.voice != "child" and (entry.voice == role.entry.voice or not his)


def _short_for(role: Role, piece: Piece) -> bool:
    """Whether somebody is called by the last of their words alone: *the puppy* after *a golden retriever puppy*."""
    return piece.definite and role.label.lower().endswith(f" {piece.text.lower()}")
