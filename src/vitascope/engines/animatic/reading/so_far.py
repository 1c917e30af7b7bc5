"""The state of reading: the shot, the subject of the clause, and the adjectives that wait for their noun."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.close_hands import HANDS, framed_by
from vitascope.engines.animatic.reading.drafts import Deed, Notes, Role, Sight, Take
from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.reading.matching import Piece


class SoFar:
    """The reading so far, and whom words speak of that name nobody."""

    def __init__(self) -> None:
        self._take = Take()
        self.notes = Notes(takes=[self._take])
        self._main: Role | None = None
        self._subject: Role | str | None = None
        self._last_thing: Role | None = None
        self._last_named: Role | None = None
        """The actor named before the last one."""
        self._in_sentence: list[Role] = []
        """Who was named since it began."""
        self._said: tuple[Entry, Role | None] | None = None
        self._voice_off = False
        self._radio = False
        self._with = False
        self._place_next = False
        self._governed = False
        self._led_in = False
        self._preposition = ""
        self._joining: Role | None = None
        self._group: list[Role] = []
        self._object_next = False
        self._waiting: list[Deed] = []
        self._colour: str | None = None
        self._feeling = ""
        self._scale = 1.0
        self._count = 0
        self._vague = ""
        """Words for more than are drawn: *hundreds of*."""
        self._speed = 0.0
        self._deed: Deed | None = None
        self._link = ""
        """What was said since the last verb of when the next deed is done: one of `joining.LINKS`."""
        self._apart = False
        """Something stands between the next verb and the last that tells two deeds apart: a comma, *and*, *to*."""
        self._unknown: list[Piece] = []
        self._leading: Deed | None = None
        """What is said before its name that somebody does: *a galloping* horse."""
        self._causing = False
        """The verb before has somebody do something."""
        self._next_side = ""
        """On which side who is named next stands: *on the left*, a man."""
        self._relation: tuple[str, Role] | None = None
        """Who stands where by whoever is named next."""
        self._just_named: Role | None = None
        """Whom the last word named."""
        self._kindled: Sight | None = None
        """Fire of what is named next: a *burning* house."""
        self._apposed: Role | None = None
        """Who was named just before the comma: the chef, *a bearded man*."""
        self._pov = False
        """Seen with the eyes of somebody who goes through it."""

    def _main_here(self) -> Role | None:
        """The main actor, brought along if the shot has just begun without it."""
        main = self._main
        if main is not None and main not in self._take.roles:
            if self._take.roles:
                return self._take.roles[0]
            return None
        return main

    def _brought_along(self) -> Role | None:
        """The main actor where a pronoun names it: again in a new shot that shows nobody yet (``Cut to: it dives``)."""
        main = self._main
        if main is None or self._take.roles:
            return main
        again = Role(entry=main.entry, label=main.label, colour=main.colour, count=main.count, scale=main.scale)
        again.facing, again.props = main.entry.facing, list(main.props)
        self._take.roles.append(again)
        self._take.sounds.extend((kind, again) for kind in again.entry.sounds)
        self._main = self._last_thing = again
        return again

    def _leave_out(self, role: Role, instead: Role | None) -> None:
        """Leave ``role`` out of the shot: ``instead``, if anybody, is heard and spoken of in its stead."""
        self._take.leave_out(role, instead)
        self._subject = instead if self._subject is role else self._subject
        self._main = instead if self._main is role else self._main

    def _hands(self, piece: Piece) -> None:
        """Hands are who a close shot is about: an owner named just before them is out of the frame."""
        roles = self._take.roles
        owner = roles[0] if len(roles) == 1 and roles[0].entry.rig == "biped" and not roles[0].deeds else None
        opens = not self._take.places and self._take.clauses == 1
        if not framed_by(self._take, opens=opens) or self._preposition not in {"", "of"} or (roles and owner is None):
            return
        if owner is not None:
            if not (self._last_thing is owner and owner.label.lower() != piece.text.lower()):
                return
            owner.entry = replace(HANDS, voice=owner.entry.voice)
            owner.label, owner.facing, owner.count = f"{owner.label}'s {piece.text.lower()}", HANDS.facing, 1
            self.notes.approximated[:] = [t for t in self.notes.approximated if "is drawn as" not in t]
            return
        hands = Role(entry=HANDS, label=piece.text.lower(), facing=HANDS.facing)
        hands.deeds.extend(self._waiting)
        self._waiting = []
        roles.append(hands)
        self._subject = self._main = self._last_thing = hands

    def _leave_colour(self) -> None:
        """A colour that no noun took: that of the actor just named (``a car, red``), or the place's."""
        if self._colour is None:
            return
        role = self._subject if isinstance(self._subject, Role) else None
        if role is not None and role.colour is None and role is self._last_thing:
            role.colour = self._colour
        else:
            self._take.colours.append(self._colour)
        self._colour = None
