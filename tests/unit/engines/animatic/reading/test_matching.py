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
    assert meanings("the camera rises")["camera rises"].move == "rise"
    assert meanings("the camera then orbits")["orbits"].move == "orbit"
    assert meanings("steam rises")["rises"].is_verb
    assert meanings("a moon orbits")["orbits"].is_verb


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("orbits slowly", "orbit"), ("slowly orbits", "orbit"), ("moves to the right", "truck_right"),
        ("slowly moves to the left", "truck_left"), ("moves backwards", "pull_out"), ("flies over the forest", "drone"),
        ("pulls back to reveal a city", "pull_out"),
    ],
)  # fmt: skip
def test_an_article_before_the_camera_does_not_keep_its_move_from_being_read(said, move):
    assert move in {entry.move for entry in meanings(f"The camera {said}.").values() if entry is not None}


def test_digits_are_counts():
    assert meanings("12 horses")["12"].count == 12


def test_words_that_nobody_taught_mean_nothing():
    assert meanings("a zorblax")["zorblax"] is None


@pytest.mark.parametrize(
    ("word", "rig"),
    [("trawlerman", "biped"), ("swordsmith", "biped"), ("brontosaur", "quadruped"), ("otterhounds", "quadruped")],
)
def test_an_unknown_word_is_what_its_ending_says(word, rig):
    (entry,) = meanings(word).values()
    assert entry.rig == rig
    assert entry.note or entry.form == word


@pytest.mark.parametrize("word", ["friendship", "twisty", "barouche", "colander", "swami", "yman"])
def test_where_an_ending_would_be_a_guess_nothing_is_drawn(word):
    assert meanings(word) == {word: None}
