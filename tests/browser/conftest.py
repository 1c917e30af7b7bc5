"""The page in a real Chromium, over the program as a user runs it. Skipped, with the reason, where there is none.

Wanted: Debian's `chromium` (or the path in CHROMIUM), and Playwright for Python, which drives it and brings none along.
"""

from __future__ import annotations

import base64
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.conftest import Installation, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 300_000
SHOTS = os.environ.get("VITASCOPE_TEST_SHOTS")
"""A folder for pictures of what a test sees, for who wants to look."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one module: Playwright keeps an event loop running in this thread, where others have tests of their own."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: install Debian's `chromium`, or name one in CHROMIUM")
    # As root, as in a container, Chromium starts without its own sandbox alone.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One server with the test card, for every test that leaves it running."""
    with started(tmp_path_factory, "serving") as made:
        yield made


@dataclass(slots=True)
class Visitor:
    """Somebody at the page: what they see, and what their browser complained of."""

    page: Page
    base_url: str
    key: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.base_url}/{path}")
        self.page.wait_for_selector(".order, .sign-in, .gallery, .account")

    def sign_in(self) -> None:
        """By pasting the key."""
        self.page.get_by_label("API key").fill(self.key)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.get_by_text("Your clip will play here").wait_for()

    def generate(self, prompt: str) -> None:
        self.page.get_by_label("Prompt", exact=False).first.fill(prompt)
        self.page.get_by_role("button", name="Generate", exact=True).click()

    def wait_for_clip(self) -> None:
        """Until a finished clip is on the stage."""
        self.page.locator(".stage video").wait_for(timeout=PATIENCE_MS)

    def drop(self, path: Path, media_type: str, *, onto: str) -> None:
        """As a file from the desktop is dropped."""
        data = base64.b64encode(path.read_bytes()).decode()
        transfer = self.page.evaluate_handle(
            """([data, name, type]) => {
                const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], name, { type }));
                return transfer;
            }""",
            [data, path.name, media_type],
        )
        self.page.locator(onto).dispatch_event("drop", {"dataTransfer": transfer})

    def tab_to(self, selector: str) -> None:
        """Press Tab until ``selector`` has the focus."""
        give_up = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            assert time.monotonic() < give_up, f"Tab does not reach {selector}"
            self.page.keyboard.press("Tab")

    def video(self, what: str) -> Any:
        return self.page.evaluate(f"document.querySelector('.stage video').{what}")


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


def visitor(chromium: Browser, contexts: list[BrowserContext], server: Installation, **how: Any) -> Visitor:
    """A browser of one's own, that has never been here; ``how`` is what Playwright's ``new_context`` takes."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
    contexts.append(context)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    found = Visitor(page, server.base_url, server.key)
    page.on("console", lambda said: found.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found


@pytest.fixture
def guest(chromium: Browser, contexts: list[BrowserContext], serving: Installation) -> Visitor:
    return visitor(chromium, contexts, serving)


@pytest.fixture
def member(guest: Visitor) -> Visitor:
    """Somebody who has signed in."""
    guest.open()
    guest.sign_in()
    return guest


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photograph that is higher than wide: green, with a blue stripe at its top that a crop to 16:9 takes off."""
    from PIL import Image

    image = Image.new("RGB", (600, 900), (30, 140, 60))
    image.paste((20, 40, 220), (0, 0, 600, 200))
    path = tmp_path / "a photo.png"
    image.save(path)
    return path
