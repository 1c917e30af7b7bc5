"""Who sits on what: in the saddle of a beast, on a cycle, beside what has an inside, or led along."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.so_far import SoFar
from vitascope.engines.animatic.reading.telling import several, told
from vitascope.engines.animatic.reading.vocabulary import (
    BEDS,
    DRIVEN,
    IN_SADDLE,
    LED,
    RIDDEN,
    TROOP,
)


class Riding(SoFar):
    """The part of reading that puts people onto what carries them."""

    def _mount(self, role: Role) -> None:
        """``A knight on a white horse rides``: both go together, the one in the other's saddle."""
        rider = self._subject if isinstance(self._subject, Role) else self._last_named
        led = self._deed is not None and self._deed.verb.word in LED and not (self._place_next or self._preposition)
        if led and isinstance(rider, Role) and not role.entry.fixed:
            role.deeds.extend(rider.deeds[-1:])
            return
        beast = isinstance(rider, Role) and rider.entry.rig in {"quadruped", "bird"}
        if beast and isinstance(rider, Role) and role.entry.form in BEDS and self._preposition == "on":
            self.notes.approximated.append(told(rider.label, f"is drawn beside the {role.label}", many=several(rider)))
        if not isinstance(rider, Role) or rider.entry.rig != "biped":
            return
        if role.entry.form in RIDDEN:
            self._saddle(rider, role)
            return
        if role.entry.rig in DRIVEN and self._preposition in {"in", "inside"}:
            self.notes.approximated.append(
                told(rider.label, f"is drawn beside the {role.label}, not in it", many=several(rider))
            )
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
        fitting = len(beside) + 1 == role.count or not role.counted
        if not taken and beside and role.count > 1 and fitting and all(one.count == 1 for one in (rider, *beside)):
            self._share_out(role, [rider, *beside])
            return
        if role.entry.form in IN_SADDLE and rider.count <= TROOP and rider.mount is None and not taken:
            rider.mount = role
            rider.deeds = [deed for deed in rider.deeds if deed.verb.action != "sit"]
            role.deeds = [deed for deed in role.deeds if deed.verb.action != "sit"]
        elif rider.mount is not role:
            beside.append(rider)
        for one in beside:
            self.notes.approximated.append(
                told(
                    one.label,
                    f"is drawn beside the {role.label}, not on {'them' if several(role) else 'it'}",
                    many=several(one),
                )
            )

    def _share_out(self, beasts: Role, riders: list[Role]) -> None:
        """A beast for each rider: a couple on two horses."""
        beasts.count, beasts.label = 1, beasts.entry.form
        own = [beasts, *(replace(beasts, deeds=[*beasts.deeds], props=[*beasts.props]) for _ in riders[1:])]
        self._take.roles.extend(own[1:])
        self._group = [*riders, *own]
        for rider, beast in zip(riders, own, strict=True):
            rider.mount = beast
            for one in (rider, beast):
                one.deeds = [deed for deed in one.deeds if deed.verb.action != "sit"]

    def _saddle(self, rider: Role, cycle: Role) -> None:
        """A cycle is drawn with its rider: who rides it is seen there, and nowhere else."""
        if rider not in self._take.roles or any(line.speaker is rider for line in self._take.lines):
            return
        cycle.deeds.extend(rider.deeds)
        others = [one for one in self._group if one is not rider and one in self._take.roles and one is not cycle]
        riders = [*(one for one in others if one.entry.rig == "biped" and several(cycle)), rider]
        who = " and ".join(one.label for one in riders)
        if several(cycle):  # a cycle for each of them
            cycle.label = f"{who} on {cycle.label}"
            cycle.count = cycle.count if cycle.counted else sum(one.count for one in riders)
        else:
            cycle.label = f"{who} on a {cycle.label}"
        self._object_next = False
        for one in riders:
            self._leave_out(one, cycle)
        self._group = []
        self._subject = cycle
        self.notes.approximated.append(
            told(who, f"is drawn as any rider of a {cycle.entry.form}", many=len(riders) > 1 or several(rider))
        )
