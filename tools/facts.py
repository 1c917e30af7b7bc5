"""What a viewer would check of each sample prompt, and whether it held when a person looked and listened."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACTS = Path(__file__).with_name("facts.toml")
KINDS = frozenset({
    "subject", "setting", "action", "direction", "camera", "shots", "time", "season", "weather", "look", "sound",
    "words",
})  # fmt: skip
_KEYS = {"kind", "text", "holds", "instead"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a prompt says. ``instead`` is what was there where it did not hold."""

    kind: str
    text: str
    holds: bool
    instead: str = ""


def read_facts(path: Path = FACTS) -> dict[int, tuple[Fact, ...]]:
    """By number of the prompt. Raises ``ValueError`` where a fact is not as it must be."""
    with path.open("rb") as file:
        lists = tomllib.load(file)["prompts"]
    return {int(number): tuple(_fact(path.name, number, each) for each in facts) for number, facts in lists.items()}


def _fact(file: str, number: str, told: dict[str, Any]) -> Fact:
    where = f"{file}, prompt {number}"
    if told.keys() - _KEYS or not {"kind", "text", "holds"} <= told.keys():
        raise ValueError(f"{where}: a fact has kind, text, holds and, where it does not hold, instead; not {told}.")
    if told["kind"] not in KINDS:
        raise ValueError(f"{where}: {told['kind']!r} is none of {', '.join(sorted(KINDS))}.")
    fact = Fact(**told)
    if fact.holds == bool(fact.instead):
        raise ValueError(f"{where}: {fact.text!r} says what was there instead where it does not hold, and only there.")
    return fact


def share(facts: dict[int, tuple[Fact, ...]]) -> float:
    """The part of all facts that hold, 0 to 1."""
    all_facts = [fact for each in facts.values() for fact in each]
    return sum(fact.holds for fact in all_facts) / len(all_facts)
