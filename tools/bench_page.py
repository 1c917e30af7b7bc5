"""How soon the playground is there, and what of it goes over the wire before a clip does, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tools.bench_figure import Figure, at_most
from tools.bench_server import running

VISITS = 7
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PAINT = """() => new Promise(resolve => new PerformanceObserver(list => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
}).observe({ type: 'paint', buffered: true }))"""
SENT = """() => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
    .map(entry => [new URL(entry.name).pathname, entry.transferSize])"""
"""Bytes of each reply with its headers, as they came, compressed or not."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """First visits: each with nothing cached, signed in with a key, until the form can be used."""
    if CHROMIUM is None:
        why = "there is no Chromium here (Debian: apt-get install chromium)"
        return [Figure(name=f"the playground's first paint: {why}", value=None, unit="ms")], {"skipped": why}
    from playwright.sync_api import sync_playwright  # it is not needed where there is no Chromium

    paints, weights = [], []
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory(prefix="vs-bench-") as folder,
        running(Path(folder) / "data", engine="testcard") as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=flags) as browser,
    ):
        for _ in range(VISITS):
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(server.base_url)
                paints.append(float(page.evaluate(PAINT)))
                page.get_by_label("API key").fill(server.key)
                page.get_by_role("button", name="Sign in", exact=True).click()
                page.get_by_text("Your clip will play here").wait_for()
                page.wait_for_load_state("networkidle")
                sent = page.evaluate(SENT)
                weights.append(sum(size for _, size in sent) / 1024)
    return [
        Figure(
            name=f"playground, first paint of a first visit, median of {VISITS}", value=statistics.median(paints),
            unit="ms", target=at_most(1000), runs=tuple(paints),
        ),
        Figure(
            name="  sent until one can write a prompt, headers and all", value=max(weights), unit="KB",
            target=at_most(150), runs=tuple(weights),
        ),
    ], {"first_paint_ms": paints, "replies": sorted(sent)}  # fmt: skip
