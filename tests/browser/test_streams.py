"""How the page follows a clip where no more event streams may be open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.browser.conftest import visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

pytestmark = pytest.mark.slow


def test_a_page_that_is_refused_a_stream_polls_and_tries_one_again_when_it_was_told_to(
    serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    person = visitor(chromium, contexts, serving)
    refused: list[str] = []

    def once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(status=429, headers={"Retry-After": "2"}, json={"message": "Too many streams."})

    person.page.route("**/v2/video/generations/events?*", once)
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.open()
    person.sign_in()
    person.generate("A slow boat. [delay 60]")
    person.page.locator(".working progress[value]").wait_for()

    def streams() -> list[int]:
        return [at for at, url in enumerate(asked) if "/generations/events?" in url]

    def streamed_again() -> bool | None:
        person.page.evaluate("0")  # lets what has happened be told
        return len(streams()) > 1 or None

    assert wait_for(streamed_again, 120)
    first, again = streams()[:2]
    assert any("/generations?generation_id=" in url for url in asked[first:again]), "it polled meanwhile"
    person.page.get_by_role("button", name="Cancel", exact=True).click()
    person.page.locator("[data-state=cancelled]").wait_for()
