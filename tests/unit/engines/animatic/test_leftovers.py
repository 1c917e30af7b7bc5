from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from vitascope.engines.animatic import leftovers


@pytest.fixture(autouse=True)
def _looked_for_anew() -> Iterator[None]:
    leftovers._trim.cache_clear()
    yield
    leftovers._trim.cache_clear()


@pytest.mark.parametrize("refusal", [OSError, TypeError, AttributeError])
def test_where_nothing_can_be_given_back_nothing_happens(
    refusal: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_name: None) -> None:
        raise refusal

    monkeypatch.setattr(ctypes, "CDLL", refused)
    leftovers.give_back()


def test_all_that_lies_free_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []

    class Library:
        malloc_trim = staticmethod(kept.append)

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Library())
    leftovers.give_back()
    assert kept == [0], "the least that is to stay at the end of the heap"
