import pytest

from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.matching import pieces_of
from vitascope.engines.animatic.reading.tokens import tokens_of


def meanings(text):
    return {p.text: p.entry for p in pieces_of(tokens_of(text), text, lexicon())}


def test_the_longest_phrase_wins():
    assert meanings("a hot air balloon")["hot air balloon"].rig == "balloon"


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("a dog waves", "waves", True),
        ("the waves break", "waves", False),
        ("a red rose", "rose", False),
        ("the bird rose", "rose", True),
    ],
)
def test_what_stands_before_tells_verbs_from_nouns(text, word, verb):
    assert meanings(text)[word].is_verb is verb


def test_rise_is_a_camera_move_only_after_the_camera():
    assert meanings("the camera rises")["rises"].is_verb or meanings("the camera rises")["rises"].move == "rise"
    assert meanings("steam rises")["rises"].is_verb


def test_digits_are_counts():
    assert meanings("12 horses")["12"].count == 12


def test_words_that_nobody_taught_mean_nothing():
    assert meanings("a zorblax")["zorblax"] is None


@pytest.mark.parametrize(
    ("word", "rig"),
    [("trawlerman", "biped"), ("swordsmith", "biped"), ("brontosaur", "placeholder"), ("otterhounds", "quadruped")],
)
def test_an_unknown_word_is_what_its_ending_says(word, rig):
    (entry,) = meanings(word).values()
    assert entry.rig == rig
    assert entry.note or entry.form == word


@pytest.mark.parametrize("word", ["friendship", "twisty", "barouche", "colander", "swami", "drover", "yman"])
def test_where_an_ending_would_be_a_guess_nothing_is_drawn(word):
    assert meanings(word) == {word: None}
