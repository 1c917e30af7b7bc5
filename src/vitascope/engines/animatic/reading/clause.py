"""What the words of a clause add to the notes: how things look and where they go, and the place around them.

`interpret` leads it through clauses, sentences and shots.
"""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.casting import Casting
from vitascope.engines.animatic.reading.drafts import Role, Sight, Turn
from vitascope.engines.animatic.reading.framing import TABLE_M, size_of
from vitascope.engines.animatic.reading.lexicon import Entry, by_itself, lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.placing import RELATIONS, SIDES
from vitascope.engines.animatic.reading.telling import told
from vitascope.engines.animatic.reading.vocabulary import (
    BEARING,
    COOKS,
    EVERYWHERE,
    FEELINGS,
    FITS_ON_M,
    HANDLING,
    HEARD,
    OF_NOBODY,
    OF_SOMETHING,
    OF_THE_PLACE,
    REACHED,
    WORN,
)

_UP_TO_TEN = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
_UNBURNT = {"biped", "quadruped", "face", "bird"}
"""Who does not burn, smoke or spark unless it is said of them: a fire that is told of beside them is another's."""
_UNLIT = {"biped", "quadruped", "face", "bird", "dragon", "flower", "tree", "butterfly"}
"""Who throws no beam of light."""
_STEERS = {"left": "truck_left", "right": "truck_right", "up": "rise", "down": "descend"}
"""Where a camera goes that is told a direction."""
_COUNTLESS = {"hundreds", "thousands", "hundred", "thousand", "countless", "millions"}
_CRANES = {"crane shot", "jib shot", "crane"}
_CLINGS = {"fire", "smoke"}
_BURNS = {"building", "car", "tree", "boat", "sailing_ship", "aircraft", "train", "lighthouse", "windmill"}
"""What burns as a whole."""
_ALONG = {"up", "down"}
"""Of who comes or goes away these say along what: away *down* a corridor."""
_LOOKS = {"look", "turn head", "stand", "sit"}
"""What is done towards a side without going there."""
_GONE_TO = {"window", "table", "fireplace"}
"""Details of a place to which somebody goes, and on which they leap."""
_A_GROUP = 8
"""What words such as *a group of* stand for is more than this."""


