"""What people are drawn with: a broom to who sweeps, a sled under who rides it, a baby in its mother's arms.

Things that are part of their owner's rig are taken out of the cast, and the owner does with them what one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vitascope.engines.animatic.reading.close_hands import set_at_work
from vitascope.engines.animatic.reading.company import FACE_TO_FACE
from vitascope.engines.animatic.reading.drafts import Deed, Notes, Role, Take
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon

PUSHED = {"pram", "shopping cart", "wheelbarrow", "lawn mower", "wheelchair"}
_TOOLS = {"broom": "sweep", "rake": "rake", "shovel": "dig", "axe": "chop"}
_BOARDS = {
    "skateboard": "skateboard",
    "snowboard": "snowboard",
    "ski": "skis",
    "sled": "sled",
    "surf": "surfboard",
    "cast spell": "spell",
    "knit": "knitting",
}
"""Verbs, and what goes under the feet, or comes from the hands."""
_ROLLS = {"push", "pull", "go", "walk", "stroll", "drive", "run", "work", "hands", "play", "roll", "steer"}
_PAINTS = ("artist", "painter")
_WALLS = {"building"}
_MUTUAL = {"fight", "hug", "shake_hands"}
_LIVING = {"biped", "quadruped"}
_GOES = Entry(word="push along", table="verbs", gait="walk", motion="cross", pace=0.8)
_HOMES = {"sweep indoors": "interior", "chop": "forest", "dig": "hills", "rake": "hills", "swing on": "hills"}
"""Where one does such things."""
_BEFORE: Mapping[str, tuple[str, ...]] = {
    "hammer": ("anvil",), "kick": ("ball",), "juggle": ("ball",), "water": ("flower", "bucket"), "dig": ("shovel",),
    "sweep": ("broom",), "rake": ("rake",), "chop": ("axe",), "photograph": ("camera",), "carry": ("crate",),
    "shape": ("sandcastle", "bucket", "shovel", "seed", "flower"), "swing": ("swing",), "kite": ("kite",),
    "paint": ("easel",), "throw": ("ball", "net"), "knead": ("dough", "bread"),
}  # fmt: skip
"""By action: things that it is drawn with, so that they are no actors."""


def equip(take: Take, notes: Notes) -> None:
    """Give the people of ``take`` what they handle, and take it out of the cast."""
    for flower in [r for r in take.roles if r.entry.rig == "flower"]:
        if any(d.verb.word == "reveal" for d in flower.deeds):  # it opens, or unfolds
            flower.deeds = [Deed(verb=Entry(word="bloom", table="verbs", action="bloom", motion="stay"))]
    for cars in [r for r in take.roles if r.entry.word == "car chase" and not any(d.goes for d in r.deeds)]:
        cars.deeds.insert(0, Deed(verb=lexicon().verbs["chase"], text="chase"))
    set_at_work(take, notes)
    _two_of_them(take)
    for person in [r for r in take.roles if r.entry.rig == "biped"]:
        if person not in take.roles:
            continue
        for deed in person.deeds:
            if (board := _BOARDS.get(deed.verb.word)) is not None and board not in person.props:
                person.props.append(board)
        if (home := next((_HOMES[d.verb.word] for d in person.deeds if d.verb.word in _HOMES), "")) != "":
            person.entry = replace(person.entry, home=home)
        _take_up(person, take, notes)
        _drawn_with(person, take, notes)
        _hold_child(person, take, notes)


def _two_of_them(take: Take) -> None:
    """Two who do something to each other are told apart, so that each has a place: *two knights* fight."""
    for pair in [r for r in take.roles if r.entry.rig in _LIVING and r.count == 2]:
        bodies = pair.entry.rig == "biped"
        if any((bodies and d.verb.action in _MUTUAL) or d.verb.word == "face each other" for d in pair.deeds):
            other = replace(pair, count=1, deeds=list(pair.deeds), props=list(pair.props))
            pair.count = 1
            take.roles.insert(take.roles.index(pair) + 1, other)
    for person in [r for r in take.roles if r.entry.rig in _LIVING]:
        if any(d.verb.word == "face each other" for d in person.deeds):
            person.props.append(FACE_TO_FACE)


def _take_up(person: Role, take: Take, notes: Notes) -> None:
    """Whatever one does with a thing that is there."""
    for form in [p.removeprefix("holding ") for p in person.props if p.startswith("holding ")]:
        if form in _TOOLS or form in PUSHED:
            person.props.remove(f"holding {form}")
            person.props.append(form)
            _use(person, form, person)
        elif form == "crate":
            _do(person, "carry")
            person.props.remove("holding crate")
    for thing in [r for r in take.roles if r.entry.rig == "object"]:
        form = thing.entry.form
        if form in _TOOLS and person.count == 1:
            _use(person, form, thing)
        elif form == "sled":
            person.props.append("sled")
        elif form in PUSHED and (not person.deeds or any(d.verb.word in _ROLLS for d in person.deeds)):
            if form == "wheelchair" and any(r is not person and r.entry.rig == "biped" for r in take.roles):
                continue
            pushes = form != "wheelchair"
            person.props.append(form if pushes else "in wheelchair")
            person.deeds = [Deed(verb=_GOES)] if person.deeds and pushes else person.deeds
        elif form == "kite" and (not person.deeds or any(d.verb.gait in {"fly", "run", ""} for d in person.deeds)):
            runs = any(d.verb.gait == "run" for d in person.deeds)
            person.deeds = [d for d in person.deeds if runs and d.verb.gait == "run"]
            _do(person, "kite")
        elif form == "swing" and any(d.verb.action in {"swing", "sit", "raise", "idle"} for d in person.deeds):
            _do(person, "swing")
        elif form == "crate" and any(d.verb.word in {"hold", "raise", "hands", "carry load"} for d in person.deeds):
            _do(person, "carry")
        else:
            continue
        _with_colour(person, thing)
        _leave_untold(take, thing, person, notes)


def _leave(take: Take, thing: Role, person: Role) -> None:
    """Take ``thing`` out of the cast; the place that it suggests stays suggested."""
    if thing.entry.home and not person.entry.home:
        person.entry = replace(person.entry, home=thing.entry.home)
    take.leave_out(thing, person)


def _leave_untold(take: Take, thing: Role, person: Role, notes: Notes) -> None:
    """The same, and what was told of it no longer holds: it is drawn with ``person``."""
    _leave(take, thing, person)
    notes.approximated[:] = [t for t in notes.approximated if not t.endswith(f": {thing.label}.")]


def _use(person: Role, form: str, thing: Role) -> None:
    """A tool in the hands of who works with it; who goes or fights only carries it."""
    person.deeds = person.deeds or [*thing.deeds]  # *with a shovel* walks: it is not the shovel that does
    works = not any(
        d.goes or d.verb.action in {"fight", "raise", "sit"} or d.verb.word in {"stand", "hold"} for d in person.deeds
    )
    if works and person.deeds:
        _do(person, _TOOLS[form])
    elif form not in person.props:
        person.props.append(form)


def _do(person: Role, action: str) -> None:
    """Let ``action`` be what is seen of all that is done in place."""
    goes = [d for d in person.deeds if d.goes and action != "swing"]
    person.deeds = [*goes, Deed(verb=Entry(word=action, table="verbs", action=action, motion="stay"))]


def _fishes(person: Role, take: Take) -> None:
    """From a shore or a boat; the fish is on the line."""
    for fish in [r for r in take.roles if r.entry.rig == "fish"]:
        take.leave_out(fish, person)
        take.sights[:] = [s for s in take.sights if s.kind != "bubbles"]
        take.sounds[:] = [(kind, who) for kind, who in take.sounds if kind != "bubbles"]
        person.props.append("fish")
    if not any(d.goes for d in person.deeds):
        _do(person, "fish")
    person.props[:] = [p for p in person.props if p != "fishing rod"]
    if not take.places and person.entry.home in {"", "hills", "interior"}:
        person.entry = replace(person.entry, home="sea")


def _dives(person: Role, take: Take) -> None:
    """Into water there is; after a ball one only leaps."""
    wet = {"sea", "coast"} & {p.place for p in take.places} or {"lake", "river", "pond", "sea", "pool"} & {*take.tags}
    if person.count > 1 or not wet or any(p.place == "underwater" for p in take.places):
        return
    _do(person, "dive")
    if "pool" in take.tags:
        person.props.append("poolside")
    person.deeds = [d for d in person.deeds if d.verb.action == "dive"]
    _swims(person, take)


def _swims(person: Role, take: Take) -> None:
    """In open water, and dressed for it; nobody swims on a lawn."""
    pool = "pool" in take.tags
    if not pool and person.entry.habitat == "ground" and not any(p.place == "underwater" for p in take.places):
        person.entry = replace(person.entry, habitat="water", home="sea")
    if not {*person.props} - {"poolside"} and person.entry.form in _UNDRESSED:
        person.props.append("trunks" if person.entry.form in {"man", "boy"} else "bathing dress")


_UNDRESSED = {"man", "woman", "girl", "boy"}
_POURED = ("red wine", "white wine", "wine", "champagne", "beer", "whisky", "milk", "coffee", "tea", "juice", "water")


def _pours(person: Role, take: Take, notes: Notes) -> None:
    """What is poured, and into what, are in the hands of who pours."""
    things = [r for r in take.roles if r.entry.habitat == "table" and r.entry.rig in {"object", "cup"}]
    said = " ".join(t.lower() for t in (*notes.not_understood, *(r.label for r in things), *person.props))
    red = person.colour == "red" or any(r.colour == "red" for r in things) or "red" in take.colours
    red = red or "red" in notes.understood
    drink = next((name for name in _POURED if name in said), "")
    if not drink and any(r.entry.form in {"wine glass", "wine bottle"} for r in things):
        drink = "wine"
    if drink:
        drink = "red wine" if drink == "wine" and red else drink
        person.props.append(f"pours {drink}")
        notes.not_understood[:] = [t for t in notes.not_understood if t.lower() not in {drink, drink.split()[-1]}]
    for thing in things:
        _leave(take, thing, person)


def _climbs(person: Role, take: Take) -> None:
    """Up stairs and hills one walks; up rocks one climbs, and they are seen."""
    texts = " ".join(text.lower() for text, _ in (*take.named_places, *take.dressing))
    gentle = any(word in texts for word in ("stair", "step", "hill", "dune", "slope"))
    if gentle:
        person.deeds = [
            replace(d, verb=replace(d.verb, action="")) if d.verb.action == "climb" else d for d in person.deeds
        ]
        return
    steep = any(word in texts for word in ("cliff", "rock", "mountain", "peak", "summit", "canyon", "wall"))
    if steep or "climb" in person.label.lower() or "mountaineer" in person.label.lower():
        person.props.append("rock face")


def _with_colour(person: Role, thing: Role) -> None:
    if thing.colour:
        person.props.append(f"{thing.colour} {thing.entry.form}")


def _drawn_with(  # noqa: PLR0912, PLR0915  (a table of small cases)
    person: Role, take: Take, notes: Notes
) -> None:
    """What an action brings along is not shown once more beside it."""
    done = {d.verb.action for d in person.deeds}
    if "climb" in done:
        _climbs(person, take)
    if any(d.verb.word in {"hold hands", "walk hand in hand"} for d in person.deeds):
        person.props.append("hand in hand")
        person.deeds = [d for d in person.deeds if d.verb.word != "hold hands"]
    if any(d.verb.word == "sandcastles" for d in person.deeds):
        person.props.append("sandcastle")
    if any(d.verb.word in {"dive", "dive in"} for d in person.deeds):
        _dives(person, take)
    words = {d.verb.word for d in person.deeds}
    if "shooting" in words and "rifle" not in person.props:
        person.props.append("rifle")
    if "catching" in words:
        person.props.append("fish")
    if "jump rope" in words:
        person.props.append("jump rope")
    if "plough" in words and not any(r.entry.rig == "car" for r in take.roles):
        person.props.append("lawn mower")
    if "rifle" in person.props and any(s.kind == "fire" and s.role is person for s in take.sights):
        take.sights[:] = [s for s in take.sights if not (s.kind == "fire" and s.role is person)]
        _do(person, "point")  # who fires a rifle is not on fire
    if "fish" in done or ("fishing rod" in person.props and any(r.entry.rig == "fish" for r in take.roles)):
        _fishes(person, take)
    if "surfboard" in person.props:
        for board in [r for r in take.roles if r.label.lower() == "surfboard"]:
            _leave_untold(take, board, person, notes)
    if "archer" in person.label.lower() and "bow" not in person.props:
        person.props.append("bow")
        person.entry = replace(person.entry, form="woman" if person.entry.form == "woman" else "man")
    if "fight" in done:
        for ring in [r for r in take.roles if r.entry.form == "ring"]:  # which boxers are in
            _leave(take, ring, person)
    if any(d.verb.gait == "swim" or d.verb.action == "swim" for d in person.deeds):
        _swims(person, take)
    if "jump" in done and "puddles" in take.tags:
        person.props.append("puddle")
        take.dressing[:] = [known for known in take.dressing if "puddle" not in known[0].lower()]  # drawn with them
    if "pour" in done:
        _pours(person, take, notes)
    if "throw" in done and any(r.entry.form == "net" for r in take.roles):
        person.props.append("net")
    if "chop" in done:
        person.props[:] = [p for p in person.props if p != "sword"]
    if "hammer" in done:
        smith = "smith" in person.label.lower() or any(r.entry.form == "anvil" for r in take.roles)
        swords = [r for r in take.roles if r.entry.form == "sword"]
        if smith or swords or "sword" in person.props:
            person.props.append("anvil")
        if swords or "sword" in person.props:
            person.props.append("blade")
        person.props[:] = [p for p in person.props if p != "sword"]
        for sword in swords:
            _leave(take, sword, person)
    if "paint" in done:
        walls = any(r.entry.rig in _WALLS for r in take.roles)
        pictures = any(w in person.label.lower() for w in _PAINTS) or any(r.entry.form == "easel" for r in take.roles)
        if pictures and not walls:
            person.props.append("easel")
    if "shape" in done and any(r.entry.form == "sandcastle" for r in take.roles):
        person.props.append("sandcastle")
    gone = {form for action in done for form in _BEFORE.get(action, ())}
    for thing in [r for r in take.roles if r.entry.form in gone and r.entry.rig in {"object", "flower"}]:
        _leave(take, thing, person)
    person.props[:] = [
        p for p in person.props if p.removeprefix("holding ") not in gone or p in {"anvil", "sandcastle", "easel"}
    ]


def _hold_child(person: Role, take: Take, notes: Notes) -> None:
    """A baby that is held is in the arms of who holds it."""
    baby = next((r for r in take.roles if r.entry.word == "baby" and r is not person and r.count == 1), None)
    grown = person.entry.voice != "child" and person.count == 1
    if baby is None or not grown or baby.entry.rig != "biped" or any(line.speaker is baby for line in take.lines):
        return
    held = any(d.verb.word == "hold" or d.verb.action == "cradle" for d in person.deeds)
    if held or "pram" in person.props:
        if held:
            _do(person, "cradle")
        _leave(take, baby, person)
        notes.approximated[:] = [t for t in notes.approximated if "is drawn as a small child" not in t]


_DRAWN = frozenset((
    *PUSHED, *_TOOLS, "sled", "anvil", "blade", "easel", "sandcastle", "in wheelchair", "pushes", "rock face",
    "hand in hand", "kite", "swing", "puddle", "net", "dough", "trunks", "bathing dress", "poolside",
    "jump rope", "rifle", "fish", "fishing rod", FACE_TO_FACE,
))  # fmt: skip


def is_equipment(prop: str) -> bool:
    """Whether ``prop``, perhaps after its colour, is something that is drawn with its owner."""
    return prop.startswith(("doing ", "pours ")) or prop in _DRAWN or prop.rpartition(" ")[2] in _DRAWN
