from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.caption import caption_at, draw_caption
from vitascope.engines.animatic.graph import Shot, Speech, World

_LONG = (
    "We have come a very long way over the sea to be here tonight, and not one of us would have it otherwise; "
    "let them light the lamps, and let the music begin before the rain comes down."
)


def _saying(text: str, **more: str) -> Shot:
    speech = Speech(text=text, start_s=1.0, end_s=5.0, **more)  # type: ignore[arg-type]
    return replace(shot_of(World(kind="sea")), speeches=(speech,))


def test_a_countdown_shows_each_number_in_its_turn() -> None:
    shot = _saying("three, two, one, lift-off!", manner="count")
    assert [caption_at(shot, t) for t in (1.1, 2.1, 3.1, 4.1)] == ["three,", "two,", "one,", "lift-off!"]
    assert caption_at(shot, 0.9) is None


def test_a_long_speech_is_shown_part_by_part_and_all_of_it() -> None:
    shot = _saying(_LONG)
    shown = list(dict.fromkeys(caption_at(shot, 1.0 + i / 50) for i in range(200)))
    assert len(shown) > 2
    assert " ".join(part for part in shown if part) == _LONG
    assert all(len(part or "") <= 74 for part in shown)


def test_a_radio_that_nobody_holds_is_named_and_who_is_seen_to_speak_is_not() -> None:
    assert caption_at(_saying("Copy that.", manner="radio"), 2.0) == "Radio: Copy that."
    assert caption_at(_saying("Copy that."), 2.0) == "Copy that."


def test_letters_are_legible_and_inside_the_safe_area() -> None:
    for shade in (20, 235):
        frame = np.full((360, 640, 3), shade, np.uint8)
        draw_caption(frame, "We have come a very long way over the sea to be here, you know.")
        rows, columns = np.nonzero((frame != shade).any(axis=2))
        assert rows.max() < 0.97 * 360
        assert 0.06 * 640 < columns.min() <= columns.max() < 0.94 * 640
        inked = frame[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        assert inked.max() > 230
        assert inked.min() < 40, "a dark edge sets them off from what is bright"
