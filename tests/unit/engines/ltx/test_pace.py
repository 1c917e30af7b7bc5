"""Python and a GPU: a device is played by flags that the test turns."""

from __future__ import annotations

import pytest

from vitascope.core.errors import Cancelled
from vitascope.engines.ltx import pace
from vitascope.engines.ltx.pace import AHEAD, Done, Pace, wait


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "POLL_S", 0.0)


def test_who_waits_looks_now_and_then() -> None:
    looked: list[int] = []
    polls = iter(range(3 * pace.LOOK_EVERY + 1))
    wait(lambda: next(polls) == 3 * pace.LOOK_EVERY, lambda: looked.append(1))
    assert len(looked) == 3


def test_a_cancel_is_heard_while_a_device_computes() -> None:
    def cancelled() -> None:
        raise Cancelled("now")

    with pytest.raises(Cancelled):
        wait(lambda: False, cancelled)


class Device:
    """Runs one block whenever it is asked whether it is done."""

    def __init__(self) -> None:
        self.queued = 0
        self.ran = 0
        self.furthest = 0

    def mark(self) -> Done:
        marked = self.queued  # what was queued before this block
        self.queued += 1
        self.furthest = max(self.furthest, self.queued - self.ran)

        def done() -> bool:
            self.ran = min(self.ran + 1, self.queued)
            return self.ran >= marked

        return done


def test_no_more_than_a_few_blocks_are_queued_ahead_of_a_device() -> None:
    device, looked = Device(), []
    before_block = Pace(lambda: looked.append(1), device.mark)
    for _ in range(48):
        before_block()
    assert device.furthest <= AHEAD + 2, "those, the one that runs, and the one that is about to be queued"
    assert len(looked) == 48


def test_where_calls_return_when_they_are_done_nothing_is_waited_for() -> None:
    looked: list[int] = []
    before_block = Pace(lambda: looked.append(1), None)
    for _ in range(48):
        before_block()
    assert len(looked) == 48