class Clause(Casting):
    """The reading so far, and how single words are added to it."""

    def _look(self, piece: Piece, entry: Entry) -> None:  # noqa: PLR0912  (a table of small cases)
        """Adjectives, directions, parts, numbers and what the camera does."""
        if entry.colour:
            self._leave_colour()
            self._colour = entry.colour
        if entry.scale and self._subject != "camera":
            self._scale *= entry.scale
        self._feeling = FEELINGS.get(piece.text.lower(), self._feeling)
        if entry.count and piece.text.lower().split()[0] in _COUNTLESS:
            self._vague = piece.text.lower()
        if entry.count:
            of_them = entry.word in _UP_TO_TEN and self._count > _A_GROUP  # a group *of four*
            self._count = entry.count * (1 if of_them else max(1, self._count))
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
        if entry.move == "descend" and _CRANES & {text.lower() for text in self.notes.understood}:
            self._take.moves = [move for move in self._take.moves if move[0] != "rise"]  # which cranes do too
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
        if entry.part in {"body", "jaws"} and self._subject != "camera":
            self._scale, self._count = 1.0, 0  # big eyes make nobody big who is named after them
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
                self.notes.approximated.append(told(_instrument(piece.text.lower()), entry.note))

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

    def _direct(self, direction: str) -> None:  # noqa: PLR0912  (a table of small cases)
        role = self._subject if isinstance(self._subject, Role) else None
        if self._subject == "camera" and direction in _STEERS:
            moves = self._take.moves
            if moves and moves[-1][0] == "drone":  # which drifts to one side
                moves.pop()
            if not moves:
                moves.append((_STEERS[direction], None))
            return
        if direction in SIDES or direction in RELATIONS:
            self._put(direction)
            return
        if role is None and self._subject is None:
            role = self._last_thing or self._main_here()
        if role is None or not direction:
            return
        if direction == "unseen":
            self._heard_only(role)
        elif direction == "far" and self._only_heard(role):
            self._take.leave_out(role)
            self._subject = "other"
        elif direction == "far":
            role.far = True
        elif direction == "near":
            role.near = True
        elif direction == "above":
            role.above = True
        elif (
            (direction in {"left", "right"} and role.deeds and role.deeds[-1].verb.word in _LOOKS)
            or direction == "camera"
            or (direction == "away" and not role.deeds)
        ):
            role.facing = direction
        elif self._deed is not None and not (direction in _ALONG and self._deed.verb.motion in {"recede", "approach"}):
            self._deed.direction = direction
        if direction == "away":
            role.facing = "away"

    def _put(self, direction: str) -> None:
        """Where in the picture somebody is, or by whom: whoever was named last in the clause, or else comes next."""
        here = self._subject if isinstance(self._subject, Role) else None
        if direction in RELATIONS:
            self._relation, self._place_next = ((direction, here) if here is not None else None), True
            return
        named = self._last_thing if here is not None and self._last_thing in self._take.roles else here
        if named is not None:
            named.side = direction
        elif self._subject is None:
            self._next_side = direction

    def _put_by(self, relation: tuple[str, Role]) -> None:
        """Where somebody is by one whom a pronoun names: a dog lies behind *it*."""
        others = [
            r for r in (self._main, self._last_named, *self._take.roles) if r is not None and r is not relation[1]
        ]
        here = [r for r in others if r in self._take.roles and not r.entry.fixed]
        if here:
            relation[1].beside = (relation[0], here[0])
        self._relation = None

    def _heard_only(self, role: Role) -> None:
        """Somebody who is said to be out of the picture, and does not go there: *a child laughs off screen*."""
        if role in self._take.roles and not any(d.goes for d in role.deeds):
            self._leave_out(role, None)
            self._subject = "other"

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
            and not any(d.goes for d in role.deeds)
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
        worn = entry.prop or (entry.cloth and _worn(piece.text))
        if (
            role is not None
            and role.entry.rig in BEARING
            and worn
            and (self._preposition in {"in", "with"} or self._dresses())
        ):
            self.notes.approximated.append(f"Not drawn: the {piece.text.lower()} of {role.label}.")
            self._colour, self._scale = None, 1.0
            return
        if role is None or role.entry.rig not in {"biped", "face"} or not entry.prop:
            if entry.prop and not entry.music:
                self._thing(piece, by_itself(entry.prop))
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
        if entry.prop == "cape" and self._colour is not None:
            role.colour = self._colour
        elif self._colour is not None and not entry.cloth:
            self.notes.approximated.append(f"Not drawn: the colour of the {piece.text.lower()}, {self._colour}.")
        self._colour, self._count = None, 0

    def _dresses(self) -> bool:
        return self._deed is not None and self._deed.verb.word in HANDLING

    def _place(  # noqa: PLR0912  (a table of small cases)
        self, text: str, entry: Entry, following: Piece | None
    ) -> None:
        """What belongs to the place: kind, light, weather, tags, particles and sounds."""
        take = self._take
        scenic = bool(entry.place or entry.effect or entry.weather or entry.tags or entry.time or entry.sounds)
        if text.lower() in {"inside", "indoors"}:
            self._preposition = "inside"
        if "window" in entry.tags and self._looks_out():
            entry = lexicon().others["out of the window"]
        elif entry.place == "interior" and self._leaves():
            self._take.dressing = [known for known in self._take.dressing if known[0] != text]
            self.notes.approximated.append(f"Not drawn: {text}, from which somebody comes.")
            return
        if self._deed is not None and self._preposition.startswith(REACHED) and entry.tags:
            self._deed.toward = next((tag for tag in entry.tags if tag in _GONE_TO), self._deed.toward)
        if entry.place:
            take.places.append(entry)
            take.named_places.append((text, entry))
            self._put_on(entry)
            if entry.note:
                self.notes.approximated.append(told(text, entry.note))
        if entry.time:
            take.times.append(entry.time)
        if entry.turn:
            take.turns.append(Turn(begins=entry.turn == "begins", weather=entry.weather, strength=entry.strength))
        elif entry.weather:
            take.weathers.append((entry.weather, entry.strength))
        if entry.season:
            take.seasons.append(entry.season)
        take.tags.extend(entry.tags)
        take.colours.extend(entry.colours)
        if entry.effect:
            of_place = following is not None and following.entry is not None and bool(following.entry.place)
            self._sight(entry, of_place=of_place)
            if not of_place and following is not None and following.entry is not None:
                self._kindle(entry, following.entry)
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

    def _looks_out(self) -> bool:
        """Whether somebody who stays where they are does something *out of* what is named next."""
        deed = self._deed
        return deed is not None and not deed.goes and "out" in (*deed.text.lower().split(), *self._preposition.split())

    def _leaves(self) -> bool:
        """Whether a place is left by whom we see: children run *out of* the school."""
        return self._preposition == "out of" and isinstance(self._subject, Role) and self._deed is not None

    def _kindle(self, entry: Entry, noun: Entry) -> None:
        """What is said to burn before its name is what burns, and not who is about: out of *a burning house*."""
        sight = next((s for s in self._take.sights if s.kind == entry.effect), None)
        if sight is not None and entry.effect in _CLINGS and noun.rig in _BURNS:
            sight.role, self._kindled = None, sight

    def _put_on(self, entry: Entry) -> None:
        """A small animal that is said to be *on* the table is there, and not under it."""
        who = self._subject
        beast = isinstance(who, Role) and who.entry.rig in {"quadruped", "bird"} and size_of(who) < FITS_ON_M
        if beast and isinstance(who, Role) and self._preposition == "on" and "table" in entry.tags:
            who.perch_m = TABLE_M

    def _sight(self, entry: Entry, *, of_place: bool) -> None:
        """Particles of the subject; ``a burning forest`` is told of the place."""
        owner = self._subject if isinstance(self._subject, Role) and entry.effect not in OF_THE_PLACE else None
        apart = self._governed and self._preposition not in {"with", "on", "in"}  # *before* a fire
        if apart and owner is not None and owner.entry.rig in _UNBURNT and entry.effect in OF_SOMETHING:
            owner = None
        if of_place or entry.word in OF_NOBODY:
            owner = None
        elif owner is None and entry.effect in OF_SOMETHING and not self._take.bare:
            owner = self._main_here()
            if owner is not None and owner.entry.rig in _UNBURNT and not _cooks(owner):
                owner = None
        if entry.effect == "beam" and (owner is None or owner.entry.rig in _UNLIT):
            entry, owner = replace(entry, effect="light_shafts"), None  # the light that falls in, and nobody's lamp
        if entry.effect == "fire" and owner is not None and _cooks(owner):
            owner.props.extend(("pan", "flames"))  # it is what they cook on that burns
            return
        strength = min(1.0, 0.6 * self._scale)
        same = next((s for s in self._take.sights if s.kind == entry.effect), None)
        if same is not None:
            same.strength = max(same.strength, strength)
            return
        self._take.sights.append(Sight(kind=entry.effect, role=owner, strength=strength))


def _cooks(role: Role) -> bool:
    return role.entry.word in COOKS or any(d.verb.action == "cook" for d in role.deeds)


def _instrument(text: str) -> str:
    """What is played: of *plays the saxophone*, the saxophone."""
    verb, _, rest = text.partition(" ")
    return rest.removeprefix("the ").removeprefix("a ") if verb in {"plays", "play", "playing"} and rest else text


def acts_next(following: Piece | None) -> bool:
    """Whether a noun is followed at once by what it does: ``snow falls``."""
    return following is not None and following.entry is not None and following.entry.is_verb


def _worn(text: str) -> list[str]:
    """The garment of `WORN` that a phrase ends in, if any, one or several: ``red dresses``."""
    phrase = text.lower().replace("chef hat", "chef's hat")
    ones = (phrase, phrase.removesuffix("s"), phrase.removesuffix("es"))
    return [worn for worn in WORN if any(one.endswith(worn) for one in ones)][:1]
