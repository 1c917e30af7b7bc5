"""The words that can be read, from the tables under `data`, as one dictionary from phrase to what it means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any

from vitascope.engines.animatic.reading.kindred import kindred
from vitascope.engines.animatic.reading.pictures import height_m
from vitascope.engines.animatic.reading.tokens import words_of

MAX_WORDS = 6
"""Words in the longest phrase that is looked up."""

_TABLES = ("things", "places", "looks", "film", "verbs", "grammar")
_WITH_PLURALS = {"things", "places"}
_STEM = 3
"""Letters before an ending that make a word of it."""
_ALWAYS_MANY = ("people", "cattle", "lovers", "family", "crowd of people", "traffic", "ruins", "chopsticks")
_COUNTED = {"object", "aircraft", "quadruped", "bird", "building", "boat", "tree"}
"""Rigs that draw one for each: a flower of that name may be a bed of them."""
_SECTIONS_WITH_PLURALS = {"effects", "props", "weather", "parts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one word or phrase means. An empty field says nothing; a phrase may say several things at once."""

    word: str
    table: str
    rig: str = ""
    form: str = ""
    size: float = 1.0
    habitat: str = "ground"
    home: str = ""
    voice: str = ""
    facing: str = ""
    creature: bool = False
    fixed: bool = False
    note: str = ""
    """For a thing that stands for another: how its label goes on in a sentence."""
    prop: str | None = None
    props: tuple[str, ...] = ()
    part: str = ""
    place: str = ""
    weight: float = 0.0
    tags: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    time: str = ""
    weather: str = ""
    turn: str = ""
    """``begins`` or ``ends``, of weather that does so while we look."""
    strength: float = 0.5
    season: str = ""
    mood: str = ""
    style: str | None = None
    colour: str = ""
    scale: float = 0.0
    move: str = ""
    framing: str = ""
    height: float = 0.0
    speed: float = 0.0
    effect: str = ""
    effects: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    music: str = ""
    tempo: int = 0
    action: str = ""
    gait: str = ""
    motion: str = ""
    pace: float = 0.0
    """Natural speed, in metres a second."""
    moment: bool = False
    manner: str = ""
    direction: str | None = None
    count: int = 0
    role: str = ""
    wanted_s: float = 0.0
    """Seconds that a shot is said to last, of a heading."""
    group: int = 0
    """How many a noun stands for that follows who they are: an elephant *family*."""
    replica: bool = False
    """It shows something else: a *statue* of a lion."""
    holds: bool = False
    """It is seen with what is in it: a *bowl* of soup."""
    silences: tuple[str, ...] = ()
    """Sounds of a place that go where this is denied: no cars, and so no traffic."""
    cloth: bool = False
    """Clothing or fur, whose colour is its owner's."""
    untold: bool = False
    """For a verb whose doing no rig shows."""

    @property
    def is_thing(self) -> bool:
        """Whether it is one of the long tail: drawn by a recipe of its own, or a labelled card."""
        return self.rig in {"placeholder", "object"}

    @property
    def is_verb(self) -> bool:
        return self.table == "verbs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Phrases, lower case with single spaces. A phrase may be both a verb and something else (``rose``)."""

    verbs: Mapping[str, Entry]
    others: Mapping[str, Entry]
    plural: frozenset[str]
    """Phrases of `others` that speak of more than one."""
    adjectives: Mapping[str, Entry]
    """What words of `others` mean before a noun, where they are nouns too: a *giant* wave."""
    infinitives: Mapping[str, Entry]
    """Verbs as the tables have them, without their inflections."""
    endings: Mapping[str, Entry]
    """What unknown words are that end so; the longest ending first."""

    def kin(self, phrase: str, *, verbs: bool) -> tuple[Entry, bool] | None:
        """What an unknown word or phrase is a kind of, or is by its ending, and whether it is a plural.

        `None` where that would be a guess. ``verbs``: it may be one here.
        """
        for one, plural in _singulars(phrase):
            if (target := kindred("nouns").get(one)) is not None:
                return _as_a(target, self.others[target], word=one), plural
        for one, plural in ((phrase, False), (phrase.removesuffix("s"), phrase.endswith("s"))):
            for ending, entry in self.endings.items():
                if one.endswith(ending) and len(one) >= len(ending) + _STEM and " " not in one:
                    if entry.rig == "placeholder":
                        return replace(entry, word=one, form=one), plural
                    return _as_a(entry.word, entry, word=one), plural
        if verbs and (target := _verbs_akin().get(phrase)) is not None:
            entry = self.verbs[target]
            return replace(entry, note=f"is shown as: {target}"), False
        return None


def _as_a(target: str, entry: Entry, *, word: str) -> Entry:
    """``word``, drawn by the entry of ``target``."""
    article = "an" if target[:1] in "aeiou" else "a"
    return replace(entry, word=word, note=entry.note or f"is drawn as {article} {target}")


