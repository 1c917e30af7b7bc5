from typing import get_args

from vitascope.engines.animatic import graph
from vitascope.engines.animatic.draw.rigs.builds import BUILDS
from vitascope.engines.animatic.draw.rigs.kinds import ON_LAND
from vitascope.engines.animatic.reading.lexicon import lexicon


def test_every_value_in_the_tables_is_one_that_the_graph_knows():
    legal = {
        "rig": set(graph.RIGS),
        "place": set(graph.WORLDS),
        "home": set(graph.WORLDS),
        "time": set(get_args(graph.TimeOfDay)),
        "weather": set(get_args(graph.Weather)),
        "season": set(get_args(graph.Season)),
        "mood": set(get_args(graph.Mood)),
        "move": set(graph.MOVES),
        "framing": set(get_args(graph.Framing)),
        "effect": set(get_args(graph.EffectKind)),
        "manner": set(get_args(graph.Manner)),
        "music": set(get_args(graph.Instrument)),
        "voice": {"man", "woman", "child", "monster", "robot"},
    }
    words = lexicon()
    for phrase, entry in [*words.others.items(), *words.verbs.items()]:
        for name, values in legal.items():
            value = getattr(entry, name)
            assert not value or value in values, (phrase, name, value)
        assert set(entry.effects) <= set(get_args(graph.EffectKind)), phrase


def test_the_lexicon_is_as_large_as_promised():
    words = lexicon()
    nouns = {p: e for p, e in words.others.items() if p not in words.plural and (e.rig or e.place or e.effect)}
    assert len(nouns) >= 4000
    assert sum(e.rig not in {"", "placeholder"} for e in nouns.values()) >= 1500
    told = {p for p, e in words.infinitives.items() if not e.untold and _shows(e)}
    assert len(told) >= 1000
    assert sum(" " not in phrase for phrase in told) >= 400


def _shows(verb):
    """Whether doing it is seen or heard at all."""
    moves = verb.gait or verb.motion not in {"", "stay"} or verb.action not in {"", "idle"}
    return bool(moves or verb.effects or verb.sounds or verb.manner)


def test_what_has_the_build_of_another_beast_says_so():
    silent = {
        phrase
        for phrase, entry in lexicon().others.items()
        if entry.rig == "quadruped" and entry.form not in {*BUILDS, *ON_LAND} and not entry.note
    }
    assert silent == set()


def test_a_name_for_a_line_is_no_word():
    for words in (lexicon().others, lexicon().verbs, lexicon().infinitives):
        assert not {"stars more", "butterflies kinds", "not ours", "run more"} & words.keys()


def test_no_phrase_keeps_for_itself_what_its_first_word_says():
    """``misty forest`` as one entry would lose its mist, and ``white horse`` its colour."""
    words = lexicon()
    for phrase in ("misty forest", "white horse", "stormy sea", "red dress", "sunny meadow", "frozen lake"):
        assert phrase not in words.others


def test_every_sound_has_a_source():
    from vitascope.engines.animatic.sound.sources.registry import find

    words = lexicon()
    named = {kind for e in [*words.others.values(), *words.verbs.values()] for kind in e.sounds}
    assert {kind for kind in named if find(kind) is None} == set()


def test_plurals_and_inflections_are_found_as_they_stand():
    words = lexicon()
    assert words.others["wolves"].word == "wolf"
    assert "wolves" in words.plural
    assert words.verbs["galloping"].word == "run"
    assert words.verbs["flew"].word == "fly"
