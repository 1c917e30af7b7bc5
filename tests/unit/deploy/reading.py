"""What the files in deploy/ are held to: the settings and commands that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer.core
import typer.main
import yaml

from vitascope.cli.commands import app
from vitascope.settings import Settings

DEPLOY = Path(__file__).parents[3] / "deploy"
SETTINGS = {f"VITASCOPE_{name.upper()}" for name in Settings.model_fields}


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def unknown_settings(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith("VITASCOPE_")} - SETTINGS


def parse(command: Sequence[str]) -> str:
    """The command's name, once its flags are known to be flags of it. Raises what the command line raises."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    name, *rest = command
    group.commands[name].make_context(name, rest)
    return name


def of_dockerfile(text: str, instruction: str) -> list[str]:
    """Everything that follows it, lines joined."""
    joined = text.replace("\\\n", " ")
    return [line.split(None, 1)[1].strip() for line in joined.splitlines() if line.startswith(f"{instruction} ")]


def is_pinned(image: str) -> bool:
    """Whether it names a version, and not what is newest on the day."""
    return re.fullmatch(r"[a-z0-9./-]+:v?\d+(\.\d+)+[a-z0-9.-]*", image) is not None