def _singulars(phrase: str) -> Iterator[tuple[str, bool]]:
    """``phrase`` as it stands, and what it may be the plural of."""
    yield phrase, False
    for many, one in (("men", "man"), ("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if phrase.endswith(many):
            yield phrase.removesuffix(many) + one, True


@cache
def _verbs_akin() -> Mapping[str, str]:
    """Every form of a verb that is a manner of one in the lexicon."""
    irregular = _table("irregular")["verbs"]
    return {form: target for verb, target in kindred("verbs").items() for form in _verb_forms(verb, irregular)}


@cache
def _drawn() -> Mapping[str, Mapping[str, Any]]:
    """What the table of rigs says of each phrase, as fields of an entry."""
    out: dict[str, Mapping[str, Any]] = {}
    for rig, rows in _table("drawn").items():
        for form, row in rows.items():
            facts = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items() if name != "also"}
            form = form.replace("_", " ")  # noqa: PLW2901  keys of a table hold no spaces
            for phrase in (form, *row.get("also", "").split(",")):
                out[" ".join(words_of(phrase))] = {"note": "", **facts, "rig": rig, "form": facts.get("form", form)}
    return out


def by_itself(prop: str) -> Entry:
    """What somebody holds, where nobody holds it: drawn as itself if there is a rig for it."""
    card = Entry(word=prop, table="things", rig="placeholder", form=prop, size=0.8)
    return replace(card, **_drawn().get(prop, {}))


@cache
def lexicon(*, akin: bool = True) -> Lexicon:
    """The shipped lexicon; read once a process, in some 0.3 s, when the engine loads.

    ``akin``: what it has labelled cards for is drawn as what it is a kind of, where that is known.
    """
    irregular = _table("irregular")
    verbs: dict[str, Entry] = {}
    others: dict[str, Entry] = {}
    many: set[str] = set()
    adjectives: dict[str, Entry] = {}
    infinitives: dict[str, Entry] = {}
    made: list[tuple[str, Entry]] = []
    for table in _TABLES:
        for section, phrase, entry in _entries(table):
            if table == "looks":
                adjectives.setdefault(phrase, entry)
            if table == "verbs":
                infinitives.setdefault(phrase, entry)
                for form in _verb_forms(phrase, irregular["verbs"]):
                    verbs.setdefault(form, entry)
                continue
            others.setdefault(phrase, entry)
            if table in _WITH_PLURALS or section in _SECTIONS_WITH_PLURALS:
                made.extend((form, entry) for form in _plurals(phrase, irregular["nouns"]))
    for form, entry in made:
        if form not in others:
            others[form] = entry
            many.add(form)
        elif others[form].rig in _COUNTED and others[form].rig == entry.rig:
            many.add(form)  # which a table names by itself
    many.update(word for word in _ALWAYS_MANY if word in others)
    cards = [(p, e) for p, e in others.items() if akin and e.rig == "placeholder" and not e.note]
    for phrase, entry in cards:
        if (target := kindred("nouns").get(entry.form)) is not None:
            others[phrase] = _as_a(target, others[target], word=entry.word)
    endings = sorted(_table("kin")["endings"].items(), key=lambda pair: -len(pair[0]))
    return Lexicon(
        verbs=verbs,
        others=others,
        plural=frozenset(many),
        adjectives=adjectives,
        infinitives=infinitives,
        endings={ending: others[name] for ending, name in endings},
    )


def _verb_forms(phrase: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    from vitascope.engines.animatic.reading.inflect import verb_forms

    return verb_forms(phrase, irregular)


def _plurals(phrase: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    from vitascope.engines.animatic.reading.inflect import plurals

    return plurals(phrase, irregular)


def _table(name: str) -> dict[str, Any]:
    text = (files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _files_of(table: str) -> list[str]:
    """Its own file first, then those that are named after it: ``things``, ``things-animals``…"""
    names = (path.name.removesuffix(".toml") for path in (files(__package__) / "data").iterdir())
    return sorted(name for name in names if name == table or name.startswith(f"{table}-"))


def _entries(table: str) -> Iterator[tuple[str, str, Entry]]:
    """Section, phrase and meaning of every entry and every synonym of a table."""
    known = {f.name for f in fields(Entry)}
    rows_of = ((section, rows) for name in _files_of(table) for section, rows in _table(name).items())
    for section, rows in rows_of:
        shared = rows.get("_", {})
        for key, row in rows.items():
            if key == "_":
                continue
            facts = {**shared, **row}
            also = facts.pop("also", "")
            unknown = facts.keys() - known
            if unknown:
                raise ValueError(f"{table}.toml, {section}.{key}: {sorted(unknown)} is no field of an entry")
            frozen: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()}
            group, name = key.startswith("-"), key.removeprefix("-").replace("_", " ")
            if frozen.get("rig") and not frozen.get("form"):
                frozen["form"] = name
            if section.startswith("colours") and not frozen.get("colour"):
                frozen["colour"] = name
            entry = Entry(word=name, table=table, **frozen)
            for phrase in also.split(",") if group else (name, *also.split(",")):
                normal = " ".join(words_of(phrase))
                if not normal:
                    continue
                word = normal if group and table == "things" else name
                form = normal if entry.rig == "placeholder" else entry.form
                same = word == entry.word and form == entry.form
                named = entry if same else replace(entry, word=word, form=form)
                if named.rig == "placeholder" and (high := height_m(named.form)) is not None:
                    named = replace(named, size=high)
                drawn = _drawn().get(normal) if named.rig not in {"", "biped", "face"} else None
                yield section, normal, replace(named, **drawn) if drawn else named
