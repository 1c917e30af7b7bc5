"""Quoted speech: what is said, taken out of the text so that its words are not read as a description."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTED = re.compile(
    r"\"(?P<a>[^\"\n]{1,600})\"|“(?P<b>[^”\n]{1,600})”|„(?P<d>[^“”\n]{1,600})[“”]|«(?P<e>[^»\n]{1,600})»"
    r"|(?<![^\s:,;(—-])['‘](?P<c>[^\n]{1,600}?)['’](?![^\s.,;:!?)—-])"
)
_AFTER_COLON = re.compile(
    r"\b(?:say|says|saying|said|shout\w*|roar\w*|yell\w*|scream\w*|whisper\w*|sing|sings|singing|count\w*(?: down)?|"
    r"ask\w*|repl(?:y|ies|ied)|announce\w*|declare\w*|call\w*(?: out)?|cr(?:y|ies|ied|ying)(?: out)?|growl\w*|"
    r"bellow\w*|mutter\w*|murmur\w*|exclaim\w*|narrat\w+|voice|voice-?over|voiceover|chant\w*|speak\w*|answer\w*|"
    r"hiss\w*|snarl\w*|command\w*|tell\w*(?: \w+)?)\s*:\s*(?P<said>[^\s\"“'‘«][^\n]{0,599})",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:^|(?<=[.!?\n])\s*|(?<=[\"”])\s*)(?P<by>[A-Z][\w' ]{0,28}?)\s*(?:\([^)\n]{1,40}\))?\s*:\s*"
    r"(?=(?P<said>[^\s\"“'‘«(][^\n]{0,599}))"
)
"""``MAN (whispering): I had no choice.``, as screenplays have it; only where somebody is named who can speak."""
_GREETING = re.compile(
    r"\b(?:say|says|saying|said|whispers?|shouts?|yells?|calls?(?: out)?)\s+(?P<said>hello|hi|hey|goodbye|bye|yes|no|"
    r"thank you|thanks|sorry|please|welcome|good night|goodnight|good morning|i love you)\b(?!\s*[\"“:])",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"(?:\b(?:sign|signs|reads|reading|read|titled|called|named|labelled|labeled|text|word|words|logo|title|written|"
    r"banner|caption|letters|poster|lettering|song|film|movie|spelling|spells|style|inscription)\W*)$",
    re.IGNORECASE,
)

_LETTERED = re.compile(
    r"(?:\b(?:logo|logos|title|titles|title card|text|word|words|letters|lettering|spelling|spells|spell)"
    r"(?:\s+(?:reading|reads|that reads|which reads|says|saying|that says))?\W*)$",
    re.IGNORECASE,
)
"""Words before those that are the picture, or stand in it by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words in quotation marks, or after ``says:``. ``start`` and ``end`` are offsets in the prompt."""

    text: str
    start: int
    end: int
    spoken: bool
    """False for the words on a sign, or a title."""
    lettered: bool = False
    """A logo or a title, which is drawn; False for what is on a sign, or is only called so."""
    by: str = ""
    """Who is named before them, as in a screenplay."""


def quotes_of(prompt: str, can_speak: Callable[[str], bool] = lambda _: False) -> tuple[Quote, ...]:
    """Every quotation of ``prompt``, in order, without overlaps. ``can_speak`` knows who may be named before words."""
    found: list[Quote] = []
    for match in _QUOTED.finditer(prompt):
        text = next(group for group in match.groups() if group is not None).strip()
        if not any(c.isalnum() for c in text):
            continue
        before = prompt[max(0, match.start() - 40) : match.start()]
        found.append(
            Quote(
                text=text, start=match.start(), end=match.end(), spoken=_WRITTEN.search(before.rstrip(" :")) is None,
                lettered=_LETTERED.search(before.rstrip(" :")) is not None,
            )
        )  # fmt: skip
    for match in _AFTER_COLON.finditer(prompt):
        start = match.start("said")
        if any(q.start <= start < q.end for q in found):
            continue
        end = start + _sentence_length(match.group("said"))
        end = min([end, *(q.start for q in found if q.start > start)])
        text = prompt[start:end].strip()
        if any(c.isalnum() for c in text):
            found.append(Quote(text=text, start=start, end=end, spoken=True))
    for match in _SCRIPT.finditer(prompt):
        start = match.start("said")
        if any(q.start <= start < q.end for q in found) or not can_speak(match["by"]):
            continue
        end = start + _turn_length(match["said"], can_speak)
        end = min([end, *(q.start for q in found if q.start > start)])
        if any(c.isalnum() for c in prompt[start:end]):
            text = prompt[start:end].strip()
            found.append(Quote(text=text, start=start, end=end, spoken=True, by=match["by"].strip()))
    for match in _GREETING.finditer(prompt):
        start, end = match.span("said")
        if not any(q.start <= start < q.end for q in found):
            found.append(Quote(text=match["said"], start=start, end=end, spoken=True))
    return tuple(sorted(found, key=lambda quote: quote.start))


def _turn_length(said: str, can_speak: Callable[[str], bool]) -> int:
    """Characters to where the next speaker is named, or the first sentence's end where nobody is."""
    following = _SCRIPT.search(said)
    if following is not None and can_speak(following["by"]):
        return following.start()
    return _sentence_length(said)


def blanked(prompt: str, quotes: tuple[Quote, ...]) -> str:
    """``prompt`` with every quotation overwritten by spaces, so that offsets stay true."""
    text = prompt
    for quote in quotes:
        text = f"{text[: quote.start]}{' ' * (quote.end - quote.start)}{text[quote.end :]}"
    return text


def _sentence_length(said: str) -> int:
    """Characters to the end of the sentence; sentences all in capitals belong together."""
    end = 0
    for sentence in re.finditer(r"[^.!?]*[.!?]*\s*", said):
        words = sentence.group()
        if end and (not words.strip() or words != words.upper()):
            break
        end = sentence.end()
    return end or len(said)
