"""The prompts that every engine is looked at with: a numbered list in Markdown."""

from __future__ import annotations

import re
from pathlib import Path

PROMPTS = Path(__file__).with_name("prompts.md")

_NUMBERED = re.compile(r"(\d+)[.)]\s+(.*\S)")


def read_prompts(path: Path = PROMPTS) -> dict[int, str]:
    """By number. Lines that begin with no number go on with the prompt above them; before the first they are prose.

    Raises ``ValueError`` where a number comes twice or there is no prompt at all.
    """
    prompts: dict[int, str] = {}
    number = None
    for line in path.read_text(encoding="utf-8").splitlines():
        found = _NUMBERED.match(line.strip())
        if found:
            number = int(found[1])
            if number in prompts:
                raise ValueError(f"{path.name} has two prompts with the number {number}.")
            prompts[number] = found[2]
        elif not line.strip():
            number = None
        elif number is not None:
            prompts[number] += f" {line.strip()}"
    if not prompts:
        raise ValueError(f"{path.name} holds no numbered prompt.")
    return prompts


def chosen(numbers: str, prompts: dict[int, str]) -> dict[int, str]:
    """Those of ``prompts`` that ``numbers`` names, as in ``1,5,8-10``; all where it is empty. Raises ``ValueError``."""
    if not numbers:
        return prompts
    wanted: dict[int, str] = {}
    for part in numbers.split(","):
        first, _, last = part.strip().partition("-")
        for number in range(int(first), int(last or first) + 1):
            if number not in prompts:
                raise ValueError(f"There is no prompt {number}; there are {min(prompts)} to {max(prompts)}.")
            wanted[number] = prompts[number]
    return wanted
