"""What is being made is seen behind its bar as soon as there is something to see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.acceptance.conftest import Installation
from tests.browser.conftest import SHOTS, Visitor, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator

pytestmark = pytest.mark.slow


def uncovered(person: Visitor) -> Locator:
    poster = person.page.locator(".working img.poster.there")
    poster.wait_for()
    return poster


def test_the_poster_is_seen_while_the_rest_is_rendered_and_after_a_reload(member: Visitor) -> None:
    member.generate("A slow boat. [delay 30]")
    member.page.locator(".working progress[value]").wait_for()
    assert member.page.locator("img.poster").count() == 0
    poster = uncovered(member)
    assert poster.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1280, 720]
    assert poster.get_attribute("alt") == "", "what is behind the bar is told beside it"
    member.page.reload()
    uncovered(member)
    assert member.page.locator("img.poster").count() == 1
    member.page.get_by_role("button", name="Cancel").click()
    member.page.locator("[data-state=cancelled]").wait_for()
    assert member.complaints == []


def test_the_player_begins_with_the_picture_that_was_behind_the_bar(member: Visitor) -> None:
    member.generate("A slow boat. [delay 6]")
    behind = uncovered(member).get_attribute("src")
    member.wait_for_clip()
    assert behind is not None
    assert member.video("poster").partition("/generations/")[2] == behind.partition("/generations/")[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (360, 740)], ids=["desk", "phone"])
def test_the_words_before_it_can_be_read_however_bright_it_is(
    chromium: Browser,
    contexts: list[BrowserContext],
    serving: Installation,
    scheme: str,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    width, height = size
    person = visitor(
        chromium, contexts, serving, viewport={"width": width, "height": height}, color_scheme=scheme,
        reduced_motion="reduce",
    )  # fmt: skip
    person.open()
    person.sign_in()
    white = tmp_path / "white.png"
    Image.new("RGB", (640, 360), "white").save(white)
    person.drop(white, "image/png", onto=".image-field .drop >> nth=0")
    person.page.locator(".image-field img").first.wait_for()
    person.generate("A white wall. [delay 20]")
    poster = uncovered(person)
    assert poster.evaluate("image => getComputedStyle(image).opacity") == "1", "who wants less motion sees it at once"
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
    if SHOTS:
        person.page.screenshot(path=f"{SHOTS}/poster-{scheme}-{width}.png")
    for words in (".percent", ".lead", ".muted", ".quiet"):
        assert contrast(person.page.locator(f".working {words}"), tmp_path) >= 4.5, words
    person.page.get_by_role("button", name="Cancel").click()


def contrast(words: Locator, folder: Path) -> float:
    """Between the ink of ``words`` and the brightest that lies behind them (WCAG 2.2)."""
    ink = words.evaluate("words => getComputedStyle(words).color.match(/\\d+/g).slice(0, 3).map(Number)")
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box is not None
    words.evaluate("words => { words.style.visibility = 'hidden'; }")
    path = folder / "behind.png"
    words.page.screenshot(path=path, clip=box)
    words.evaluate("words => { words.style.visibility = ''; }")
    with Image.open(path) as picture:
        behind = max(luminance(pixel) for _, pixel in picture.convert("RGB").getcolors(1 << 20) or [])
    return (luminance(ink) + 0.05) / (behind + 0.05)


def luminance(colour: Sequence[int]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
