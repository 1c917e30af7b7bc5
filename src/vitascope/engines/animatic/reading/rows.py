"""What somebody does one after another: its steps, when each is done in the shot, and where it leads them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, Deed, Facing, Shot, Waypoint
from vitascope.engines.animatic.reading.company import FACE_TO_FACE
from vitascope.engines.animatic.reading.drafts import Deed as Told
from vitascope.engines.animatic.reading.drafts import Role, Take
from vitascope.engines.animatic.reading.drawn import shows
from vitascope.engines.animatic.reading.errands import SEATS, carried, laid_out, path_of, seat_of, spot_of
from vitascope.engines.animatic.reading.framing import Stage
from vitascope.engines.animatic.reading.steps import (
    GIVES,
    POSTURES,
    RISES,
    TAKES,
    WAKES,
    Step,
    changes,
    stays,
    steps_of,
)

SHORTEST_S = 0.6
"""A step is at least so long: of a shorter one nothing would be seen."""
_IN_TURN = {"biped", "quadruped"}
"""Rigs with a body for one pose after another."""
_BOUND = {
    "saddle", "surfboard", "skateboard", "snowboard", "skis", "sled", "hand in hand", "in wheelchair", "pram",
    "shopping cart", "wheelbarrow", "lawn mower", "wheelchair", "left hand", "right hand", "poolside", "rock face",
    "anvil", "easel", "swing", "kite", "jump rope",
}  # fmt: skip
"""With these one does one thing all the time."""
_WITH_ANOTHER = {"hug", "fight", "shake_hands", "waltz", "dive", "climb", "swing", "row", "kite", "cradle", "fish"}
_WEIGHTS: Mapping[str, float] = {
    "walk": 1.8, "run": 1.5, "idle": 0.8, "take": 1.0, "put": 1.0, "open": 1.1, "bow": 1.3, "turn_head": 1.0,
    "sit": 1.0, "kneel": 1.1, "lie": 1.2, "jump": 1.1, "look_up": 1.1, "raise": 1.2,
}  # fmt: skip
"""How much of the time a step takes, by action; 1.3 where nothing is said."""
_MOMENT = 0.4
"""How much of it a moment takes before anything is done."""
ON_SEAT = "on a seat"
"""Of who sits on what is an actor of its own."""


def not_in_turn(take: Take, shots: Sequence[Shot]) -> list[str]:
    """Sentences on what is told one after another of who is drawn doing one thing, or has no time for the last."""
    drawn = {actor.label: actor for shot in shots for actor in shot.actors if actor.rig in _IN_TURN}
    told = []
    for role in take.roles:
        actor = drawn.get(role.label)
        rides, carries = role.mount is not None, any(other.mount is role for other in take.roles)
        seen = [d for step in steps_of(role) for d in step[:1] if _shows(role, d) and not (rides and d.goes)]
        if carries:
            continue  # which does what its rider does
        if actor is None or len({(d.verb.action, d.verb.gait, d.verb.motion) for d in seen}) < 2:
            continue
        labels = ", ".join(deed.label for deed in actor.deeds).split(", ")
        if not actor.deeds:
            rest = ", ".join(d.text for d in seen)
            told.append(f"Of what {role.label} does one after another ({rest}) one thing is seen.")
        elif missing := [d.text for d in seen if d.text not in labels]:
            told.append(f"There is no time for all that {role.label} does: {', '.join(missing)} is not shown.")
    return told


def _shows(role: Role, deed: Told) -> bool:
    """Whether a deed is one that its doer's rig has."""
    action = deed.verb.action
    return deed.goes or (action not in {"", "idle"} and role.entry.rig in (shows(action) or _IN_TURN))


def can_follow(role: Role, actor: Actor, stage: Stage) -> bool:
    """Whether ``actor`` is free to do one thing after another: alone, on its feet, in no saddle and on no board."""
    if actor.rig not in _IN_TURN or role.entry.fixed or stage.under or stage.hunted or role.mount is not None:
        return False
    return not (_BOUND & {*actor.props}) and actor.action not in _WITH_ANOTHER and "surf" not in actor.form


