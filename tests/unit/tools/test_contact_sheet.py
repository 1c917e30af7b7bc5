from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from tools.contact_sheet import cuts, told, wrapped
from tools.gallery import Entry, index_page
from tools.read_clip import evenly


@given(st.integers(2, 20), st.integers(1, 600))
def test_frames_are_even_and_hold_the_first_and_the_last(count: int, total: int) -> None:
    picked = evenly(count, total)
    assert picked[0] == 0
    assert picked[-1] == total - 1
    assert len(picked) == min(count, total)
    steps = {later - earlier for earlier, later in pairwise(picked)}
    assert not steps or max(steps) - min(steps) <= 1


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=30))
def test_wrapping_keeps_every_word_and_the_width(words: list[str]) -> None:
    font = ImageFont.load_default(20)
    lines = wrapped(" ".join(words), font, 160)
    assert " ".join(lines).split() == words
    assert all(font.getlength(line) <= 160 or " " not in line for line in lines)


def test_cuts_are_where_later_shots_begin() -> None:
    assert cuts(["0.0–2.5 s: wide, at sea.", "2.5–6.0 s: close.", "a sentence"]) == [2.5]


def test_what_was_not_understood_is_one_line_and_silence_is_said() -> None:
    sections = dict(told({"notes": {"not_understood": ["Mona Lisa", "glasses"]}}))
    assert sections["Not understood"] == ["Mona Lisa, glasses"]
    assert sections["Approximated"] == ["nothing"]
    assert dict(told({}))["Not understood"] == ["nothing"]


def test_the_index_shows_a_failure_and_escapes_a_prompt() -> None:
    page = index_page(
        [
            Entry(number=1, prompt='A "<b>cat</b>"', clip="01.mp4", sheet="01.png"),
            Entry(number=2, prompt="A dog", clip="", sheet="", failure="x < y"),
        ]
    )
    assert "<b>cat" not in page
    assert 'src="01.mp4"' in page
    assert "Not rendered: x &lt; y" in page
    assert page.count("<video") == 1
