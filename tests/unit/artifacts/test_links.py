from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vitascope.artifacts import links

SECRET = b"a secret of this server, 32 bytes"
KEY = "generations/0192f0c1-2345-7000-8000-000000000001/1/clip.mp4"
NOW = datetime(2026, 3, 1, 12, 20, 30, tzinfo=UTC)
ENDS = datetime(2026, 3, 2, 13, tzinfo=UTC)


def parts(path: str) -> tuple[str, str]:
    token, _, key = path.removeprefix("/files/").partition("/")
    return token, key


def test_a_link_opens_its_file_and_ends_in_its_name() -> None:
    path = links.sign(SECRET, KEY, ENDS)
    assert path.startswith("/files/")
    assert path.endswith(".mp4")
    assert "?" not in path
    assert links.verify(SECRET, *parts(path), NOW) == KEY


def test_a_link_that_reads_does_not_take_a_file_in_and_the_other_way_round() -> None:
    reads, takes = links.sign(SECRET, KEY, ENDS), links.sign(SECRET, KEY, ENDS, links.UPLOAD)
    token, _, key = takes.removeprefix("/uploads/").partition("/")
    assert links.verify(SECRET, token, key, NOW, links.UPLOAD) == KEY
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, token, key, NOW)
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, *parts(reads), NOW, links.UPLOAD)


def test_a_link_works_until_its_last_second_and_no_longer() -> None:
    token, key = parts(links.sign(SECRET, KEY, ENDS))
    assert links.verify(SECRET, token, key, ENDS - timedelta(seconds=1)) == KEY
    with pytest.raises(links.LinkExpired):
        links.verify(SECRET, token, key, ENDS)


def test_a_forged_link_is_forged_even_when_its_time_is_over() -> None:
    token, key = parts(links.sign(b"another server's secret", KEY, NOW - timedelta(days=1)))
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, token, key, NOW)


@given(position=st.integers(min_value=0), character=st.characters(codec="utf-8"))
def test_a_link_with_any_character_altered_is_refused(position: int, character: str) -> None:
    path = links.sign(SECRET, KEY, ENDS).removeprefix("/files/")
    position %= len(path)
    altered = path[:position] + character + path[position + 1 :]
    assume(altered != path)
    token, _, key = altered.partition("/")
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, token, key, NOW)


@given(token=st.text(st.characters()), key=st.text(st.characters()))
def test_whatever_a_stranger_sends_is_forged(token: str, key: str) -> None:
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, token, key, NOW)


def test_a_link_to_one_file_does_not_open_another() -> None:
    token, _ = parts(links.sign(SECRET, KEY, ENDS))
    with pytest.raises(links.LinkForged):
        links.verify(SECRET, token, KEY.replace("/1/", "/2/"), NOW)


@given(
    now=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),
    lifetime=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=30)),
)
def test_an_expiry_is_the_next_whole_hour_after_the_lifetime(now: datetime, lifetime: timedelta) -> None:
    ends = links.expiry(now, lifetime)
    assert (ends.minute, ends.second, ends.microsecond) == (0, 0, 0)
    assert timedelta(0) <= ends - (now + lifetime) < timedelta(hours=1)


def test_polls_within_the_hour_show_the_same_link() -> None:
    day = timedelta(days=1)
    early, late = NOW.replace(minute=0, second=1), NOW.replace(minute=59, second=59)
    assert links.expiry(early, day) == links.expiry(late, day)
    assert links.expiry(late, day) != links.expiry(late + timedelta(seconds=2), day)


def test_a_link_ends_no_later_than_what_it_leads_to() -> None:
    day = timedelta(hours=24)
    for due in (timedelta(seconds=60), timedelta(hours=5), timedelta(days=300)):
        assert links.expiry(NOW, day, NOW + due) == min(links.expiry(NOW, day), NOW + due)
    assert links.expiry(NOW, day, None) == links.expiry(NOW, day)
