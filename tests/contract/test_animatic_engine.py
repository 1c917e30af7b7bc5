from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from itertools import islice

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher
from numpy.typing import NDArray

from vitascope.core.generation import CAMERA_MOTIONS, GenerationSpec
from vitascope.core.media import Resolution
from vitascope.core.ports import Engine, Inputs
from vitascope.engines.animatic import film
from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.engine import AnimaticEngine
from vitascope.engines.animatic.film import Drawing
from vitascope.engines.animatic.planes import fill_planes
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.scene_file import read_scene
from vitascope.engines.animatic.sound.soundtrack import Sounding, Soundtrack
from vitascope.media.convert import rgb_to_i420
from vitascope.media.planes import i420_buffer
from vitascope.testing import EngineContract, RecordingReport, digest

SMALL = Resolution(name="test", width=480, height=270)


@lru_cache(maxsize=1)
def _engine() -> AnimaticEngine:
    """One for all tests: its second ``load`` finds every kernel compiled."""
    return AnimaticEngine()


@lru_cache(maxsize=1)
def _picture() -> NDArray[np.uint8]:
    rows = np.linspace(40, 220, SMALL.height)[:, None]
    columns = np.linspace(0, 9, SMALL.width)[None]
    return np.stack([rows + 9 * np.sin(columns + k) for k in range(3)], axis=2).astype(np.uint8)


class TestAnimaticEngine(EngineContract):
    def engine(self) -> Engine:
        return _engine()

    def spec(self) -> GenerationSpec:
        return replace(super().spec(), resolution=SMALL, duration_s=1)

    @pytest.mark.parametrize("motion", CAMERA_MOTIONS)
    def test_a_camera_motion_is_seen(self, motion: str) -> None:
        plain, moved = (self.spec(), replace(self.spec(), camera_motion=motion))
        (*_, before), (*_, after) = self.chunks(plain), self.chunks(moved)
        assert np.abs(after.y[-1].astype(int) - before.y[-1]).mean() > 0.5

    def test_a_frame_from_a_drawing_thread_is_that_which_is_drawn_alone(self) -> None:
        spec = self.spec()
        scene = read_prompt(spec.prompt, seed=spec.seed, duration_s=1.0, has_image=False)
        alone = Renderer(scene, width=SMALL.width, height=SMALL.height, fps=spec.fps, mouths={})
        y, u, v = (p[0] for p in i420_buffer(1, width=SMALL.width, height=SMALL.height))
        for chunk in self.chunks(spec):
            for index in range(0, chunk.frames, 7):
                fill_planes(alone.frame(chunk.first + index), y, u, v)
                assert (chunk.y[index] == y).all()
                assert (chunk.u[index] == u).all()
                assert (chunk.v[index] == v).all()

    @pytest.mark.parametrize("prompt", ["A dragon roars: WHO IS THERE?", "A quiet forest.", "Qzxv brlg."])
    def test_notes_are_plain_json_and_honest_about_being_a_preview(self, prompt: str) -> None:
        report = RecordingReport()
        next(self.chunks(replace(self.spec(), prompt=prompt), report=report))
        notes = report.notes[0]
        assert json.loads(json.dumps(notes)) == dict(notes)
        assert any("preview" in sentence for sentence in notes["approximated"])

    def test_a_spoken_prompt_gives_the_same_chunks_twice(self) -> None:
        spec = replace(self.spec(), prompt='A knight says: "For the king!"')
        assert list(map(digest, self.chunks(spec))) == list(map(digest, self.chunks(spec)))

    def test_another_seed_is_another_clip(self) -> None:
        first, second = (next(self.chunks(replace(self.spec(), seed=seed))) for seed in (1, 2))
        assert digest(first) != digest(second)

    def test_an_image_is_frame_zero_to_the_last_bit_and_then_moves_in_its_weather(self) -> None:
        spec = replace(self.spec(), prompt="Heavy rain begins to fall, slow push in")
        chunk = next(self.chunks(spec, Inputs(image=_picture())))
        for plane, expected in zip((chunk.y[0], chunk.u[0], chunk.v[0]), rgb_to_i420(_picture()), strict=True):
            np.testing.assert_array_equal(plane, expected)
        steps = np.abs(np.diff(chunk.y.astype(int), axis=0)).mean(axis=(1, 2))
        assert 0 < steps[0] < steps[-1]

    def test_leaving_a_clip_in_the_middle_ends_its_threads(self) -> None:
        chunks = self.chunks(self.spec())
        next(chunks)
        assert isinstance(chunks, Iterator)
        chunks.close()  # type: ignore[attr-defined]  # a generator, as every engine's
        assert list(islice(chunks, 1)) == []


