"""Words outside the lexicon are read as what they are kinds of, and that is told."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from vitascope.engines.animatic.reading.kindred import DATA, kindred
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt):
    return read_prompt(prompt, seed=1, duration_s=6.0)


@pytest.mark.parametrize(
    ("prompt", "rig", "form", "told"),
    [
        ("A marmot sits on a rock", "quadruped", "squirrel", "The marmot is drawn as a squirrel."),
        ("A gendarme walks through the village", "biped", "man", "The gendarme is drawn as a policeman."),
        ("A tanager sings", "bird", "bird", "The tanager is drawn as a bird."),
        ("An axolotl swims", "quadruped", "lizard", "The axolotl is drawn as a salamander."),
    ],
)
def test_a_noun_is_drawn_as_what_it_is_a_kind_of(prompt, rig, form, told):
    scene = read(prompt)
    assert [(a.rig, a.form) for a in scene.shots[0].actors] == [(rig, form)]
    assert told in scene.approximated
    assert scene.not_understood == ()


def test_several_of_them_are_several():
    (actor,) = read("Three marmots on a hill").shots[0].actors
    assert (actor.label, actor.count) == ("marmots", 3)


def test_a_verb_is_shown_as_what_it_is_a_manner_of():
    scene = read("A man moseys along a street")
    assert scene.shots[0].actors[0].action == read("A man ambles along a street").shots[0].actors[0].action
    assert '"moseys" is shown as: amble.' in scene.approximated


def test_after_an_article_nothing_is_done():
    assert not any("is shown as" in told for told in read("A man with a mosey").approximated)


def test_what_it_is_read_as_can_be_drawn():
    words = lexicon(akin=False)
    targets = set(kindred("nouns").values())
    assert {target for target in targets if words.others[target].rig in {"", "placeholder"}} == set()
    assert set(kindred("verbs").values()) <= words.verbs.keys()


def test_the_lexicons_own_words_come_first():
    assert read("A squirrel and an otter in a forest").approximated == ()


def test_no_word_stands_for_two_things():
    text = DATA.read_text(encoding="utf-8")
    nouns = text.partition("[nouns]\n")[2].partition("\n[verbs]")[0]
    counts = Counter(word for row in nouns.splitlines() for word in row.partition(": ")[2].split(", "))
    assert [word for word, count in counts.items() if count > 1] == []
    assert len(counts) > 4000


def test_the_notice_of_wordnet_stands_above_its_words():
    assert re.match(r"# Words .*WordNet 3\.0 Copyright 2006 by Princeton University", DATA.read_text("utf-8"), re.S)
