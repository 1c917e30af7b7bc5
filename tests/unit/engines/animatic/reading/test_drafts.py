"""Notes of a shot while it is read."""

from __future__ import annotations

from vitascope.engines.animatic.reading.drafts import Role, Sight, Take
from vitascope.engines.animatic.reading.lexicon import lexicon


def _role(word: str) -> Role:
    return Role(entry=lexicon().others[word], label=word)


def test_whoever_leaves_a_shot_leaves_their_sounds_and_sparks_to_who_stands_for_them() -> None:
    rider, cycle, dog = _role("man"), _role("motorcycle"), _role("dog")
    take = Take(
        roles=[rider, cycle, dog],
        sounds=[("engine", rider), ("bark", dog)],
        sights=[Sight(kind="sparks", role=rider)],
    )
    take.leave_out(rider, cycle)
    assert take.roles == [cycle, dog]
    assert take.sounds == [("engine", cycle), ("bark", dog)]
    assert take.sights[0].role is cycle


def test_what_is_left_of_somebody_for_whom_nobody_stands_is_of_the_place() -> None:
    loon = _role("bird")
    take = Take(roles=[loon], sounds=[("birds", loon)])
    take.leave_out(loon)
    assert (take.roles, take.sounds) == ([], [("birds", None)])