class BrokenAt:
    """Frames of which one cannot be drawn."""

    def __init__(self, index: int) -> None:
        self._index = index

    def prepare(self, index: int) -> None:
        pass

    def frame(self, index: int) -> NDArray[np.uint8]:
        if index == self._index:
            raise ArithmeticError(f"frame {index}")
        return _picture()


def test_a_frame_that_fails_raises_where_it_is_due() -> None:
    spec = TestAnimaticEngine().spec()
    report = RecordingReport()
    with ThreadPoolExecutor(2) as pool:
        drawing = Drawing(pool, BrokenAt(3), spec, 0, 5, Inputs())
        with pytest.raises(ArithmeticError, match="frame 3"):
            list(drawing.chunk(report, None))
    assert [done for _, done, _ in report.steps] == [0, 1, 2, 3]


def kernels() -> dict[str, int]:
    """How many signatures each kernel of the engine is compiled for, by its full name."""
    ours = [m for name, m in sys.modules.items() if name.startswith("vitascope.engines.animatic")]
    found = [value for module in ours for value in vars(module).values() if isinstance(value, Dispatcher)]
    return {f"{kernel.__module__}.{kernel.__name__}": len(kernel.signatures) for kernel in found}


def test_a_loaded_engine_compiles_nothing_while_it_draws() -> None:
    _engine().load(RecordingReport())
    before = kernels()
    for prompt in (
        'A rocket lifts off, flame and smoke; a voice says: "Lift-off!"',
        "A dragon rushes toward the camera, jaws open, over a mountain lake.",
        "An old lighthouse in a thunderstorm, waves breaking on the rocks, the beam sweeping through the rain.",
        "A woman puts on glasses in a cafe, snow falling outside.",
        "Fireworks over a harbour at night, people watch from a bridge in the fog.",
    ):
        for chunk in _engine().generate(
            replace(TestAnimaticEngine().spec(), prompt=prompt), Inputs(), RecordingReport()
        ):
            assert chunk.pcm is not None
    next(iter(_engine().generate(TestAnimaticEngine().spec(), Inputs(image=_picture()), RecordingReport())))
    assert {name: count for name, count in kernels().items() if count != before.get(name, 0)} == {}


def test_a_scene_that_is_given_is_made_and_kept_whatever_the_prompt_says() -> None:
    scene = read_prompt("Abstract ribbons of blue light.", seed=2, duration_s=1.0)
    spec = replace(TestAnimaticEngine().spec(), prompt="A dog on a hill.", generate_audio=False)
    report = RecordingReport()
    made = list(AnimaticEngine(scene).generate(spec, Inputs(), report))
    alone = Renderer(scene, width=SMALL.width, height=SMALL.height, fps=spec.fps, mouths={})
    y, u, v = (p[0] for p in i420_buffer(1, width=SMALL.width, height=SMALL.height))
    fill_planes(alone.frame(0), y, u, v)
    assert np.array_equal(made[0].y[0], y)
    (notes,) = report.notes
    assert read_scene(json.loads(json.dumps(notes["scene"]))) == scene


class Telling:
    """Frames that tell when the first of them is drawn."""

    def __init__(self, begun: threading.Event) -> None:
        self._begun = begun

    def prepare(self, index: int) -> None:
        pass

    def frame(self, index: int) -> NDArray[np.uint8]:
        self._begun.set()
        return _picture()


def test_frames_are_drawn_while_all_but_the_voices_is_yet_to_be_sounded(monkeypatch: pytest.MonkeyPatch) -> None:
    _engine().load(RecordingReport())  # which sounds something of its own
    begun, finish = threading.Event(), Sounding.finish

    def after_the_first_frame(sounding: Sounding) -> Soundtrack:
        assert begun.wait(60), "no frame was drawn before the sound was whole"
        return finish(sounding)

    monkeypatch.setattr(film, "RENDER_THREADS", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(film, "_frames", lambda *_: Telling(begun))
    monkeypatch.setattr(Sounding, "finish", after_the_first_frame)
    spec = replace(TestAnimaticEngine().spec(), prompt='A knight says: "For the king!"')
    assert sum(chunk.frames for chunk in TestAnimaticEngine().chunks(spec)) == spec.frames
