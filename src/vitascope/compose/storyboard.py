"""What the engine animatic reads out of a prompt, to be looked at, edited and given back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import MAX_PROMPT_CHARS
from vitascope.engines import registry

if TYPE_CHECKING:
    from vitascope.engines.animatic.engine import AnimaticEngine
    from vitascope.engines.animatic.graph import Scene

ENGINE = "animatic"
MAX_SCENE_BYTES = 4 * 2**20
"""Many times the longest scene that is read from a prompt."""


def read_storyboard(prompt: str, *, seed: int, duration_s: float) -> Scene:
    """The scene that ``prompt`` is read as. Raises `BadInput`, `EngineMissing`."""
    registry.create(ENGINE)  # a sentence on what is to be installed, where something is
    from vitascope.engines.animatic.reading.reader import read_prompt

    if not prompt.strip():
        raise InvalidField("prompt", prompt, "say in a few words what the video shows.")
    if len(prompt) > MAX_PROMPT_CHARS:
        raise InvalidField("prompt", prompt, f"{len(prompt):,} characters; at most {MAX_PROMPT_CHARS:,} are read.")
    return read_prompt(prompt, seed=seed, duration_s=duration_s)


def told(scene: Scene) -> tuple[tuple[str, dict[str, str]], ...]:
    """``scene`` for a person: a heading and what is below it, for each shot and then for the whole.

    What there is nothing of is left out, but for what was not understood: that all was is worth knowing.
    """
    from vitascope.engines.animatic.reading import describe

    def named(kinds: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(kind.replace("_", " ") for kind in kinds))

    shots = []
    for number, shot in enumerate(scene.shots, 1):
        season = f", in {shot.world.season}" if shot.world.season != "summer" else ""
        rows = {
            "setting": describe.place(shot.world) + season,
            "seen": ", ".join(describe.seen(actor) for actor in shot.actors),
            "camera": f"{shot.camera.framing}, {describe.camera(shot)}",
            "effects": named(effect.kind for effect in shot.effects),
            "heard": named(sound.kind for sound in shot.sounds),
            "said": " ".join(describe.spoken(speech) for speech in shot.speeches),
        }
        shots.append((f"{number}   {describe.span(shot)}", {name: words for name, words in rows.items() if words}))
    music = scene.music
    whole = {
        "mood": ", ".join(filter(None, (scene.mood, scene.style))),
        "music": "" if music is None else f"{music.instrument}, {music.mood}, {music.tempo_bpm} beats a minute",
        "understood": ", ".join(scene.understood),
        "approximated": " ".join(scene.approximated),
        "not understood": ", ".join(scene.not_understood) or "nothing: every word was",
    }
    heading = f"whole   {scene.duration_s:g} s, seed {scene.seed}"
    return (*shots, (heading, {name: words for name, words in whole.items() if words}))


def read_scene_file(path: Path) -> Scene:
    """The scene in a file, which a person may have edited. Raises `BadInput`, `EngineMissing`."""
    registry.create(ENGINE)
    from vitascope.engines.animatic.scene_file import read_scene

    return read_scene(_json(path))


def engine_for(scene: Scene) -> AnimaticEngine:
    """The engine that makes ``scene``, not loaded yet. Raises `EngineMissing`."""
    registry.create(ENGINE)
    from vitascope.engines.animatic.engine import AnimaticEngine

    return AnimaticEngine(scene)


def save_sheet(scene: Scene, path: Path) -> None:
    """Draw ``scene``'s shots on one page, in the form that ``path``'s ending names. Raises `BadInput`, ``OSError``."""
    from PIL import Image

    from vitascope.engines.animatic.sheet import draw_sheet

    form = Image.registered_extensions().get(path.suffix.lower())
    if form not in {"PNG", "JPEG", "WEBP"}:
        raise InvalidField("--sheet", path.name, "a sheet is a .png, a .jpg or a .webp.")
    path.parent.mkdir(parents=True, exist_ok=True)
    page = draw_sheet(scene)
    with tempfile.TemporaryDirectory(prefix=".vitascope-", dir=path.parent) as folder:
        whole = Path(folder) / path.name
        page.save(whole, form)
        whole.replace(path)


def _json(path: Path) -> Any:
    try:
        size = path.stat().st_size
        if size > MAX_SCENE_BYTES:
            raise BadInput(f"{path} is {size:,} bytes; a scene has at most {MAX_SCENE_BYTES:,}.")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is no text in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BadInput(f"{path} is no JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise BadInput(f"{path} is nested too deeply for a scene.") from error
