"""People at tables and on benches: where they sit, and where the table is that stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.framing import TABLE_M, Stage

_AT_TABLE = {"sit", "eat", "drink", "read", "write", "type"}
"""What one does on a chair where there is a table."""
_SEATED = {"wooden chair", "armchair", "throne"}
_ON_BENCH = {"sit", "idle", "read", "eat", "drink", "sleep", "smoke", "smile", "laugh", "cry", "wave"}
_ACROSS_M = 0.84
"""From the middle of a table to who sits at its end, facing the other."""
_BEFORE_M = 0.62
"""From who stands or sits at a table to its middle."""
_NEARER = 0.84
"""Who sits is lower, and seen from so much nearer."""
_APART_M = 0.42


def seated(actors: Sequence[Actor], stage: Stage) -> list[Actor]:
    """``actors`` with those on chairs and benches who belong there, and what stands on a table before them."""
    bench = next((a for a in actors if a.rig == "object" and a.form == "bench"), None)
    if bench is not None:
        return _on_bench(actors, bench)
    actors = _at_lectern(actors)
    return _at_table(actors, table=stage.table) if stage.room else list(actors)


def _at_lectern(actors: Sequence[Actor]) -> list[Actor]:
    """Who speaks from a lectern stands behind it."""
    speaker = next((a for a in actors if a.rig == "biped" and _stays(a)), None)
    stand = next((a for a in actors if a.form == "lectern"), None)
    if speaker is None or stand is None:
        return list(actors)
    spot = speaker.path[0]
    before = tuple(replace(p, x=spot.x, y=0.0, z=round(max(spot.z - 0.42, 0.5), 3)) for p in stand.path)
    return [replace(a, path=before, facing="camera") if a is stand else a for a in actors]


def _at_table(actors: Sequence[Actor], *, table: bool) -> list[Actor]:
    at = _AT_TABLE if table else {"sit"}
    sitting = [a for a in actors if a.rig == "biped" and a.action in at and not _SEATED & {*a.props}]
    others = [a for a in actors if a.rig == "biped" and a not in sitting and len({(p.x, p.z) for p in a.path}) == 1]
    lead = next(iter(sitting or others), None)
    if lead is None:
        return list(actors)
    z = round(lead.path[0].z * (_NEARER if sitting else 1.0), 3)
    facing: dict[str, tuple[float, Literal["camera", "left", "right"]]] = {a.id: (0.0, "camera") for a in sitting}
    if len(sitting) == 2 and all(a.count == 1 for a in sitting):
        left, right = sorted(sitting, key=lambda a: a.path[0].x)
        facing = {left.id: (-_ACROSS_M, "right"), right.id: (_ACROSS_M, "left")}
    made = []
    things = 0
    for actor in actors:
        if actor in sitting:
            x, way = facing[actor.id]
            path = tuple(replace(p, x=x if len(sitting) < 3 else p.x, z=z) for p in actor.path)
            made.append(replace(actor, path=path, facing=way, props=(*actor.props, "chair")))
        elif abs(actor.path[0].y - TABLE_M) < 0.06:
            x = (0.0, -0.3, 0.3, 0.5)[things % 4] + (0.22 if len(sitting) < 2 else 0.0)
            depth = z if len(sitting) == 2 else max(0.6, z - _BEFORE_M)
            things += 1
            made.append(replace(actor, path=tuple(replace(p, x=x, z=round(depth, 3)) for p in actor.path)))
        else:
            made.append(actor)
    return made


def _on_bench(actors: Sequence[Actor], bench: Actor) -> list[Actor]:
    sitting = [a for a in actors if a.rig == "biped" and a.action in _ON_BENCH and _stays(a)]
    if not sitting:
        return list(actors)
    z = sitting[0].path[0].z
    made = []
    for actor in actors:
        if actor is bench:
            made.append(
                replace(actor, path=tuple(replace(p, x=0.0, y=0.0, z=z) for p in actor.path), size_m=1.05,
                        facing="camera")
            )  # fmt: skip
        elif actor in sitting:
            x = (sitting.index(actor) - (len(sitting) - 1) / 2) * 2 * _APART_M
            act = "sit" if actor.action == "idle" else actor.action
            path = tuple(replace(p, x=round(x, 3), z=round(z - 0.08, 3)) for p in actor.path)
            made.append(replace(actor, path=path, action=act, facing="camera", props=(*actor.props, "bench")))
        else:
            made.append(actor)
    return made


def _stays(actor: Actor) -> bool:
    return len({(p.x, p.z) for p in actor.path}) == 1
