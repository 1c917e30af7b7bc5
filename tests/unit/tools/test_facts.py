from __future__ import annotations

from pathlib import Path

import pytest

from tools.facts import read_facts, share
from tools.prompts import read_prompts


def test_every_sample_prompt_has_its_facts_and_a_subject_or_setting_among_them() -> None:
    facts = read_facts()
    assert list(facts) == list(read_prompts())
    for number, each in facts.items():
        assert {"subject", "setting"} & {fact.kind for fact in each}, number
        assert len({fact.text for fact in each}) == len(each) >= 5, number


def test_what_a_prompt_says_aloud_is_among_its_facts() -> None:
    spoken = {1: "WHERE ARE MY TREASURES?", 9: "three, two, one, lift-off", 12: "For the king!", 18: "Hold fast!"}
    facts = read_facts()
    for number, words in spoken.items():
        assert words in read_prompts()[number]
        assert any(fact.kind == "words" and words in fact.text for fact in facts[number]), number


def test_nine_in_ten_held_when_they_were_last_looked_at() -> None:
    assert share(read_facts()) >= 0.9


@pytest.mark.parametrize(
    ("fact", "word"),
    [
        ('{ kind = "mood", text = "x", holds = true }', "mood"),
        ('{ kind = "look", text = "x" }', "holds"),
        ('{ kind = "look", text = "x", holds = false }', "instead"),
        ('{ kind = "look", text = "x", holds = true, instead = "y" }', "instead"),
        ('{ kind = "look", text = "x", holds = true, seen = "y" }', "seen"),
    ],
)
def test_a_fact_that_is_not_as_it_must_be_is_refused_by_its_prompt(tmp_path: Path, fact: str, word: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(f"[prompts]\n7 = [{fact}]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"prompt 7: .*{word}"):
        read_facts(path)
