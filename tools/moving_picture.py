"""A small moving picture out of clips of the gallery, for the README: a second and a half of each, looped.

python -m tools.moving_picture gallery --take 1@3.2,3@1.0,5@2.2 --out docs/pictures/animatic.webp
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
from PIL import Image

WIDTH, HEIGHT = 512, 288
RATE = 10
"""Frames a second: enough to see what moves, and a third of the bytes of 25."""
LENGTH_S = 1.5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="moving_picture", description="Loop parts of clips in one WebP.")
    parser.add_argument("gallery", type=Path, help="folder with NN.mp4")
    parser.add_argument("--take", required=True, metavar="1@3.2,5@2", help="clips, each from which second on")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--quality", type=int, default=60, help="of WebP, 0 to 100")
    options = parser.parse_args(arguments)
    frames: list[Image.Image] = []
    for part in options.take.split(","):
        number, _, second = part.partition("@")
        frames.extend(_frames(options.gallery / f"{int(number):02}.mp4", float(second or 0)))
    frames[0].save(
        options.out, save_all=True, append_images=frames[1:], duration=round(1000 / RATE), loop=0,
        quality=options.quality, method=6,
    )  # fmt: skip
    print(f"{options.out}: {len(frames)} frames, {options.out.stat().st_size / 1000:.0f} kB")
    return 0


def _frames(clip: Path, start_s: float) -> Iterator[Image.Image]:
    wanted = [start_s + k / RATE for k in range(round(LENGTH_S * RATE))]
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            if wanted and frame.time is not None and frame.time >= wanted[0] - 1e-3:
                wanted.pop(0)
                yield frame.to_image(width=WIDTH, height=HEIGHT)


if __name__ == "__main__":
    sys.exit(main())
