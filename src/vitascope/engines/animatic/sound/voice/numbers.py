"""Digits into words."""

from __future__ import annotations

import re

ONES_TEXT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
ONES = ONES_TEXT.split()
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


SHORT = {
    "mr": "mister", "mrs": "missis", "ms": "miz", "dr": "doctor", "prof": "professor", "capt": "captain",
    "lt": "lieutenant", "sgt": "sergeant", "col": "colonel", "gen": "general", "st": "saint", "vs": "versus",
    "etc": "et cetera", "jr": "junior", "sr": "senior", "no": "number", "approx": "approximately",
}  # fmt: skip
_SHORT = re.compile(
    r"\b(mr|mrs|ms|dr|prof|capt|lt|sgt|col|gen|st|vs|etc|jr|sr|no(?=\.\s?[0-9])|approx)\.\s*", re.IGNORECASE
)
MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}


def _clock(hours: int, minutes: int) -> str:
    """``4:30`` → ``four thirty``, ``9:05`` → ``nine oh five``, ``7:00`` → ``seven o'clock``."""
    if minutes == 0:
        return f"{cardinal(hours)} o'clock"
    return f"{cardinal(hours)} {'oh ' if minutes < 10 else ''}{cardinal(minutes)}"


def cardinal(n: int) -> str:
    """``42`` → ``forty two``. Numbers from 10¹² on are read digit by digit."""
    if n >= 10**12:
        return " ".join(ONES[int(d)] for d in str(n))
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f" {ONES[n % 10]}" if n % 10 else "")
    size, name = next(s for s in SCALES if n >= s[0])
    rest = n % size
    return f"{cardinal(n // size)} {name}" + (f" {'and ' if rest < 100 else ''}{cardinal(rest)}" if rest else "")


def ordinal(n: int) -> str:
    """``21`` → ``twenty first``."""
    head, _, last = cardinal(n).rpartition(" ")
    last = ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head} {last}".strip()


def spelled_out(text: str) -> str:
    """``text`` with its numbers in words: 3 → three, 4th → fourth, 2.5 → two point five, 1969 → nineteen sixty nine."""
    text = _SHORT.sub(lambda m: SHORT[m[1].lower()] + " ", text)
    text = re.sub(r"\b([0-9]{1,2}):([0-5][0-9])\b", lambda m: _clock(int(m[1]), int(m[2])), text)
    text = re.sub(r"([$£€])\s?([0-9][0-9,.]*[0-9]|[0-9])", lambda m: f"{m[2]} {MONEY[m[1]]}", text)
    text = re.sub(r"(?<=[0-9])\s?([$£€])", lambda m: f" {MONEY[m[1]]}", text)
    text = re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", text)
    text = re.sub(r"\b([0-9]{1,9})(?:st|nd|rd|th)\b", lambda m: ordinal(int(m[1])), text)
    text = re.sub(r"([0-9]{1,12})\.([0-9]{1,12})", lambda m: f"{m[1]} point {' '.join(m[2])}", text)
    text = re.sub(r"\b1([1-9])([1-9][0-9])\b", lambda m: f"{cardinal(int('1' + m[1]))} {cardinal(int(m[2]))}", text)
    text = re.sub(r"[0-9]{1,15}", lambda m: f" {cardinal(int(m[0]))} ", text)
    return text.replace("%", " percent ").replace("&", " and ").replace("+", " plus ").replace("@", " at ")
