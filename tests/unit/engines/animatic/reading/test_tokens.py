import pytest

from vitascope.engines.animatic.reading.tokens import tokens_of, words_of


def test_hyphens_part_words_so_that_both_spellings_meet():
    assert words_of("A close-up of Mars") == words_of("a close up of mars")


def test_a_dash_between_spaces_ends_a_clause():
    assert [t.kind for t in tokens_of("sea - sky")] == ["word", "pause", "word"]


def test_offsets_point_into_the_prompt():
    text = "He’s here… “now”."
    assert all(text[t.start : t.end] == t.text for t in tokens_of(text))


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("A T. rex roars. It runs.", 2),
        ("Dr. Jones runs.", 1),
        ("This is plan B. A dog barks.", 2),
        ("E. T. phones home", 1),
    ],
)
def test_a_full_stop_that_only_shortens_a_word_ends_no_sentence(text: str, stops: int) -> None:
    assert sum(token.kind == "stop" for token in tokens_of(text)) == stops
