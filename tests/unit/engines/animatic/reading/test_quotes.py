import pytest

from vitascope.engines.animatic.reading.quotes import blanked, quotes_of


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ('A knight says: "For the king!"', "For the king!"),
        ("A knight says “For the king!” and rides on.", "For the king!"),
        ("The dog's owner says 'it's late' and goes.", "it's late"),
        ("He's roaring: WHERE ARE MY TREASURES?", "WHERE ARE MY TREASURES?"),
        ("a voice counts down: three, two, one, lift-off!", "three, two, one, lift-off!"),
        ("She shouts: GO! NOW! Then she runs.", "GO! NOW!"),
    ],
)
def test_speech_is_found_in_quotes_and_after_a_colon(prompt, said):
    assert [q.text for q in quotes_of(prompt) if q.spoken] == [said]


@pytest.mark.parametrize("prompt", ["Abstract: ribbons of light.", "The dog's and the cat's dinner", "it's John's"])
def test_colons_and_apostrophes_alone_are_no_speech(prompt):
    assert quotes_of(prompt) == ()


def test_the_words_on_a_sign_are_not_spoken():
    (quote,) = quotes_of('a neon sign that reads "OPEN"')
    assert not quote.spoken


def test_blanking_keeps_every_offset():
    prompt = 'He says "hello there" and waves.'
    text = blanked(prompt, quotes_of(prompt))
    assert len(text) == len(prompt)
    assert "hello" not in text
    assert text.endswith("and waves.")
