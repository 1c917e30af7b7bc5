"""What nouns and verbs are kinds of, for the animatic's lexicon: `reading/data/kindred.txt`, from WordNet.

    python -m tools.kindred /usr/share/wordnet     # Debian's package wordnet-base, or WordNet's own `dict` folder

A word that the lexicon lacks is read as the nearest of its hypernyms that the lexicon has and can draw: a *marmot* is a
rodent, a *gendarme* a police officer. `tools/kindred.toml` names the hypernyms that stand for something although the
lexicon lacks them, and what is never to be taken.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitascope.engines.animatic.reading.kindred import DATA, HEAD
from vitascope.engines.animatic.reading.lexicon import Entry, lexicon

RULES = Path(__file__).with_name("kindred.toml")
ANIMAL, ARTIFACT, FOOD, LOCATION, OBJECT, PERSON, PLANT = 5, 6, 13, 15, 17, 18, 20
"""WordNet's lexicographer files."""
SEEN = {ANIMAL, ARTIFACT, FOOD, OBJECT, PERSON, PLANT}
FILES_OF_RIGS: Mapping[tuple[str, ...], set[int]] = {
    ("biped", "face"): {PERSON},
    ("quadruped", "bird", "fish", "whale", "butterfly"): {ANIMAL},
    ("car", "train", "aircraft", "boat", "sailing_ship", "rocket", "balloon"): {ARTIFACT},
    ("building", "lighthouse", "windmill", "viaduct", "cup"): {ARTIFACT},
    ("tree", "flower"): {PLANT},
    ("object",): {ARTIFACT, FOOD, PLANT, OBJECT, ANIMAL},
}
COARSE = re.compile(
    r"\b(offensive|slurs?|obscene|derogatory|disparag\w+|slang|vulgar|sexual\w*|prostitut\w+|pejorative)\b"
)
"""Glosses of what is left out."""
WOMANLY = re.compile(r"(woman|maid|girl|lady|wife|mother|stress|tress|heroine)$")
MOTION = {38, 29, 30, 32, 34, 35, 36, 39}
"""Verbs of motion, the body, change, speech, eating, touch, making, perception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synset:
    words: tuple[str, ...]
    file: int
    coarse: bool
    above: tuple[int, ...]
    instance: bool


class WordNet:
    """One part of speech: senses of a word, the commonest first; hypernyms of a sense."""

    def __init__(self, folder: Path, part: str) -> None:
        self.synsets = dict(_synsets(folder / f"data.{part}"))
        self.senses: dict[str, tuple[int, ...]] = {}
        self.tagged: dict[str, int] = {}
        for line in _rows(folder / f"index.{part}"):
            cells = line.split()
            pointers = int(cells[3])
            self.senses[cells[0]] = tuple(int(at) for at in cells[6 + pointers :])
            self.tagged[cells[0]] = int(cells[5 + pointers])

    def above(self, at: int) -> Iterator[tuple[int, int]]:
        """Every hypernym with its distance, nearest first."""
        ring, distance, seen = [at], 0, {at}
        while ring:
            distance += 1
            ring = [up for one in ring for up in self.synsets[one].above if up not in seen]
            seen.update(ring)
            yield from ((up, distance) for up in dict.fromkeys(ring))


def _rows(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="latin-1").splitlines() if not line.startswith("  "))


def _synsets(path: Path) -> Iterator[tuple[int, Synset]]:
    for line in _rows(path):
        facts, _, gloss = line.partition(" | ")
        cells = facts.split()
        count = int(cells[3], 16)
        words = tuple(cells[4 + 2 * n].split("(")[0] for n in range(count))
        rest = cells[4 + 2 * count :]
        links = [(rest[1 + 4 * n], int(rest[2 + 4 * n])) for n in range(int(rest[0]))]
        yield (
            int(cells[0]),
            Synset(
                words=words,
                file=int(cells[1]),
                coarse=COARSE.search(gloss) is not None,
                above=tuple(at for sign, at in links if sign in ("@", "@i")),
                instance=any(sign == "@i" for sign, _ in links),
            ),
        )


def nouns(folder: Path) -> dict[str, str]:
    """Noun → the phrase of the lexicon that it is read as."""
    net, rules, words = WordNet(folder, "noun"), _rules(), lexicon(akin=False)
    other = [WordNet(folder, part) for part in ("adj", "adv", "verb")]
    anchors = _anchors(net)
    refused = {_named(net, word) for word in rules["not_under"]}
    female = _named(net, "female#2")
    womanly = {at for at, phrase in anchors.items() if words.others[phrase].form in {"woman", "girl", "queen"}}
    found: dict[str, str] = {}
    for word, senses in net.senses.items():
        name, at = word.replace("_", " "), _meant(net, senses)
        first = net.synsets[at]
        if name in rules["never"] or name in words.verbs or not _is_plain(name, first, word):
            continue
        if name in words.others and words.others[name].rig != "placeholder":
            continue
        if " " in name and (name.rsplit(" ", 1)[1] in words.others or name.count(" ") > 1):
            continue  # its last word says it
        if any(o.tagged.get(word, -1) >= net.tagged[word] for o in other):
            continue
        line = [at, *(up for up, _ in net.above(at))]
        if first.file == PERSON and (female in line or WOMANLY.search(name)):
            found[name] = next((anchors[up] for up in line if up in womanly), "woman")
            continue
        target = next((anchors.get(at) for at in line if at in anchors or at in refused), None)
        if target is not None and target != name:
            found[name] = target
    return found | rules["exactly"]


def _meant(net: WordNet, senses: Sequence[int]) -> int:
    """The commonest sense; of a fruit and its tree, the fruit."""
    food = next((at for at in senses[:3] if net.synsets[at].file == FOOD), None)
    return food if food is not None and net.synsets[senses[0]].file == PLANT else senses[0]


def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def _anchors(net: WordNet) -> dict[int, str]:
    """Synset → the phrase that is drawn for it."""
    rules, words = _rules(), lexicon(akin=False)
    anchors: dict[int, str] = {}
    for phrase, entry in words.others.items():
        at = _sense(net, phrase, entry) if phrase not in words.plural and phrase not in rules["never_as"] else None
        if at is not None:
            anchors.setdefault(at, phrase)
    return {_named(net, kind): phrase for phrase, kinds in rules["as"].items() for kind in kinds} | anchors


def _named(net: WordNet, word: str) -> int:
    name, _, number = word.partition("#")
    return net.senses[name.replace(" ", "_")][int(number or 1) - 1]


def _sense(net: WordNet, phrase: str, entry: Entry) -> int | None:
    """The sense of ``phrase`` that its entry draws."""
    if entry.table != "things":
        return None
    files = next((files for rigs, files in FILES_OF_RIGS.items() if entry.rig in rigs), set())
    senses = net.senses.get(phrase.replace(" ", "_"), ())[:2]
    return next((at for at in senses if net.synsets[at].file in files), None)


def _is_plain(name: str, first: Synset, word: str) -> bool:
    """Whether people may write it into a prompt: no name of one person, no slur, no Latin."""
    if len(name) < 3 or not all(part.isalpha() and part.isascii() for part in name.split()):
        return False
    if first.instance or first.coarse or first.file not in SEEN or re.match(r"(genus|family|order) ", name):
        return False
    spelt = next(s for s in first.words if s.lower() == word)
    if not spelt[0].isupper():
        return True
    longer = any("_" in one for one in first.words)
    return not longer and (first.file == PERSON or (first.file == ANIMAL and spelt == first.words[0]))


def verbs(folder: Path) -> dict[str, str]:
    """Verb → the verb of the lexicon that it is a manner of."""
    net, rules, words = WordNet(folder, "verb"), _rules(), lexicon(akin=False)
    noun = WordNet(folder, "noun")
    anchors: dict[int, str] = {}
    for phrase in words.infinitives:
        senses = net.senses.get(phrase.replace(" ", "_"), ())
        if senses and phrase not in rules["never_as"] and not words.infinitives[phrase].untold:
            anchors.setdefault(senses[0], phrase)
    found: dict[str, str] = {}
    for word, senses in net.senses.items():
        name = word.replace("_", " ")
        first = net.synsets[senses[0]]
        if name in words.verbs or name in words.others or name in rules["never"]:
            continue
        if not (name.isalpha() and name.isascii()) or first.file not in MOTION or first.coarse:
            continue
        if noun.tagged.get(word, -1) > net.tagged[word]:
            continue
        near = (anchors[up] for up, far in net.above(senses[0]) if up in anchors and far <= 2)
        target = anchors.get(senses[0]) or next(near, None)
        if target is not None:
            found[name] = target
    return found


def text(found: Mapping[str, str]) -> str:
    """A line a phrase of the lexicon: what is read as it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, target in found.items():
        groups[target].append(word)
    return "".join(f"{target}: {', '.join(sorted(group))}\n" for target, group in sorted(groups.items()))


def main() -> None:
    folder = Path(sys.argv[1])
    DATA.write_text(f"{HEAD}\n[nouns]\n{text(nouns(folder))}\n[verbs]\n{text(verbs(folder))}", encoding="utf-8")


if __name__ == "__main__":
    main()
