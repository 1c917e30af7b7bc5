"""The search through one's clips, however many there are."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.slow


def test_a_search_finds_clips_that_no_page_has_fetched_yet_and_says_when_it_has_seen_all(member: Visitor) -> None:
    page = member.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/playground/clips?" in request.url else None)
    for prompt in ("A PELICAN dives.", "A quiet pond."):
        member.generate(prompt)
        page.locator("h1.prompt", has_text=prompt).wait_for()
        member.wait_for_clip()
    # As if a page held one clip: the pelican is on none that the gallery fetches by itself.
    page.route(
        re.compile(r"/playground/clips\?limit=24$"),
        lambda route: route.continue_(url=route.request.url.replace("limit=24", "limit=1")),
    )
    page.get_by_role("link", name="Clips", exact=True).click()
    page.locator(".clip").get_by_text("A quiet pond.").first.wait_for()
    assert page.locator(".clip").get_by_text("PELICAN").count() == 0
    page.get_by_label("Search prompts").fill("dives pelican")
    page.locator(".clip").get_by_text("A PELICAN dives.").wait_for()
    page.get_by_text("1 clip found among all of yours").wait_for()
    page.get_by_label("Search prompts").fill("pelican walrus")
    page.get_by_text("All of your clips have been looked through").wait_for()
    page.get_by_label("Search prompts").fill("")
    page.locator(".clip").get_by_text("A quiet pond.").first.wait_for()
    assert [url for url in asked if "search=dives+pelican" in url]
    assert member.complaints == []
