"""A scene on one page: a frame from the middle of each shot, what happens in it, and what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PIL import Image, ImageDraw, ImageFont

from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.graph import Scene, Shot
from vitascope.engines.animatic.reading.describe import describe

FRAME_WIDTH, FRAME_HEIGHT = 480, 270
COLUMNS = 3
GAP, MARGIN = 20, 40
FPS = Fraction(25)
PAPER, INK, SOFT, ACCENT = (19, 21, 26), (236, 237, 240), (150, 155, 166), (255, 190, 92)
_NOT_IN_FONT = str.maketrans({"–": "-", "—": "-", "×": "x", "→": ">", "≤": "<", "•": "·", "“": '"', "”": '"', "’": "'"})
"""Pillow's own face is a subset of Aileron without these."""


def draw_sheet(scene: Scene) -> Image.Image:
    """The page. It costs one small frame a shot, and the building of the shot's place."""
    columns = min(COLUMNS, max(2, len(scene.shots)))
    width = 2 * MARGIN + columns * FRAME_WIDTH + (columns - 1) * GAP
    page = Image.new("RGB", (width, 20_000), PAPER)  # cut to its length at the end
    pen = ImageDraw.Draw(page)
    y = _text(pen, scene.prompt or "A scene without a prompt", (MARGIN, MARGIN), width - 2 * MARGIN, 26, INK)
    facts = f"{scene.duration_s:g} s   ·   seed {scene.seed}   ·   {scene.mood}"
    y = _text(pen, facts + (f"   ·   {scene.style}" if scene.style else ""), (MARGIN, y + 6), width, 17, SOFT) + 22
    for row in range(0, len(scene.shots), columns):
        below = y
        for column, shot in enumerate(scene.shots[row : row + columns]):
            at = (MARGIN + column * (FRAME_WIDTH + GAP), y)
            below = max(below, _shot(page, pen, scene, shot, row + column, at))
        y = below + GAP
    for title, told in _notes(scene):
        y = _text(pen, title, (MARGIN, y), width - 2 * MARGIN, 17, ACCENT) + 2
        y = _text(pen, told, (MARGIN, y), width - 2 * MARGIN, 17, INK) + 12
    return page.crop((0, 0, width, y + MARGIN - 12))


def _shot(
    page: Image.Image, pen: ImageDraw.ImageDraw, scene: Scene, shot: Shot, number: int, at: tuple[int, int]
) -> int:
    x, y = at
    renderer = Renderer(scene, width=FRAME_WIDTH, height=FRAME_HEIGHT, fps=FPS, mouths={})
    index = int((shot.start_s + shot.end_s) / 2 * FPS)
    page.paste(Image.fromarray(renderer.frame(index)), at)
    y += FRAME_HEIGHT + 10
    y = _text(pen, f"{number + 1}   {_sentence(scene, number)}", (x, y), FRAME_WIDTH, 16, INK)
    heard = ", ".join(dict.fromkeys(sound.kind.replace("_", " ") for sound in shot.sounds))
    return _text(pen, f"Heard: {heard or 'nothing'}", (x, y + 4), FRAME_WIDTH, 16, SOFT) + 8


def _sentence(scene: Scene, number: int) -> str:
    return str(describe(scene)["storyboard"][number])


def _notes(scene: Scene) -> list[tuple[str, str]]:
    music = scene.music
    return [
        ("Music", "none" if music is None else f"{music.instrument}, {music.mood}, {music.tempo_bpm} beats a minute"),
        ("Understood", ", ".join(scene.understood) or "nothing"),
        ("Not understood", ", ".join(scene.not_understood) or "nothing"),
        ("Approximated", " ".join(scene.approximated) or "nothing"),
    ]


def _text(
    pen: ImageDraw.ImageDraw, text: str, at: tuple[int, int], width: int, size: int, ink: tuple[int, int, int]
) -> int:
    """Write ``text`` in lines no wider than ``width`` pixels; the row below them."""
    x, y = at
    font = ImageFont.load_default(size=size)
    for line in _wrapped(text.translate(_NOT_IN_FONT), font, width):
        pen.text((x, y), line, ink, font)
        y += round(1.35 * size)
    return y


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> Sequence[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
