"""Every sample prompt as a clip and a contact sheet, to be looked at, and an index of them.

    make gallery ARGS="--only 1,5 --out gallery"

Exit code 1 where a prompt could not be rendered; the others are rendered all the same.
"""

from __future__ import annotations

import argparse
import html
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tools.contact_sheet import contact_sheet
from tools.facts import Fact, read_facts
from tools.prompts import PROMPTS, chosen, read_prompts
from vitascope.compose.generate import generate
from vitascope.core.errors import VitascopeError
from vitascope.core.generation import GenerationRequest
from vitascope.settings import Settings

MODEL = "ltxv/ltxv-2-fast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One prompt of the gallery; ``failure`` in place of files where it could not be rendered."""

    number: int
    prompt: str
    clip: str
    sheet: str
    failure: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    console = Console(highlight=False)
    try:
        prompts = chosen(options.only, read_prompts(options.prompts))
    except (OSError, ValueError) as error:
        console.print(f"error: {error}", markup=False)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(engine=options.engine, **({"data_dir": options.data_dir} if options.data_dir else {}))
    made = []
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
        console=console,
    ) as bars:  # fmt: skip
        for number, prompt in prompts.items():
            started = time.monotonic()
            entry = _render(settings, number, prompt, options, bars)
            made.append(entry)
            told = f"{number:>3}  {entry.failure or options.out / entry.sheet}  ({time.monotonic() - started:.1f} s)"
            console.print(told, markup=False, soft_wrap=True)
    facts = read_facts() if options.prompts == PROMPTS else {}
    (options.out / "index.html").write_text(index_page(made, facts), encoding="utf-8")
    return 1 if any(entry.failure for entry in made) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="gallery", description="Render the sample prompts, with a contact sheet each."
    )
    parser.add_argument("--out", type=Path, default=Path("gallery"), help="folder for clips, sheets and index.html")
    parser.add_argument("--engine", default="animatic", help="engine that renders")
    parser.add_argument("--only", default="", metavar="1,5,8-10", help="numbers of prompts; all if not given")
    parser.add_argument("--duration", type=int, default=6, choices=(6, 8, 10), help="seconds")
    parser.add_argument("--resolution", default="1080p", choices=("1080p", "1440p", "2160p"), help="of the clips")
    parser.add_argument("--prompts", type=Path, default=PROMPTS, help="a numbered list in Markdown")
    parser.add_argument("--seed", type=int, default=1, help="the same for every prompt, so that galleries compare")
    parser.add_argument("--data-dir", type=Path, default=None, help="where compiled code is kept")
    return parser.parse_args(arguments)


def _render(settings: Settings, number: int, prompt: str, options: argparse.Namespace, bars: Progress) -> Entry:
    entry = Entry(number=number, prompt=prompt, clip=f"{number:02}.mp4", sheet=f"{number:02}.png")
    request = GenerationRequest(
        model=MODEL, prompt=prompt, duration_s=options.duration, resolution=options.resolution, seed=options.seed
    )
    task = bars.add_task(f"{number:>3}", total=1.0)
    try:
        generate(
            settings, request, options.out / entry.clip,
            lambda stage, done, total: bars.update(task, description=f"{number:>3}  {stage}", completed=done / total),
        )  # fmt: skip
        contact_sheet(options.out / entry.clip, number=number).save(options.out / entry.sheet)
    except VitascopeError as error:
        return Entry(number=number, prompt=prompt, clip="", sheet="", failure=str(error))
    except Exception as error:  # a fault of an engine: nineteen sheets are worth more than none
        return Entry(number=number, prompt=prompt, clip="", sheet="", failure=f"{type(error).__name__}: {error}")
    finally:
        bars.remove_task(task)
    return entry


def index_page(entries: Sequence[Entry], facts: Mapping[int, Sequence[Fact]] | None = None) -> str:
    """``index.html``: each sheet with its clip beneath, and what to look for in it."""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Vitascope: gallery</title>
<style>
body {{ background: #13151a; color: #ecedf0; font: 17px/1.5 system-ui, sans-serif }}
body {{ margin: 3rem auto; width: min(94vw, 1300px) }}
nav {{ display: flex; flex-wrap: wrap; gap: .5rem 1rem }}
a {{ color: #ffbe5c }}
section {{ margin: 4rem 0; border-top: 1px solid #3a3e47; padding-top: 1.5rem }}
img, video {{ display: block; width: 100% }}
video {{ margin-top: 1rem }}
ul {{ list-style: none; padding: 0; columns: 2 }}
</style>
<h1>Gallery</h1>
<nav>{"".join(f'<a href="#p{entry.number}">{entry.number}</a>' for entry in entries)}</nav>
{"".join(_section(entry, (facts or {}).get(entry.number, ())) for entry in entries)}
</html>
"""


def _section(entry: Entry, facts: Sequence[Fact]) -> str:
    prompt = html.escape(entry.prompt)
    if entry.failure:
        why = html.escape(entry.failure)
        return f'<section id="p{entry.number}"><p>{entry.number}: {prompt}</p><p>Not rendered: {why}</p></section>\n'
    return (
        f'<section id="p{entry.number}"><img src="{entry.sheet}" alt="{prompt}" loading="lazy">'
        f'<video src="{entry.clip}" controls preload="none"></video>{_checklist(facts)}</section>\n'
    )


def _checklist(facts: Sequence[Fact]) -> str:
    """What a viewer would check, as it was when somebody last did."""
    lines = [
        f"<li>{'✓' if fact.holds else '✗'} {html.escape(f'{fact.kind}: {fact.text}')}"
        f"{html.escape(f' (instead: {fact.instead})') if fact.instead else ''}</li>"
        for fact in facts
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


if __name__ == "__main__":
    sys.exit(main())
