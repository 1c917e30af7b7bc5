"""Every command of ``docs/how-to/from-the-terminal.md`` does what the page says, pasted into one shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.acceptance.conftest import Installation
from vitascope.media.probe import probe

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "from-the-terminal.md"


def test_the_commands_of_the_page_work_one_after_another(served: Installation, folder: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    script = "\n".join(blocks).replace("YOUR_KEY", served.key)
    script = script.replace("http://127.0.0.1:8000", served.base_url)
    script += "\ntrue\n"  # the last command would take the shell's place, and completion is for the shell that runs it
    here, home = folder / "here", folder / "home"
    here.mkdir()
    home.mkdir()
    Image.fromarray(np.full((1080, 1920, 3), (200, 40, 40), np.uint8)).save(here / "first.png")
    beside = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        env={**served.environment, "PATH": f"{beside}:{os.environ['PATH']}", "HOME": str(home)},
        cwd=here, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    clips = {path.name: probe(path).frames for path in here.glob("*.mp4")}
    assert clips == {"boat.mp4": 150, "off.mp4": 200, "lighthouse.mp4": 150, "again.mp4": 150}
    assert "no clip this time" in done.stdout
    assert re.search(r"^cancelled |^ending ", done.stdout, re.M)
    assert any(home.rglob("*vitascope*"))  # the shell's completion
