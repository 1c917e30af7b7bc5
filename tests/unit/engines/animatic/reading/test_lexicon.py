from typing import get_args

from vitascope.engines.animatic import graph
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
        "music": {"piano", "guitar", "strings", "pad", "drums"},
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
    assert len({p for p, e in words.others.items() if (e.rig or e.place or e.effect) and p not in words.plural}) >= 600
    assert len({e.word for e in words.verbs.values()}) >= 50
    assert len(words.verbs) >= 4 * 150


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
