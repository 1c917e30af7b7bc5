"""English inflection by rule: the plurals of a noun and the forms of a verb, irregular ones from a table."""

from __future__ import annotations

from collections.abc import Mapping

_VOWELS = "aeiou"


def plurals(phrase: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    """Plural spellings of a noun phrase, whose last word is the one that changes."""
    head, _, last = phrase.rpartition(" ")
    if last in irregular:
        made = tuple(irregular[last].split())
    elif (last.endswith("s") and not last.endswith("ss")) or last in {"of", "in", "on", "up", "down"}:
        return ()
    else:
        made = (with_s(last),)
    return tuple(f"{head} {word}".strip() for word in made)


def verb_forms(phrase: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    """A verb phrase in all its forms; its first word is the one that changes. ``lift off`` gives ``lifting off``."""
    head, _, rest = phrase.partition(" ")
    made = {head, with_s(head), *_ending(head, "ing"), *_ending(head, "ed"), *irregular.get(head, "").split()}
    return tuple(sorted(f"{word} {rest}".strip() for word in made))


def with_s(word: str) -> str:
    """``fly`` → ``flies``, ``crash`` → ``crashes``, ``dog`` → ``dogs``."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "go")) else f"{word}s"


def _ending(word: str, ending: str) -> tuple[str, ...]:
    """``ing`` or ``ed`` put on: with the last consonant doubled and not, since both spellings occur."""
    if word.endswith("ie") and ending == "ing":
        return (f"{word[:-2]}ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (f"{word[:-1]}{ending}",)
    if word.endswith("ee") and ending == "ed":
        return (f"{word}d",)
    if word.endswith("y") and ending == "ed" and word[-2:-1] not in _VOWELS:
        return (f"{word[:-1]}ied",)
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        return (f"{word}{ending}", f"{word}{word[-1]}{ending}")
    return (f"{word}{ending}",)
