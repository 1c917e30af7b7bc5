"""Who plays together, and what each of them does with a chord: the arrangement of a style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Figure = Literal[
    "held", "broken", "bass", "pulse", "offbeat", "walk", "stabs", "strum", "riff", "melody", "ostinato", "arp",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One player. ``octave`` is beside the style's own; ``enters`` counts bars, so that a piece builds."""

    plays: str
    figure: Figure
    level: float = 0.6
    octave: int = 0
    pan: float = 0.0
    low_hz: float = 0.0
    """What lies below is left to the bass: a mix is clear where few play low."""
    enters: int = 0
    pumped: bool = False
    """It steps back at every kick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """``beat`` has sixteen steps a bar for each drum: ``x`` a stroke, ``o`` a soft one."""

    parts: tuple[Part, ...]
    beat: tuple[tuple[str, str, float], ...] = ()
    swing: float = 0.0
    """How late every other step is, as a share of a step."""
    tempo: tuple[int, int] = (30, 240)
    """Between which beats a minute the style is itself."""
    sevenths: bool = False


PIANO = Band(
    parts=(
        Part(plays="piano", figure="bass", level=0.6, octave=-1, pan=-0.2),
        Part(plays="piano", figure="broken", level=0.5, pan=0.15),
        Part(plays="piano", figure="melody", level=0.75, octave=1, pan=0.1),
    )
)
GUITAR = Band(
    parts=(
        Part(plays="guitar", figure="bass", level=0.6, octave=-1, pan=-0.1),
        Part(plays="guitar", figure="broken", level=0.55, pan=0.15),
        Part(plays="guitar", figure="melody", level=0.6, octave=1, pan=0.25, enters=1),
    )
)
STRINGS = Band(
    parts=(
        Part(plays="strings", figure="held", level=0.55, octave=-1, pan=-0.3),
        Part(plays="strings", figure="held", level=0.4, pan=0.3, low_hz=180),
        Part(plays="violin", figure="melody", level=0.55, octave=1, pan=-0.2, low_hz=200, enters=1),
    )
)
ORCHESTRA = Band(
    parts=(
        Part(plays="strings", figure="ostinato", level=0.6, pan=-0.35, low_hz=120),
        Part(plays="strings", figure="held", level=0.35, octave=-1, pan=0.3),
        Part(plays="brass", figure="melody", level=0.7, pan=0.15, low_hz=120),
        Part(plays="choir", figure="held", level=0.35, octave=1, low_hz=250, enters=2),
    ),
    beat=(("low", "x.......x...x...", 0.8), ("high", "......o.......oo", 0.4), ("kick", "x...............", 0.8)),
)
SUSPENSE = Band(
    parts=(
        Part(plays="strings", figure="pulse", level=0.55, octave=-1, pan=-0.2),
        Part(plays="strings", figure="held", level=0.28, octave=1, pan=0.35, low_hz=300),
        Part(plays="pad", figure="held", level=0.3, low_hz=140),
    ),
    beat=(("low", "x...............", 0.7),),
)
PAD = Band(
    parts=(
        Part(plays="pad", figure="held", level=0.55, low_hz=110),
        Part(plays="sub", figure="bass", level=0.3, octave=-1),
        Part(plays="harp", figure="melody", level=0.35, octave=1, pan=0.3, low_hz=250),
    )
)
BEAT = Band(
    parts=(
        Part(plays="pad", figure="held", level=0.42, low_hz=160, pumped=True),
        Part(plays="sub", figure="pulse", level=0.5, octave=-1, pumped=True),
        Part(plays="vibes", figure="melody", level=0.4, octave=1, pan=0.3, low_hz=250),
        Part(plays="harp", figure="arp", level=0.22, octave=1, pan=-0.35, low_hz=300, enters=1),
    ),
    beat=(
        ("kick", "x.....x...x.....", 1.0), ("rim", "....x.......x...", 0.6), ("clap", "............x...", 0.25),
        ("hat", "o.o.x.o.o.o.x.oo", 0.35),
    ),
    swing=0.16,
    tempo=(50, 110),
    sevenths=True,
)  # fmt: skip
TECHNO = Band(
    parts=(
        Part(plays="sub", figure="offbeat", level=0.6, octave=-1, pumped=True),
        Part(plays="lead", figure="arp", level=0.4, pan=0.25, low_hz=220, pumped=True),
        Part(plays="pad", figure="held", level=0.25, low_hz=250, pumped=True),
    ),
    beat=(
        ("kick", "x...x...x...x...", 1.1), ("hat", "..x...x...x...x.", 0.6), ("clap", "....x.......x...", 0.6),
        ("hat", "oooooooooooooooo", 0.2),
    ),
    tempo=(118, 138),
)  # fmt: skip
ROCK = Band(
    parts=(
        Part(plays="electric_guitar", figure="riff", level=0.5, octave=-1, pan=-0.4),
        Part(plays="electric_guitar", figure="riff", level=0.45, octave=-1, pan=0.4),
        Part(plays="bass", figure="pulse", level=0.7, octave=-1),
        Part(plays="electric_guitar", figure="melody", level=0.35, octave=1, pan=0.15, enters=2),
    ),
    beat=(("kick", "x.....x.x.x.....", 1.0), ("snare", "....x.......x...", 0.9), ("hat", "x.x.x.x.x.x.x.x.", 0.5)),
    tempo=(90, 160),
)
JAZZ = Band(
    parts=(
        Part(plays="bass", figure="walk", level=0.75, octave=-1, pan=-0.1),
        Part(plays="piano", figure="stabs", level=0.4, pan=0.3, low_hz=180),
        Part(plays="vibes", figure="melody", level=0.5, octave=1, pan=-0.25, low_hz=220),
    ),
    beat=(("ride", "x...x.ox..x.x.ox", 0.55), ("brush", "....x.......x...", 0.4), ("kick", "o.......o.......", 0.35)),
    swing=0.33,
    tempo=(80, 180),
    sevenths=True,
)
LOFI = Band(
    parts=(
        Part(plays="vibes", figure="stabs", level=0.5, low_hz=180, pan=-0.15),
        Part(plays="bass", figure="bass", level=0.6, octave=-1),
        Part(plays="piano", figure="melody", level=0.35, octave=1, pan=0.3, low_hz=220),
    ),
    beat=(("kick", "x.....x...x.....", 0.9), ("snare", "....x.......x..o", 0.6), ("hat", "x.o.x.o.x.o.x.o.", 0.35)),
    swing=0.25,
    tempo=(64, 98),
    sevenths=True,
)
WESTERN = Band(
    parts=(
        Part(plays="guitar", figure="strum", level=0.45, pan=-0.3),
        Part(plays="bass", figure="pulse", level=0.55, octave=-1),
        Part(plays="flute", figure="melody", level=0.5, octave=1, pan=0.15, low_hz=250),
    ),
    beat=(("low", "x..x..x.x..x..x.", 0.35), ("rim", "....x.......x...", 0.4)),
    tempo=(84, 132),
)
LULLABY = Band(
    parts=(
        Part(plays="music_box", figure="melody", level=0.6, pan=0.1, low_hz=250),
        Part(plays="music_box", figure="broken", level=0.3, pan=-0.2, low_hz=200),
        Part(plays="pad", figure="held", level=0.18, low_hz=150),
    ),
    tempo=(50, 84),
)
WAR_DRUMS = Band(
    parts=(),
    beat=(
        ("kick", "x.......x.......", 1.0), ("low", "......x.......x.", 0.8), ("high", "...........xoxoo", 0.5),
        ("hat", "o.o.o.o.o.o.o.o.", 0.2),
    ),
)  # fmt: skip
CHOIR = Band(
    parts=(
        Part(plays="choir", figure="held", level=0.6, low_hz=120),
        Part(plays="choir", figure="held", level=0.35, octave=1, low_hz=250),
        Part(plays="organ", figure="bass", level=0.25, octave=-1),
    )
)
ORGAN = Band(
    parts=(
        Part(plays="organ", figure="held", level=0.5),
        Part(plays="organ", figure="bass", level=0.4, octave=-1),
        Part(plays="organ", figure="melody", level=0.35, octave=1, low_hz=200),
    )
)
HARP = Band(
    parts=(
        Part(plays="harp", figure="arp", level=0.6, low_hz=110),
        Part(plays="harp", figure="melody", level=0.5, octave=1),
        Part(plays="strings", figure="held", level=0.18, low_hz=160),
    )
)


def _solo(plays: str, octave: int = 1, under: str = "pad") -> Band:
    """One who plays the tune, over something soft."""
    return Band(
        parts=(
            Part(plays=plays, figure="melody", level=0.75, octave=octave, low_hz=120),
            Part(plays=under, figure="held", level=0.28, low_hz=140),
        )
    )


BANDS: dict[str, Band] = {
    "piano": PIANO, "guitar": GUITAR, "strings": STRINGS, "pad": PAD, "drums": WAR_DRUMS, "beat": BEAT,
    "techno": TECHNO, "rock": ROCK, "jazz": JAZZ, "lofi": LOFI, "western": WESTERN, "lullaby": LULLABY,
    "orchestra": ORCHESTRA, "suspense": SUSPENSE, "violin": _solo("violin"), "flute": _solo("flute"),
    "trumpet": _solo("brass", 0), "choir": CHOIR, "organ": ORGAN, "harp": HARP,
}  # fmt: skip
