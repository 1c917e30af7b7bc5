import pytest

from vitascope.engines.animatic.reading.inflect import plurals, verb_forms, with_s


@pytest.mark.parametrize(
    ("word", "many"), [("dog", "dogs"), ("butterfly", "butterflies"), ("bus", "buses"), ("torch", "torches")]
)
def test_nouns_take_s_by_rule(word, many):
    assert with_s(word) == many


def test_only_the_last_word_of_a_noun_phrase_changes():
    assert plurals("hot air balloon", {}) == ("hot air balloons",)


def test_irregular_nouns_come_from_the_table():
    assert plurals("old man", {"man": "men"}) == ("old men",)


def test_the_first_word_of_a_verb_phrase_changes():
    assert {"lift off", "lifts off", "lifting off", "lifted off"} <= set(verb_forms("lift off", {}))


@pytest.mark.parametrize(
    ("verb", "form"),
    [("chase", "chasing"), ("run", "running"), ("fly", "flies"), ("carry", "carried"), ("lie", "lying")],
)
def test_verbs_change_their_stem_as_english_does(verb, form):
    assert form in verb_forms(verb, {})
