"""Limits as the page tells them to whom they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.browser.conftest import visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_a_full_queue_is_told_with_a_count_to_the_next_try_and_the_form_keeps_what_is_in_it(
    serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    key = re.search(r"\b[0-9a-f]{32}\b", serving.run("keys", "create").stdout)
    assert key is not None
    limited = serving.run("keys", "limit", key[0][:8], "--queued", "1")
    assert limited.returncode == 0, limited.stderr
    person = visitor(chromium, contexts, serving)
    person.key = key[0]
    person.page.clock.install()
    person.open()
    person.sign_in()
    page = person.page
    page.get_by_text("More settings").click()
    person.generate("A slow boat. [delay 60]")
    page.locator(".working progress[value]").wait_for()
    person.generate("A second boat. [delay 60]")
    page.get_by_text("Queued").first.wait_for()
    person.generate("A third boat.")
    told = page.locator(".send .problem")
    told.get_by_text("may have 1 clip waiting at once").wait_for()
    assert "about" not in told.inner_text()  # the server's own figure, which would stand still
    first = told.locator(".count").inner_text()
    assert re.match(r"Try again in \d", first)
    page.clock.fast_forward(3_000)
    wait_for(lambda: told.locator(".count").inner_text() != first or None, 60)
    page.clock.fast_forward(3_600_000)
    told.get_by_text("You may try again now").wait_for()
    assert page.locator("textarea").input_value() == "A third boat."
    page.get_by_role("link", name="Account", exact=True).click()
    page.locator(".limits .figure").get_by_text("of this key · 1 waiting now").wait_for()
    headers = {"Authorization": f"Bearer {key[0]}"}
    clips = httpx.get(f"{serving.base_url}/playground/clips", headers=headers, trust_env=False, timeout=60).json()[
        "data"
    ]
    for clip in clips:
        httpx.delete(
            f"{serving.base_url}/v2/video/generations?generation_id={clip['id']}",
            headers=headers,
            trust_env=False,
            timeout=60,
        )
