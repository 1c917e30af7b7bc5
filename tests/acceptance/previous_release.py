"""The program as it was before, from this repository's history: what an installation is upgraded from.

It is the newest tag ``v…`` that this commit has behind it. While there is none: the last commit that ended at
migration 7, so that every migration since is gone through with work under way.
"""

from __future__ import annotations

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
SINCE = "src/vitascope/store/migrations/0008_sweeps.sql"


def previous_release(folder: Path) -> Path | None:
    """Its ``src``, unpacked into ``folder``; ``None`` where there is no history to take it from."""
    commit = _git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^")
    if commit is None:
        added = _git("log", "--diff-filter=A", "--format=%H", "--", SINCE)
        commit = None if not added else f"{added.splitlines()[-1]}^"
    packed = None if commit is None else _run("archive", commit, "src")
    if packed is None:
        return None
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def _git(*command: str) -> str | None:
    done = _run(*command)
    return None if done is None else done.decode().strip() or None


def _run(*command: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *command], capture_output=True, check=False)
    except OSError:  # no git
        return None
    return done.stdout if done.returncode == 0 else None
