"""What the words of a clause add to the notes: actors, what they hold, how things look, and the place.

The state of reading lives here: the shot, the subject, and the adjectives that wait for their noun. `interpret` leads
it through clauses, sentences and shots.
"""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Deed, Notes, Role, Sight, Take
from vitascope.engines.animatic.reading.framing import size_of
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.vocabulary import (
    AT_REST,
    BEARING,
    CHEESED,
    COOKED,
    COOKS,
    DRIVEN,
    EVERYWHERE,
    FEELINGS,
    FITS_M,
    FRAMES,
    HANDLING,
    HATCHLING_M,
    HEARD,
    HUGE,
    HUGE_M,
    IN_SADDLE,
    LED,
    MAX_ROLES,
    MOST,
    OF_NOBODY,
    OF_SOMETHING,
    OF_THE_PLACE,
    PREPOSITIONS,
    RIDDEN,
    ROOMS,
    SAME,
    SEATS,
    SEEN_WITH,
    SEVERAL,
    SHORT,
    SYRUPED,
    SYRUPS,
    TROOP,
    TWO,
    TYPED_ON,
    WORN,
    YOUNG,
)


class Clause:
    """The reading so far, and how single words are added to it."""

    def __init__(self) -> None:
        self._take = Take()
        self.notes = Notes(takes=[self._take])
        self._main: Role | None = None
        self._subject: Role | str | None = None
        self._last_thing: Role | None = None
        self._last_named: Role | None = None
        """The actor named before the last one."""
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
        self._speed = 0.0
        self._deed: Deed | None = None
        self._unknown: list[Piece] = []
        self._pov = False
        """Seen with the eyes of somebody who goes through it."""

    def _thing(self, piece: Piece, entry: Entry, label: str | None = None, *, acts: bool = False) -> None:
        if entry.rig == "butterfly" and (piece.plural or self._count > 1):
            self._take.sights.append(Sight(kind="butterflies"))
            self._subject = self._subject or "other"
            self._count = 0
            return
        if self._in_hand(piece, entry) or self._under(entry) or self._within(piece, entry):
            return
        opened = self._subject == "other" and self._led_in and not self._governed
        if opened:  # ``in the kitchen a grandma …``: she is no more of the kitchen
            self._place_next, self._preposition, self._led_in = False, "", False
        self._governed = False
        known = next((r for r in reversed(self._take.roles) if r.entry.word == entry.word), None)
        if known is not None and (piece.definite or known.label == piece.text) and not piece.indefinite:
            role = known
            role.colour = self._colour or role.colour
        else:
            role = self._new_role(piece, entry, label)
        self._colour, self._scale, self._count = None, 1.0, 0
        self._last_named, self._last_thing = self._last_thing, role
        if self._joining is not None and self._joining is not role:
            self._group = [*(self._group or [self._joining]), role]  # ``a boy and his dog run``
            self._joining = None
        if self._subject is None or opened or (acts and self._subject != "camera"):
            self._subject = role
            self._main = role if self._main is None or not role.entry.fixed else self._main
            role.deeds.extend(self._waiting)
            self._waiting = []
            self._deed = role.deeds[-1] if role.deeds else None
        elif role is not self._subject:
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

    def _within(self, piece: Piece, entry: Entry) -> bool:
        """Whether a building is where something plays, and so a room: a wizard *in* a tower."""
        tag = ROOMS.get(entry.form) if entry.rig == "building" else None
        if tag is None or self._preposition not in {"in", "inside", "within"}:
            return False
        if any(r.entry.habitat in {"air", "water"} or size_of(r) > FITS_M for r in self._take.roles):
            return False
        room = lexicon().others["church interior" if tag == "church" else "room"]
        self._take.places.append(replace(room, weight=2.6, tags=(tag,) if tag else ()))
        self._take.dressing.append((piece.text, room))
        self._take.tags.extend((tag,) if tag else ())
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

    def _mount(self, role: Role) -> None:
        """``A knight on a white horse rides``: both go together, the one in the other's saddle."""
        rider = self._subject if isinstance(self._subject, Role) else self._last_named
        led = self._deed is not None and self._deed.verb.word in LED and not (self._place_next or self._preposition)
        if led and isinstance(rider, Role) and not role.entry.fixed:
            role.deeds.extend(rider.deeds[-1:])
            return
        if not isinstance(rider, Role) or rider.entry.rig != "biped":
            return
        if role.entry.form in RIDDEN:
            self._saddle(rider, role)
            return
        if role.entry.rig in DRIVEN and self._preposition in {"in", "inside"}:
            self.notes.approximated.append(f"{named(rider.label)} is drawn beside the {role.label}, not in it.")
            for one in self._group or [rider]:
                one.deeds = [deed for deed in one.deeds if deed.verb.action != "sit"]
        riding = self._deed is not None and self._deed.verb.word == "drive"
        if role.entry.rig == "quadruped" and (riding or self._preposition in {"on", "atop", "upon", "astride"}):
            self._ride(rider, role)

    def _ride(self, rider: Role, role: Role) -> None:
        """Who is on a beast is in its saddle where it has a back for one, and else beside it."""
        role.deeds.extend(deed for deed in rider.deeds if deed not in role.deeds)
        beside = [one for one in self._group if one is not rider and one.entry.rig == "biped" and one.mount is None]
        self._group = [rider, role]
        self._object_next = False
        taken = any(other.mount is role for other in self._take.roles)
        if role.entry.form in IN_SADDLE and rider.count <= TROOP and rider.mount is None and not taken:
            rider.mount = role
            rider.deeds = [deed for deed in rider.deeds if deed.verb.action != "sit"]
            role.deeds = [deed for deed in role.deeds if deed.verb.action != "sit"]
        elif rider.mount is not role:
            beside.append(rider)
        for one in beside:
            self.notes.approximated.append(f"{named(one.label)} is drawn beside the {role.label}, not on it.")

    def _saddle(self, rider: Role, cycle: Role) -> None:
        """A cycle is drawn with its rider: who rides it is seen there, and nowhere else."""
        if rider not in self._take.roles or any(line.speaker is rider for line in self._take.lines):
            return
        self._take.roles.remove(rider)
        cycle.deeds.extend(rider.deeds)
        cycle.label = f"{rider.label} on a {cycle.label}"
        self._object_next = False
        self._take.sounds = [(kind, cycle if who is rider else who) for kind, who in self._take.sounds]
        self._subject = cycle
        self._main = cycle if self._main is rider else self._main
        self.notes.approximated.append(f"{named(rider.label)} is drawn as any rider of a {cycle.entry.form}.")

    def _new_role(  # noqa: PLR0912  (a table of small cases)
        self, piece: Piece, entry: Entry, label: str | None
    ) -> Role:
        many = piece.plural or (piece.text.lower() in SAME and not (piece.definite or piece.indefinite))
        if entry.count == 1 and self._count == 2:
            self._count = 1  # a *pair* of shoes is drawn as one thing
        count = self._count or entry.count or (SEVERAL.get(entry.rig, 3) if many else 1)
        if count > MOST:
            self.notes.approximated.append(f"Of the {count:,} {piece.text} there are {MOST} in the picture at most.")
            count = MOST
        if self._scale >= HUGE and entry.size < 0.5:
            self._scale = max(self._scale, HUGE_M / entry.size)  # a gigantic spider
        name = label or (
            entry.form if piece.text.lower() in TWO or piece.text.split()[0].lower() in PREPOSITIONS else piece.text
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
        role.facing = entry.facing
        role.props.extend(entry.props)
        if self._feeling and entry.rig in {"biped", "face"}:
            role.props.append(self._feeling)
        self._feeling = ""
        self._poured_over(role)
        if len(self._take.roles) >= MAX_ROLES:
            self.notes.approximated.append(f"There is no room for the {role.label} in the picture.")
            return role
        self._take.roles.append(role)
        self._take.tags.extend(entry.tags)
        self._take.sights.extend(Sight(kind=kind, role=role) for kind in entry.effects)
        self._take.sounds.extend((kind, role) for kind in entry.sounds)
        if entry.weather:
            self._take.weathers.append((entry.weather, entry.strength))
        if entry.season:
            self._take.seasons.append(entry.season)
        if entry.note:
            self.notes.approximated.append(f"{named(role.label)} {entry.note}.")
        elif entry.rig == "placeholder":
            self.notes.approximated.append(f"A labelled placeholder stands for: {role.label}.")
        return role

    def _poured_over(self, role: Role) -> None:
        """Honey that drips onto pancakes is drawn on them, and not in its jar."""
        if role.entry.form not in SYRUPED or self._preposition not in {"onto", "over", "on", "down"}:
            return
        for jar in [r for r in self._take.roles if r.label.lower().rpartition(" ")[2] in SYRUPS]:
            self._take.roles.remove(jar)
            self._take.sounds = [(kind, role if who is jar else who) for kind, who in self._take.sounds]
            self._subject = role if self._subject is jar else self._subject
            self._main = role if self._main is jar else self._main

    def _parent(self, piece: Piece, entry: Entry) -> Role | None:
        """Whose young a *calf* or a *cub* is, where another animal stands before it: an elephant and her calf."""
        other = piece.indefinite and entry.rig != "placeholder"
        if piece.text.lower() not in YOUNG or other:
            return None
        beasts = [r for r in self._take.roles if r.entry.rig in BEARING and r.entry.word != entry.word]
        return beasts[-1] if beasts else None

    def _framed(self) -> None:
        """``A portrait of`` somebody is they themselves, near."""
        frame = self._last_thing
        if frame is None or frame.label.lower() not in FRAMES or frame not in self._take.roles:
            return
        self._take.roles.remove(frame)
        self._take.framing = self._take.framing or "close"
        self._subject = None if self._subject is frame else self._subject
        self._main = None if self._main is frame else self._main
        self._last_thing = None

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

    def _look(self, piece: Piece, entry: Entry) -> None:  # noqa: PLR0912  (a table of small cases)
        """Adjectives, directions, parts, numbers and what the camera does."""
        if entry.colour:
            self._leave_colour()
            self._colour = entry.colour
        if entry.scale and self._subject != "camera":
            self._scale *= entry.scale
        self._feeling = FEELINGS.get(piece.text.lower(), self._feeling)
        if entry.count:
            self._count = entry.count * max(1, self._count)
        if entry.style:
            self.notes.style = self.notes.style or entry.style
        if entry.speed:
            self._speed = entry.speed
            if self._subject == "camera" or (self._take.moves and self._subject is None):
                self._take.speed = entry.speed
            elif self._deed is not None:
                self._deed.speed = entry.speed
            elif self._take.moves:
                self._take.speed = entry.speed
        self._pov = self._pov or piece.text.lower().startswith(("pov", "point of view", "first person", "first-person"))
        if entry.move:
            self._take.moves.append((entry.move, None))
            self._take.speed = self._take.speed or self._speed
            self._subject = "camera" if self._subject is None else self._subject
        if entry.framing:
            self._take.framing = entry.framing
        if entry.height:
            self._take.height = entry.height
        if entry.direction is not None:
            self._direct(entry.direction)
        if entry.part and self._colour is not None:
            self._part_colour(piece, entry)
        if entry.part == "jaws":
            role = self._subject if isinstance(self._subject, Role) else self._main_here()
            if role is not None and role.entry.creature:
                role.jaws = True
        if entry.prop is not None:
            self._prop(piece, entry)
        if entry.music:
            self.notes.music.append(entry.music)
            self.notes.tempo = entry.tempo or self.notes.tempo
            if entry.note:
                self.notes.approximated.append(f"{named(piece.text.lower())} {entry.note}.")

    def _part_colour(self, piece: Piece, entry: Entry) -> None:
        """The colour of fur is the animal's; hair and beards have their own, and eyes none that is drawn."""
        role = self._subject if isinstance(self._subject, Role) else self._last_thing
        part = next((w for w in ("beard", "hair") if piece.text.lower().endswith(w)), "")
        if part and role is not None and role.entry.rig in {"biped", "face"}:
            role.props.append(f"{self._colour} {part}")
        elif entry.cloth and role is not None and role.colour is None:
            role.colour = self._colour
        else:
            self.notes.approximated.append(f"Not drawn: the colour of the {piece.text.lower()}, {self._colour}.")
        self._colour = None

    def _direct(self, direction: str) -> None:
        role = self._subject if isinstance(self._subject, Role) else None
        if role is None and self._subject is None:
            role = self._last_thing or self._main_here()
        if role is None or not direction:
            return
        if direction == "far" and self._only_heard(role):
            self._take.roles.remove(role)
            self._take.sounds = [(kind, None if who is role else who) for kind, who in self._take.sounds]
            self._subject = "other"
        elif direction == "far":
            role.far = True
        elif direction == "near":
            role.near = True
        elif direction == "above":
            role.above = True
        elif direction == "camera" or (direction == "away" and not role.deeds):
            role.facing = direction
        elif self._deed is not None:
            self._deed.direction = direction
        if direction == "away":
            role.facing = "away"

    def _only_heard(self, role: Role) -> bool:
        """Whether an animal far off is but a voice: ``a loon calls in the distance``, beside whom the shot is about."""
        others = any(r is not role and not r.background for r in self._take.roles)
        calls = bool(role.deeds) and all(d.verb.manner or d.verb.sounds for d in role.deeds)
        heard = any(who is role for _, who in self._take.sounds)
        return (
            role in self._take.roles
            and others
            and calls
            and heard
            and role.entry.rig in BEARING
            and (all(d.verb.motion in {"", "stay"} for d in role.deeds))
        )

    def _raise_up(self) -> None:
        role = self._subject if isinstance(self._subject, Role) else None
        if role is not None and role.entry.habitat == "air":
            role.above = True

    def _prop(self, piece: Piece, entry: Entry) -> None:
        role = self._subject if isinstance(self._subject, Role) else self._main_here()
        near = self._last_thing
        if near is not None and near.entry.rig in {"biped", "face"} and self._preposition in {"in", "with"}:
            role = near  # ``a man and a woman in a blue dress``
        if entry.music and piece.text.lower().rpartition(" ")[2] in HEARD:
            return  # who dances to guitar music holds no guitar
        if role is not None and role.entry.rig in BEARING and entry.prop and self._preposition in {"in", "with"}:
            self.notes.approximated.append(f"Not drawn: the {piece.text.lower()} of {role.label}.")
            self._colour, self._scale = None, 1.0
            return
        if role is None or role.entry.rig not in {"biped", "face"} or not entry.prop:
            if entry.prop and not entry.music:
                self._thing(piece, Entry(word=entry.prop, table="things", rig="placeholder", form=entry.prop, size=0.8))
            elif entry.cloth and role is not None and role.entry.rig in {"biped", "face"}:
                role.colour = role.colour or self._colour
                role.props.extend(worn for worn in _worn(piece.text) if worn not in role.props)
            self._colour = None if entry.cloth else self._colour
            self._count = 0 if entry.cloth else self._count
            return
        prop = (_worn(piece.text) or [entry.prop])[0] if entry.prop in {"hat", "cape"} else entry.prop
        if prop not in role.props:
            role.props.append(prop)
        if "transparent" in piece.text.lower():
            role.props.append("transparent")
        self._colour, self._count = None, 0

    def _place(self, text: str, entry: Entry, following: Piece | None) -> None:
        """What belongs to the place: kind, light, weather, tags, particles and sounds."""
        take = self._take
        scenic = bool(entry.place or entry.effect or entry.weather or entry.tags or entry.time or entry.sounds)
        if text.lower() in {"inside", "indoors"}:
            self._preposition = "inside"
        if entry.place:
            take.places.append(entry)
            if entry.note:
                self.notes.approximated.append(f"{named(text)} {entry.note}.")
        if entry.time:
            take.times.append(entry.time)
        if entry.weather:
            take.weathers.append((entry.weather, entry.strength))
        if entry.season:
            take.seasons.append(entry.season)
        take.tags.extend(entry.tags)
        take.colours.extend(entry.colours)
        if entry.effect:
            self._sight(
                entry, of_place=following is not None and following.entry is not None and bool(following.entry.place)
            )
        if entry.sounds:
            own = (k for k in entry.sounds if not entry.place or (entry.tags and k not in EVERYWHERE))
            owner = next((s.role for s in take.sights if s.kind == entry.effect), None) if entry.effect else None
            take.sounds.extend((kind, owner) for kind in own)
        if scenic:
            if self._colour is not None and not (following is not None and following.entry and following.entry.rig):
                take.colours.append(self._colour)
                self._colour = None
            self._scale, self._count = (1.0, 0) if entry.place or entry.effect else (self._scale, self._count)
            if (
                acts_next(following)
                and not self._place_next
                and (isinstance(self._subject, Role) or self._subject == "camera")
            ):
                self._subject = "other"
            if self._subject is None and (entry.effect or entry.place or entry.weather or entry.sounds or entry.tags):
                self._subject = "other"
                self._led_in = self._governed
            self._governed = False

    def _sight(self, entry: Entry, *, of_place: bool) -> None:
        """Particles of the subject; ``a burning forest`` is told of the place."""
        owner = self._subject if isinstance(self._subject, Role) and entry.effect not in OF_THE_PLACE else None
        if of_place or entry.word in OF_NOBODY:
            owner = None
        elif owner is None and entry.effect in OF_SOMETHING and not self._take.bare:
            owner = self._main_here()
        if entry.effect == "fire" and owner is not None and owner.entry.word in COOKS:
            owner.props.extend(("pan", "flames"))  # it is what they cook on that burns
            return
        strength = min(1.0, 0.6 * self._scale)
        same = next((s for s in self._take.sights if s.kind == entry.effect), None)
        if same is not None:
            same.strength = max(same.strength, strength)
            return
        self._take.sights.append(Sight(kind=entry.effect, role=owner, strength=strength))

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


def acts_next(following: Piece | None) -> bool:
    """Whether a noun is followed at once by what it does: ``snow falls``."""
    return following is not None and following.entry is not None and following.entry.is_verb


def named(text: str) -> str:
    """The subject of a sentence: ``The chef``, but ``Mona Lisa``."""
    return text if text[:1].isupper() else f"The {text}"


def _worn(text: str) -> list[str]:
    """The garment of `WORN` that a phrase ends in, if any, one or several: ``red dresses``."""
    phrase = text.lower().replace("chef hat", "chef's hat")
    ones = (phrase, phrase.removesuffix("s"), phrase.removesuffix("es"))
    return [worn for worn in WORN if any(one.endswith(worn) for one in ones)][:1]
