"""What every hand-off owes, as a suite, and a report that remembers.

Subclass `HandoffContract`, give it a server to talk to, and pytest runs it.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from vitascope.core.errors import Cancelled
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import RESOLUTIONS
from vitascope.core.ports import Errand, Handoff
from vitascope.media.container import reader_of

Result = TypeVar("Result")

PROMPT_S = 2.0
"""How long a cancelled task may take to end."""


@dataclass(slots=True)
class RecordingErrand:
    """A `core.ports.ErrandReport` that remembers, and has lost its claim from the note number ``lose_at`` on."""

    lose_at: int | None = None
    steps: list[tuple[str, int, int]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)

    def step(self, stage: str, done: int, total: int) -> None:
        self.steps.append((stage, done, total))

    async def note(self, where: Mapping[str, Any]) -> None:
        if self.lose_at is not None and len(self.notes) >= self.lose_at:
            raise Cancelled("the test took the claim away")
        self.notes.append(json.loads(json.dumps(where)))


class HandoffContract:
    """What every hand-off owes. Override the first five."""

    def handoff(self) -> Handoff:
        """A new one, that knows only what its settings say."""
        raise NotImplementedError

    def hold(self) -> None:
        """Let no render over there end."""
        raise NotImplementedError

    def release(self) -> None:
        """Let them end."""
        raise NotImplementedError

    def begun(self) -> int:
        """Renders that were begun over there."""
        raise NotImplementedError

    def withdrawn(self) -> int:
        """Renders that were withdrawn over there."""
        raise NotImplementedError

    def spec(self) -> GenerationSpec:
        return GenerationSpec(
            model="ltxv/ltxv-2-fast",
            prompt="A red boat on a calm sea at dawn.",
            duration_s=6,
            resolution=RESOLUTIONS["1080p"],
            fps=Fraction(25),
            generate_audio=True,
            seed=7,
            engine=self.handoff().info.name,
        )

    def test_its_predictions_are_quick_and_of_some_length(self) -> None:
        assert self.handoff().seconds(self.spec()) > 0
        assert isinstance(self.handoff(), Handoff)

    def test_what_it_brings_lies_where_it_was_to_and_is_described(self) -> None:
        async def check(handoff: Handoff, errand: Errand) -> None:
            report = RecordingErrand()
            await handoff.ready()
            notes = await handoff.fetch(errand, report)
            with errand.path.open("rb") as file:
                assert reader_of(file.read(16)) is not None
            assert all(isinstance(notes[key], list) for key in ("approximated", "not_understood"))
            shares = [done / total for _, done, total in report.steps]
            assert shares == sorted(shares)
            assert all(0 <= share <= 1 for share in shares)

        self._run(check)
        assert self.begun() == 1

    def test_a_new_attempt_takes_up_what_was_noted_before_it_was_waited_for(self) -> None:
        async def begin(handoff: Handoff, errand: Errand) -> Mapping[str, Any]:
            report = RecordingErrand()
            return await self._cut_off(handoff, errand, report)

        async def go_on(handoff: Handoff, errand: Errand) -> None:
            taken_up = Errand(
                spec=errand.spec, name="another-attempt", image_png=None, path=errand.path, taken_up=noted
            )
            await handoff.fetch(taken_up, RecordingErrand())
            assert errand.path.stat().st_size > 0

        self.hold()
        noted = self._run(begin)
        assert (self.begun(), self.withdrawn()) == (1, 0), "a cancelled task leaves what it began"
        self.release()
        self._run(go_on)
        assert self.begun() == 1

    def test_what_is_withdrawn_ends_over_there_and_saying_so_twice_does_no_harm(self) -> None:
        async def check(handoff: Handoff, errand: Errand) -> None:
            noted = await self._cut_off(handoff, errand, RecordingErrand())
            for where in (noted, noted, {}, {"of": "another version"}):
                await handoff.withdraw(where)

        self.hold()
        self._run(check)
        self.release()
        assert self.withdrawn() >= 1

    def test_an_attempt_without_its_claim_begins_nothing(self) -> None:
        async def check(handoff: Handoff, errand: Errand) -> None:
            try:
                await handoff.fetch(errand, RecordingErrand(lose_at=0))
            except Cancelled:
                return
            raise AssertionError("the hand-off swallowed a Cancelled")

        self._run(check)
        assert self.begun() == 0

    async def _cut_off(self, handoff: Handoff, errand: Errand, report: RecordingErrand) -> Mapping[str, Any]:
        """Begin ``errand`` and cancel it in mid-render; what it noted last."""
        fetching = asyncio.create_task(handoff.fetch(errand, report))
        while self.begun() == 0 or not report.notes or not any(done > 0 for _, done, _ in report.steps):
            assert not fetching.done(), fetching
            await asyncio.sleep(0.01)
        fetching.cancel()
        done, _ = await asyncio.wait({fetching}, timeout=PROMPT_S)
        assert done, "a cancelled task goes on"
        return report.notes[-1]

    def _run(self, check: Callable[[Handoff, Errand], Awaitable[Result]]) -> Result:
        async def run(folder: Path) -> Result:
            handoff = self.handoff()
            errand = Errand(spec=self.spec(), name="an-attempt", image_png=None, path=folder / "brought")
            try:
                return await check(handoff, errand)
            finally:
                await handoff.close()

        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(run(Path(folder)))
