"""When things happen: how long each shot lasts, and when in it the words are spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from vitascope.engines.animatic.graph import Actor, Manner, Speech
from vitascope.engines.animatic.reading.drafts import Line, Role, Take

CHARS_PER_S = 14.0
"""Natural pace of read English."""
_SLOWER = {"roar": 0.72, "shout": 0.85, "whisper": 0.85, "sing": 0.6}
_COUNT_WORD_S = 0.75
"""Seconds a number takes in a countdown."""
MIN_SPEECH_S = 0.8
MIN_SHOT_S = 1.4
"""Shorter than this, a picture is a flash."""
_LEAD_S = 0.4
_GAP_S = 0.25


def spoken_s(line: Line) -> float:
    """Seconds that ``line`` takes at its natural pace."""
    if line.manner == "count":
        parts = [p for p in line.text.replace("…", ",").replace(".", ",").split(",") if p.strip()]
        return max(MIN_SPEECH_S, _COUNT_WORD_S * len(parts))
    return max(MIN_SPEECH_S, len(line.text) / (CHARS_PER_S * _SLOWER.get(line.manner, 1.0)))


def shot_lengths(takes: Sequence[Take], duration_s: float) -> tuple[float, ...]:
    """Seconds of each shot: as the prompt tells, else by how much happens and is said in it.

    They add up to ``duration_s``.
    """
    floor = min(MIN_SHOT_S, duration_s / max(1, len(takes)))
    if takes and all(take.wanted_s for take in takes):
        total = sum(take.wanted_s for take in takes)
        return tuple(duration_s * take.wanted_s / total for take in takes)  # as the prompt has it, in proportion
    wanted = [1.0 + 0.5 * min(take.clauses, 6) + sum(spoken_s(line) + _LEAD_S for line in take.lines) for take in takes]
    spare = duration_s - floor * len(takes)
    total = sum(wanted)
    return tuple(floor + spare * w / total for w in wanted)


def speeches_of(
    lines: Sequence[Line], ids: Sequence[tuple[Role, str]], start_s: float, end_s: float
) -> tuple[Speech, ...]:
    """The lines of one shot, one after another, in time: later if something is done before them."""
    if not lines:
        return ()
    room = end_s - start_s
    natural = [spoken_s(line) for line in lines]
    needed = sum(natural) + _GAP_S * (len(lines) - 1)
    squeeze = min(1.0, room * 0.94 / needed)
    slack = room - needed * squeeze
    first = lines[0]
    early = first.manner == "count" or not first.after
    at = start_s + (min(_LEAD_S, slack / 2) if early else slack * 0.75)
    made = []
    for line, length in zip(lines, natural, strict=True):
        end = min(end_s, at + length * squeeze)
        actor = next((name for role, name in ids if role is line.speaker), None)
        made.append(
            Speech(
                text=line.text,
                start_s=round(at, 3),
                end_s=round(end, 3),
                manner=cast(Manner, "radio" if line.radio and line.manner == "say" else line.manner),
                actor=actor,
                voice=_voice(line),
            )
        )
        at = min(end_s, end + _GAP_S * squeeze)
    return tuple(made)


def after_deeds(
    speeches: Sequence[Speech], lines: Sequence[Line], actors: Mapping[str, Actor], end_s: float
) -> tuple[Speech, ...]:
    """``speeches`` as late as what their speaker is said to do before the first of them, if it does several things."""
    first = next(iter(speeches), None)
    speaker = actors.get(first.actor or "") if first is not None else None
    if first is None or speaker is None or not speaker.deeds or lines[0].speaker is None:
        return tuple(speeches)
    done = {deed.text for deed in lines[0].speaker.deeds[: lines[0].after]}
    begun = [deed.start_s for deed in speaker.deeds if done & {*deed.label.split(", ")}]
    if not begun:  # all of it is told in another shot, or of nobody who is seen
        return tuple(speeches)
    late = min(max(begun) + _LEAD_S - first.start_s, end_s - speeches[-1].end_s)
    return tuple(
        replace(speech, start_s=round(speech.start_s + late, 3), end_s=round(speech.end_s + late, 3))
        for speech in speeches
    )


def _voice(line: Line) -> Literal["man", "woman", "child", "monster", "robot"]:
    if line.speaker is None:
        return "monster" if line.manner == "roar" else "man"
    voice = line.speaker.entry.voice or ("monster" if line.speaker.entry.creature else "man")
    return cast('Literal["man", "woman", "child", "monster", "robot"]', voice)
