"""What the README and the tutorial say to paste does what they say, in a shell and in a Python of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.acceptance.conftest import Installation
from vitascope.media.probe import probe

ROOT = Path(__file__).parents[2]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.S | re.M)


def run(served: Installation, folder: Path, *command: str) -> str:
    beside = Path(sys.executable).parent
    environment = {**served.environment, "PATH": f"{beside}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def here(served: Installation, text: str) -> str:
    for key in ("KEY=...", "<YOUR_KEY>", "YOUR_KEY"):
        text = text.replace(key, f"KEY={served.key}" if key == "KEY=..." else served.key)
    return text.replace("http://127.0.0.1:8000", served.base_url).replace(".venv/bin/", "")


def test_the_shell_program_of_the_readme_makes_a_video(served: Installation, folder: Path) -> None:
    (program,) = blocks("README.md", "sh")
    run(served, folder, "bash", "-eu", "-c", here(served, program))
    assert probe(folder / "dragon.mp4").frames == 150


def test_the_python_program_of_the_readme_ends_with_a_link(served: Installation, folder: Path) -> None:
    (program,) = blocks("README.md", "python")
    assert run(served, folder, sys.executable, "-c", here(served, program)).startswith(f"{served.base_url}/files/")


def test_the_command_of_the_readme_needs_no_server(served: Installation, folder: Path) -> None:
    (line,) = re.findall(r"^    (\.venv/bin/vitascope generate .*)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    run(served, folder, "bash", "-c", here(served, line))
    assert probe(folder / "boat.mp4").frames == 150


def test_the_storyboard_of_the_tutorial_is_drawn(served: Installation, folder: Path) -> None:
    (line,) = [block for block in blocks("docs/tutorial.md", "sh") if "storyboard" in block]
    run(served, folder, "bash", "-c", here(served, line))
    assert (folder / "car.png").stat().st_size > 10_000


def test_the_program_of_the_tutorial_makes_a_video(served: Installation, folder: Path) -> None:
    (program,) = blocks("docs/tutorial.md", "python")
    run(served, folder, sys.executable, "-c", here(served, program))
    assert probe(folder / "whale.mp4").frames == 150


def test_the_tutorial_shows_what_a_start_prints(served: Installation) -> None:
    shown, printed = (ROOT / "docs/tutorial.md").read_text("utf-8"), served.output.read_text("utf-8")
    line = re.search(r"^Vitascope .* answers on .*$", printed, re.M)
    assert line is not None
    assert line[0].replace(served.base_url, "http://127.0.0.1:8000").replace("testcard", "animatic") in shown
    assert "Open the playground, signed in once: " in printed
    assert "Open the playground, signed in once: " in shown
