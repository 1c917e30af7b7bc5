"""Light and dark: as the system has it, until somebody chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.browser.conftest import visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_a_chosen_colour_holds_from_the_first_paint_on_and_the_system_has_its_say_again(
    chromium: Browser, contexts: list[BrowserContext], serving: Installation
) -> None:
    person = visitor(chromium, contexts, serving, color_scheme="light")
    person.open()
    page = person.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    choice = page.get_by_label("Colours")
    person.tab_to("#theme")
    page.keyboard.type("Dark")
    wait_for(lambda: page.evaluate(ground) != light or None, 60)
    dark = page.evaluate(ground)
    # What the body has before any module of the page has run.
    page.route("**/app.js", lambda route: route.abort())
    page.reload(wait_until="commit")
    page.locator("body").wait_for()
    assert page.evaluate(ground) == dark
    page.unroute("**/app.js")
    page.reload()
    assert choice.input_value() == "dark"
    other = page.context.new_page()
    other.goto(person.base_url)
    other.get_by_label("Colours").select_option("light")
    wait_for(lambda: page.evaluate(ground) == light or None, 60)
    choice.select_option("")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == dark
    assert page.evaluate("localStorage.length") == 0
    assert [told for told in person.complaints if "ERR_FAILED" not in told] == []