def in_turn(
    actor: Actor, role: Role, steps: Sequence[Step], others: Mapping[int, Actor], stage: Stage
) -> tuple[Actor, ...]:
    """``actor`` with a row of deeds, and what it goes to, sits on or takes up, put where it does so.

    ``others`` are the actors of the shot by their role's identity.
    """
    steps = _from_before(actor, steps)
    times = _times(steps, stage)
    spot = spot_of(actor, steps)
    reached = laid_out(actor, steps, others, spot, stage)
    seat = seat_of(actor, steps, reached, spot)
    path = path_of(actor, role, steps, times, reached, spot, stage, seat)
    there = (seat.form,) if seat is not None and seat.form in SEATS else ()
    sat = tuple(dict.fromkeys((*(p for p in actor.props if p in SEATS), *there)))
    deeds, posture, held = [], "", tuple[str, ...]()
    for index, (step, (begin, end)) in enumerate(zip(steps, times, strict=True)):
        posture = POSTURES.get(step.action, "seated" if step.sits else posture if stays(step) else "")
        own = (posture,) if posture and step.action not in POSTURES else ()
        own += (*sat, *((ON_SEAT,) if seat is not None else ())) if posture == "seated" else ()
        facing = _facing(actor, steps, index, path, begin)
        props = tuple(dict.fromkeys((*own, *held, *step.felt)))
        deeds.append(Deed(action=step.action, start_s=begin, end_s=end, label=step.label, facing=facing, props=props))
        if step.begins(GIVES):
            held = ()
        elif step.begins(TAKES):
            held = (*held, *(p for d in step.deeds for p in d.handled if p.startswith("holding ")))
    kept = tuple(p for p in actor.props if p not in sat and not _taken_up(p, steps))
    made = replace(actor, path=path, deeds=tuple(deeds), props=kept)
    things = [carried(thing, made, steps, reached) for thing in reached.values()]
    return (made, *(t for t in things if seat is None or t.id != seat.id), *((seat,) if seat is not None else ()))


def _from_before(actor: Actor, steps: Sequence[Step]) -> Sequence[Step]:
    """``steps``, and before the first a moment of what it changes: who stands up sat, who wakes slept."""
    steps = [replace(s, action="sit" if actor.rig == "biped" else "idle") if s.begins(WAKES) else s for s in steps]
    first = steps[0]
    if first.begins(WAKES):
        return [Step(deeds=(), action="sleep"), *steps]
    if first.begins(RISES) and first.action == "idle" and (first.begins(("ris", "rose")) or changes(first.deeds[0])):
        return [Step(deeds=(), action="sit"), *steps]
    if any(first.action == posture and changes(d) for posture in POSTURES for d in first.deeds):
        return [Step(deeds=(), action="idle"), *steps]
    return steps


def _taken_up(prop: str, steps: Sequence[Step]) -> bool:
    """Whether somebody has it only from some deed on."""
    taken = (d.handled for step in steps for d in step.deeds if step.begins(TAKES))
    return prop.startswith("holding ") and any(prop in props for props in taken)


def _times(steps: Sequence[Step], stage: Stage) -> list[tuple[float, float]]:
    weights = [_WEIGHTS.get(step.action, 1.3) if step.deeds else _MOMENT for step in steps]
    share = stage.length_s / sum(weights)
    ends = [round(stage.start_s + share * sum(weights[: k + 1]), 3) for k in range(len(steps))]
    ends[-1] = stage.end_s
    return list(zip([stage.start_s, *ends[:-1]], ends, strict=True))


def _facing(actor: Actor, steps: Sequence[Step], index: int, path: Sequence[Waypoint], begin: float) -> Facing:
    """Who goes looks ahead; people turn to us for what they do, but to a thing that they take, and out of a window.

    Animals stay as they came.
    """
    step = steps[index]
    told = any(d.verb.facing == "camera" for d in step.deeds)
    if told or step.way:
        return "camera" if told else "path"
    faces = FACE_TO_FACE in actor.props and actor.facing in {"left", "right"}
    at_window = step.toward == "window" or (index and steps[index - 1].toward == "window")
    if faces or (step.action in {"open", "idle", "look_up"} and at_window):
        return actor.facing if faces else "away"
    legs = [(a, b) for a, b in itertools.pairwise(path) if (a.x, a.z) != (b.x, b.z)]
    before = [leg for leg in legs if leg[1].time_s <= begin + 1e-3]
    a, b = (before[-1:] or legs[:1] or [(path[0], path[0])])[0]
    if actor.rig == "biped" and not (before and step.action in {"take", "put"} and steps[index - 1].to is not None):
        return "camera"
    if abs(b.x - a.x) >= abs(b.z - a.z) and a.x != b.x:
        return "right" if b.x > a.x else "left"
    if before:
        return "camera" if b.z < a.z else "right"
    return actor.facing if actor.facing in {"left", "right", "camera"} else "right"
