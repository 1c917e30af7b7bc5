"""The real render child with LTX-2 in miniature: a cancel is heard within a step and within the decoding.

Nothing here looks at a clock: a child that was cancelled says nothing of a later step or tile than the one it was in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.media.probe import probe
from vitascope.worker.messages import Failed, Kept, Message, Render, Rendered, Started, Step, Still
from vitascope.worker.process import RenderProcess

SPEC = replace(fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat"), engine="ltx", seed=1), duration_s=6)
"""At 1080p half a step and a tile of it, even of a draft's, take far longer than a message."""
DRAFT = replace(SPEC, draft=True)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx"
    tiny_ltx.build(folder)
    return folder


@pytest.fixture
async def child(weights: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RenderProcess]:
    monkeypatch.setenv("VITASCOPE_WEIGHTS", str(weights))
    monkeypatch.setenv("VITASCOPE_ACCEPT_LTX_LICENSE", "true")
    started = await RenderProcess.start("ltx", log=None)
    yield started
    await started.kill()


def order(folder: Path, wanted: GenerationSpec) -> Render:
    folder.mkdir()
    return Render(spec=wanted.to_json(), image_path=None, folder=str(folder), generation_id="0" * 32)


async def until(child: RenderProcess, stage: str) -> Step:
    """What a render says first of ``stage``; of the first, once a step of it is done, for it begins with the prompt."""
    while True:
        heard = await child.hear()
        assert isinstance(heard, Step | Started | Kept), heard
        if isinstance(heard, Step) and heard.stage == stage and heard.done > 0:
            return heard


async def ending(child: RenderProcess) -> tuple[list[Step], Message]:
    """The steps that are still told of, and what ends them."""
    steps = []
    while isinstance(heard := await child.hear(), Step | Kept | Still):
        if isinstance(heard, Step):
            steps.append(heard)
    return steps, heard


@pytest.mark.slow
async def test_a_cancel_is_heard_in_mid_step_and_in_mid_decode_and_the_child_renders_on(
    child: RenderProcess, tmp_path: Path
) -> None:
    first = child.pid
    for stage, wanted in (("first stage", SPEC), ("second stage", SPEC), ("decoding", DRAFT)):
        folder = tmp_path / stage
        await child.begin(order(folder, wanted))
        seen = await until(child, stage)
        await child.cancel()
        steps, ended = await ending(child)
        assert isinstance(ended, Failed), ended
        assert ended.code == "cancelled"
        assert {(step.stage, step.done) for step in steps} <= {(stage, seen.done)}, "no step or tile was ended first"
        assert not list(folder.glob("*.mp4")), "nothing half-made is left"

    await child.begin(order(tmp_path / "another", DRAFT))
    await until(child, "decoding")
    _, ended = await ending(child)
    assert isinstance(ended, Rendered), ended
    facts = probe(Path(ended.video_path))
    assert (ended.frames, facts.frames) == (150, 150)
    assert facts.sound is not None
    assert facts.sound.samples == 6 * 48_000
    assert child.alive
    assert child.pid == first
