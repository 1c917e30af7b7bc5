"""Which language a prompt is in: only English is read, and words of another must not be taken for English ones.

German *den* is no den and French *chat* is no chat; a prompt that is plainly in another language is told of as a whole.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SCRIPTS = {
    "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "CJK": "Chinese", "HANGUL": "Korean", "CYRILLIC": "Russian",
    "ARABIC": "Arabic", "HEBREW": "Hebrew", "DEVANAGARI": "Hindi", "GREEK": "Greek", "THAI": "Thai",
}  # fmt: skip
"""The likeliest language of a script, by the first word of its letters' names; the first that occurs counts."""
_FEW = 2
"""Small words of another language that make a prompt one of it, if English ones are fewer."""


def language_of(text: str) -> str | None:
    """The language that ``text`` seems to be in where that is not English; `None` for English, or too few words."""
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if ord(c) > 0x2FF]
    if foreign and 2 * len(foreign) > len(letters):
        names = {unicodedata.name(c, "").split(" ")[0].split("-")[0] for c in foreign}
        return next((tongue for script, tongue in _SCRIPTS.items() if script in names), "another language")
    words = re.findall(r"[^\W\d_]+", text.lower())
    english = sum(word in _small_words()["English"] for word in words)
    counts = {
        tongue: (len(small & set(words)), sum(word in small for word in words))
        for tongue, small in _small_words().items()
        if tongue != "English"
    }
    tongue = max(counts, key=lambda name: counts[name])
    distinct, told = counts[tongue]
    return tongue if distinct >= _FEW and told > english and 4 * told >= len(words) else None


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    text = (files(__package__) / "data" / "tongues.toml").read_text(encoding="utf-8")
    return {tongue: frozenset(words.split()) for tongue, words in tomllib.loads(text)["small_words"].items()}
