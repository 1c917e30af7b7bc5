"""What a fetch of weights leaves in their folder until it is done: parts of files, and a note of what is still to come.

A file gets its own name once it is whole and checked, so the folder itself never holds half of one. The note is for
whom looks into it meanwhile, or after a crash.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".vitascope-fetch"
MOST_NAMED = 3
GB = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Of a fetch that has begun."""

    files: Mapping[str, tuple[int, str]]
    """By their paths in the folder: bytes and checksum."""
    command: str
    """That goes on with it."""


def staging(folder: Path) -> Path:
    """Where parts of files and notes lie."""
    return folder / FOLDER


def write_note(folder: Path, name: str, *, files: Mapping[str, tuple[int, str]], command: str) -> None:
    """Before the first byte: ``files`` by their paths, their bytes and checksums, and ``command`` goes on with them."""
    staging(folder).mkdir(parents=True, exist_ok=True)
    note = staging(folder) / f"{name}.json"
    half = note.with_suffix(".writing")
    half.write_text(json.dumps({"files": files, "command": command}), encoding="utf-8")
    half.replace(note)


def remove_note(folder: Path, name: str) -> None:
    """After the last byte."""
    (staging(folder) / f"{name}.json").unlink(missing_ok=True)
    tidy(folder)


def part_of(folder: Path, checksum: str) -> Path:
    """Where a file grows: by its contents, so that none is taken for a part of another."""
    return staging(folder) / f"{checksum}.part"


def tidy(folder: Path) -> None:
    """Remove parts that no note names, and the place for them once it is empty."""
    known = {checksum for note in _notes(folder).values() for _, checksum in note.files.values()}
    for part in staging(folder).glob("*.part"):
        if part.stem not in known:
            part.unlink()
    with contextlib.suppress(OSError):  # not empty, or not there
        staging(folder).rmdir()


def unfinished(folder: Path) -> str | None:
    """A sentence on every fetch into ``folder`` that has not come to its end; ``None`` where there is none."""
    said = [_sentence(folder, name, note) for name, note in _notes(folder).items()]
    return " ".join(filter(None, said)) or None


def _sentence(folder: Path, name: str, note: Note) -> str | None:
    missing = [path for path, (size, _) in note.files.items() if _size(folder / path) != size]
    if not missing:  # it ended between its last file and the removal of its note
        return None
    come = sum(_size(part_of(folder, note.files[path][1])) for path in missing)
    left = sum(note.files[path][0] for path in missing) - come
    more = len(missing) - MOST_NAMED
    names = ", ".join(missing[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (
        f"{folder} is incomplete: fetching {name} has not ended, and {len(missing)} of {len(note.files)} files "
        f"({left / GB:.1f} GB) are still to come: {names}. Go on with: {note.command}"
    )


def _notes(folder: Path) -> dict[str, Note]:
    found = {}
    for file in sorted(staging(folder).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):  # not one of ours
            note = json.loads(file.read_text(encoding="utf-8"))
            files = {str(path): (int(size), str(checksum)) for path, (size, checksum) in note["files"].items()}
            found[file.stem] = Note(files=files, command=str(note["command"]))
    return found


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
