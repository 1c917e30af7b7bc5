"""What each English phoneme asks of the vocal tract of an adult man.

Formant frequencies in Hz: vowels after G. E. Peterson and H. L. Barney, "Control Methods Used in a Study of the
Vowels", JASA 24 (1952); consonant loci and durations after D. H. Klatt, "Software for a cascade/parallel formant
synthesizer", JASA 67 (1980), tables II and III, and D. H. Klatt, "Linguistic uses of segmental duration in English",
JASA 59 (1976).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Manner = Literal["vowel", "glide", "nasal", "fricative", "stop", "affricate", "breath", "rest"]
Noise = Literal["s", "sh", "f", "th", "p", "t", "k"]
Formants = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoneme:
    name: str
    manner: Manner
    formants: Formants
    glide: Formants | None = None
    """Where a diphthong ends."""
    length_s: float
    """In a stressed syllable at an unhurried pace."""
    shortest_s: float
    voiced: bool = True
    noise: Noise | None = None
    """Which turbulence it has."""

    @property
    def syllabic(self) -> bool:
        return self.manner == "vowel"


def _vowel(name: str, start: Formants, length_s: float, end: Formants | None = None) -> Phoneme:
    return Phoneme(name=name, manner="vowel", formants=start, glide=end, length_s=length_s, shortest_s=0.45 * length_s)


def _other(
    name: str, manner: Manner, formants: Formants, length_s: float, voiced: bool, noise: Noise | None = None
) -> Phoneme:
    shortest_s = 0.6 * length_s
    return Phoneme(
        name=name,
        manner=manner,
        formants=formants,
        length_s=length_s,
        shortest_s=shortest_s,
        voiced=voiced,
        noise=noise,
    )


_ALL = (
    _vowel("IY", (280, 2250, 2950), 0.155),
    _vowel("IH", (400, 1950, 2550), 0.115),
    _vowel("EH", (540, 1820, 2480), 0.130),
    _vowel("AE", (690, 1680, 2430), 0.180),
    _vowel("AA", (740, 1110, 2450), 0.190),
    _vowel("AO", (590, 860, 2450), 0.190),
    _vowel("AH", (640, 1200, 2420), 0.125),
    _vowel("AX", (500, 1380, 2450), 0.085),
    _vowel("UH", (450, 1050, 2280), 0.125),
    _vowel("UW", (310, 900, 2240), 0.165),
    _vowel("ER", (480, 1330, 1690), 0.165),
    _vowel("EY", (490, 1880, 2530), 0.180, (310, 2180, 2820)),
    _vowel("AY", (740, 1220, 2480), 0.210, (370, 2030, 2600)),
    _vowel("OY", (550, 860, 2450), 0.230, (380, 1980, 2530)),
    _vowel("AW", (740, 1320, 2480), 0.220, (420, 920, 2380)),
    _vowel("OW", (540, 1000, 2420), 0.190, (350, 800, 2300)),
    _other("W", "glide", (290, 620, 2150), 0.075, True),
    _other("Y", "glide", (260, 2180, 3000), 0.075, True),
    _other("R", "glide", (330, 1120, 1450), 0.080, True),
    _other("L", "glide", (340, 1020, 2850), 0.080, True),
    _other("M", "nasal", (260, 1050, 2150), 0.075, True),
    _other("N", "nasal", (260, 1550, 2550), 0.070, True),
    _other("NG", "nasal", (260, 2050, 2550), 0.085, True),
    _other("F", "fricative", (340, 1050, 2080), 0.110, False, "f"),
    _other("V", "fricative", (240, 1050, 2080), 0.070, True, "f"),
    _other("TH", "fricative", (330, 1280, 2540), 0.105, False, "th"),
    _other("DH", "fricative", (270, 1280, 2540), 0.055, True, "th"),
    _other("S", "fricative", (320, 1450, 2550), 0.120, False, "s"),
    _other("Z", "fricative", (250, 1450, 2550), 0.085, True, "s"),
    _other("SH", "fricative", (300, 1850, 2700), 0.125, False, "sh"),
    _other("ZH", "fricative", (260, 1850, 2700), 0.080, True, "sh"),
    _other("HH", "breath", (500, 1500, 2500), 0.065, False),
    _other("P", "stop", (320, 850, 2150), 0.095, False, "p"),
    _other("B", "stop", (260, 850, 2150), 0.080, True, "p"),
    _other("T", "stop", (320, 1720, 2650), 0.090, False, "t"),
    _other("D", "stop", (260, 1720, 2650), 0.075, True, "t"),
    _other("K", "stop", (310, 1900, 2450), 0.095, False, "k"),
    _other("G", "stop", (260, 1900, 2450), 0.080, True, "k"),
    _other("CH", "affricate", (310, 1850, 2700), 0.130, False, "sh"),
    _other("JH", "affricate", (260, 1850, 2700), 0.110, True, "sh"),
    _other("_", "rest", (500, 1450, 2450), 0.200, False),
)
PHONEMES: dict[str, Phoneme] = {p.name: p for p in _ALL}
REST = PHONEMES["_"]
