"""The engine, as the rest of the program sees it: what it is, what it costs, and how it is started.

Importing this is cheap. The renderer, with its compiler and its tables, comes with `load`, in the process that draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vitascope import __version__
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.engines.animatic.sound.voice import extra

if TYPE_CHECKING:
    from vitascope.engines.animatic.graph import Scene

SECONDS_A_FRAME = 0.033
"""Wall time of a 1080p frame on two cores, encoding included; larger frames in proportion.

Measured over the sample prompts, submit to completed: 3.8 to 7.4 s for 150 frames, 5.4 on average; 17 to 21 at 2160p.
"""
SECONDS_OF_FOCUS = 0.02
"""What pulling the focus adds to a frame: 30 ms of CPU, shared by two cores, and some for the copies."""
SECONDS_OF_SOUND = 0.03
"""To read a prompt and to sound one second of it, in wall time: most of it is done while frames are drawn."""


class AnimaticEngine:
    """Engine ``animatic``: a preview that follows the prompt, on a CPU.

    With a ``scene`` it makes that one, whatever the prompt says: for people who edited what was read.
    """

    def __init__(self, scene: Scene | None = None) -> None:
        self._scene = scene

    @property
    def info(self) -> EngineInfo:
        version = __version__ if self._scene is None else f"{__version__}; scene {self._scene.digest()}"
        return EngineInfo(
            name="animatic",
            kind="preview",
            summary="An animatic: a preview drawn and sounded from the words of the prompt, not made by a video model.",
            version=f"{version}; voice {extra.NAME}" if extra.installed() else version,
            offers=frozenset({"last_image"}),
            load_timeout_s=300,
            step_timeout_s=60,
        )

    def load(self, report: Report) -> None:
        """Compiles the renderer, or reads what an earlier start compiled."""
        from vitascope.engines.animatic.film import warm_up

        warm_up(report)

    def seconds(self, spec: GenerationSpec) -> float:
        pixels = spec.resolution.width * spec.resolution.height
        frame = SECONDS_A_FRAME + (SECONDS_OF_FOCUS if spec.camera_motion == "focus_shift" else 0.0)
        return 0.3 + SECONDS_OF_SOUND * spec.duration_s + frame * spec.frames * pixels / (1920 * 1080)

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        from vitascope.engines.animatic.film import film

        return film(spec, inputs, report, summary=self.info.summary, given=self._scene)
