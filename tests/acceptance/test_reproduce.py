"""``vitascope reproduce`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.conftest import Installation


def test_reproduce_says_identical_with_0_and_different_with_3(installation: Installation, folder: Path) -> None:
    clip, picture = folder / "clip.mp4", folder / "photo.png"
    assert installation.run("generate", "a [boat]", "-o", str(clip), "--seed", "3").returncode == 0
    same = installation.run("reproduce", str(clip))
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.startswith("identical: all 150 frames and the sound, to the bit\n")

    from PIL import Image

    Image.effect_noise((640, 360), 60).convert("RGB").save(picture)
    made = installation.run("generate", "a boat", "-o", str(clip), "--image", str(picture), "--no-audio", "--force")
    assert made.returncode == 0, made.stderr
    rough = installation.run("reproduce", str(clip), "--json", "-o", str(folder / "again.mp4"))
    assert rough.returncode == 3
    assert "approximate" in rough.stderr
    told = json.loads(rough.stdout)
    assert told["identical"] is False
    assert told["picture"]["original_frames"] == told["picture"]["again_frames"] == 150
    assert told["output"] == str(folder / "again.mp4")
    assert (folder / "again.mp4").exists()


def test_reproduce_refuses_in_one_line(installation: Installation, folder: Path) -> None:
    text = folder / "notes.mp4"
    text.write_text("no video at all", encoding="utf-8")
    for path in (text, folder / "missing.mp4"):
        done = installation.run("reproduce", str(path))
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: `clip` is '{path.name}': it ")
        assert done.stderr.strip().count("\n") == 0
