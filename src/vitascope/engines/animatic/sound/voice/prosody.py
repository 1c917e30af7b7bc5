"""Text → phonemes with lengths and a melody: which syllables carry weight, where the line breathes, how it ends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.animatic.sound.voice.letters import pronounced
from vitascope.engines.animatic.sound.voice.numbers import spelled_out
from vitascope.engines.animatic.sound.voice.phonemes import PHONEMES, REST, Phoneme

PASSING_TEXT = (
    "a an the of to in on at by for from with and or but as is are was were be been am my your his her its our their "
    "me you he she it we us them him i do does did has have had will would can could shall should that this than"
)
FUNCTION_WORDS = frozenset(PASSING_TEXT.split())
"""Words that are said in passing."""

PREFIXES = ("be", "re", "de", "a", "con", "com", "ex", "en", "un", "to", "for", "es", "sur")
"""Two-syllable words that begin with one of these are mostly stressed on the second."""

LONGEST_TEXT = 600
"""Characters of a line that are read; no clip is long enough for more."""

LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "th",
    "þ": "th", "Þ": "Th", "ñ": "ny", "ä": "ae", "ö": "oe", "ü": "ue", "ç": "s", "–": ",", "·": ",", "¡": "", "¿": "",
})  # fmt: skip
"""Letters of other languages that lose their sound with their accent."""

Ending = Literal["fall", "rise", "hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One phoneme of a line."""

    phoneme: Phoneme
    length_s: float
    accent: float = 0.0
    """0 none, 1 a stressed syllable, up to 1.6 a word in capitals."""
    phrase_end: Ending | None = None
    """On the last syllable of a phrase: how its melody ends."""


def readable(text: str) -> str:
    """The part of ``text`` in Latin letters: accents off, digits as words; empty if it has none."""
    plain = text[:LONGEST_TEXT].translate(LETTERS)
    plain = spelled_out(plain) if any(sign in plain for sign in "$£€") else plain  # before the signs are lost
    plain = unicodedata.normalize("NFKD", plain).replace("’", "'").replace("…", ",").replace("—", ",")
    plain = "".join(c for c in plain if c.isascii())
    return spelled_out(plain)


def segments(text: str, *, deliberate: bool = False) -> list[Segment]:
    """The line as phonemes with their natural lengths; empty if there is nothing that can be said.

    ``deliberate`` puts a pause after every word that a comma follows long enough to count by.
    """
    out: list[Segment] = []
    plain = readable(text)
    letters = [c for c in plain if c.isalpha()]
    all_capitals = bool(letters) and all(c.isupper() for c in letters)
    for phrase, mark in re.findall(r"([^,;:.!?\n]+)([,;:.!?\n]*)", plain):
        words = re.findall(r"[A-Za-z]+(?:'[A-Za-z]+)*", phrase)
        spoken: list[Segment] = []
        for i, word in enumerate(words):
            loud = len(word) > 1 and word.isupper() and not all_capitals
            spoken += _word(word.lower(), emphatic=loud, last=i == len(words) - 1)
        if not spoken:
            continue
        ending: Ending = "rise" if "?" in mark else "fall" if re.search(r"[.!]", mark) or not mark else "hold"
        out += _phrased(spoken, ending)
        pause = 0.34 if re.search(r"[.!?]", mark) else 0.16
        out.append(Segment(phoneme=REST, length_s=pause + (0.35 if deliberate else 0.0)))
    while out and out[-1].phoneme is REST:
        out.pop()
    if out and out[-1].phrase_end is None:
        last = max((i for i, s in enumerate(out) if s.phoneme.syllabic), default=len(out) - 1)
        if out[last].phrase_end == "hold":
            out[last] = replace(out[last], phrase_end="fall")
    return out


def _word(word: str, *, emphatic: bool, last: bool) -> list[Segment]:
    phonemes = [PHONEMES[name] for name in pronounced(word)]
    nuclei = [i for i, p in enumerate(phonemes) if p.syllabic]
    passing = word in FUNCTION_WORDS and not emphatic and not last
    strong = _stressed(word, [phonemes[i] for i in nuclei])
    weight = 1.6 if emphatic else 0.25 if passing else 1.0
    out = []
    for i, phoneme in enumerate(phonemes):
        length = phoneme.length_s
        accent = 0.0
        if phoneme.syllabic:
            accent = weight if nuclei.index(i) == strong else 0.0
            length *= 0.72 if passing else 1.0 if accent else 0.75  # Klatt 1976: unstressed vowels shorten by a quarter
            if i + 1 < len(phonemes) and not phonemes[i + 1].voiced:
                length *= 0.82  # and before voiceless consonants
            if emphatic:
                length *= 1.25
        elif 0 < i < len(phonemes) - 1 and not phonemes[i - 1].syllabic:
            length *= 0.75  # inside clusters
        out.append(Segment(phoneme=phoneme, length_s=length, accent=accent))
    return out


def _stressed(word: str, nuclei: list[Phoneme]) -> int:
    """Index of the stressed syllable."""
    if len(nuclei) < 2 or (nuclei[0].name != "AX" and not (len(nuclei) == 2 and word.startswith(PREFIXES[:4]))):
        if word.endswith(("tion", "sion", "ic", "ity", "ical")) and len(nuclei) > 2:
            return len(nuclei) - (3 if word.endswith(("ity", "ical")) else 2)
        return 0
    return 1


def _phrased(spoken: list[Segment], ending: Ending) -> list[Segment]:
    """Lengthens what ends a phrase (by two fifths: Klatt 1976) and marks its last syllable."""
    nuclei = [i for i, s in enumerate(spoken) if s.phoneme.syllabic]
    if not nuclei:
        return spoken
    final = nuclei[-1]
    out = [replace(s, length_s=s.length_s * 1.4) if i >= final else s for i, s in enumerate(spoken)]
    out[final] = replace(out[final], phrase_end=ending)
    return out


def fitted(line: list[Segment], duration_s: float, *, most: float = 1.25) -> list[Segment]:
    """The line hurried, or slowed by up to ``most``, to fit ``duration_s``. Vowels and rests give first."""
    natural = sum(s.length_s for s in line)
    if natural <= 0:
        return line
    if natural <= duration_s:
        spare = min(duration_s, natural * most) - natural
        held = sum(s.length_s for s in line if s.phoneme.syllabic) or natural
        return [replace(s, length_s=s.length_s * (1 + spare / held)) if s.phoneme.syllabic else s for s in line]
    least = sum(_least(s) for s in line)
    if least < duration_s:
        share = (duration_s - least) / (natural - least)
        return [replace(s, length_s=_least(s) + share * (s.length_s - _least(s))) for s in line]
    return [replace(s, length_s=_least(s) * duration_s / least) for s in line]


def _least(segment: Segment) -> float:
    return min(segment.phoneme.shortest_s if segment.phoneme is not REST else 0.03, segment.length_s)
