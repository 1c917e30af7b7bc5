"""The page for everybody: by keyboard alone, on a phone, read aloud, and at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.browser.conftest import SHOTS, Visitor, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_everything_can_be_done_with_the_keyboard(guest: Visitor) -> None:
    guest.open()
    page = guest.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    guest.tab_to("input[name=key]")
    page.keyboard.type(guest.key)
    page.keyboard.press("Enter")
    page.get_by_text("Your clip will play here").wait_for()
    page.evaluate("document.activeElement.blur()")
    guest.tab_to("textarea")
    page.keyboard.type("A boat by keyboard.")
    guest.tab_to("input[type=radio][value='6']")
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("8 s", exact=True).is_checked()
    guest.tab_to("button[type=submit]")
    page.keyboard.press("Enter")
    guest.wait_for_clip()
    guest.tab_to("[role=tab]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(
    chromium: Browser, contexts: list[BrowserContext], serving: Installation, scheme: str
) -> None:
    person = visitor(
        chromium, contexts, serving, viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True
    )
    person.open()
    person.sign_in()
    person.generate("A boat on a phone.")
    person.wait_for_clip()
    for path in ("#/", "#/gallery", "#/account"):
        person.page.goto(f"{person.base_url}/{path}")
        person.page.locator(".order, .gallery .clip, .figures").first.wait_for()
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert person.complaints == []


def test_the_keys_of_an_account_fit_on_a_phone(
    serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    made = re.search(r"\b[0-9a-f]{32}\b", serving.run("keys", "create", "--management").stdout)
    limited = serving.run("keys", "create", "--name", "a laptop with a long name", "--limit-usd", "1250")
    assert made is not None
    assert limited.returncode == 0, limited.stderr
    owner = visitor(chromium, contexts, serving, viewport={"width": 360, "height": 740})
    owner.open("#/account")
    owner.page.get_by_label("API key").fill(made[0])
    owner.page.get_by_label("API key").press("Enter")
    keys = owner.page.locator(".keys")
    row = keys.get_by_role("row").filter(has_text="a laptop with a long name").first
    row.wait_for()
    if SHOTS:
        keys.screenshot(path=f"{SHOTS}/keys-360.png")
    inside = keys.locator(".scroll").evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert inside[0] <= inside[1]
    assert [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()][1] == "a laptop with a long name"
    assert "$1,250.00 in all" in row.inner_text()
    for button in ("Disable", "Delete"):
        box = row.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_what_axe_calls_a_barrier(
    chromium: Browser, contexts: list[BrowserContext], serving: Installation, scheme: str
) -> None:
    rules = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    person = visitor(chromium, contexts, serving, color_scheme=scheme, bypass_csp=True)
    person.open()
    found = {"signed out": barriers(person, rules)}
    person.sign_in()
    person.page.get_by_text("More settings").click()
    found["create"] = barriers(person, rules)
    person.generate("A boat for everybody.")
    person.wait_for_clip()
    found["clip"] = barriers(person, rules)
    for path, wanted in (("#/gallery", ".clip"), ("#/account", ".figures")):
        person.page.goto(f"{person.base_url}/{path}")
        person.page.locator(wanted).first.wait_for()
        found[path] = barriers(person, rules)
    assert {name: told for name, told in found.items() if told} == {}


def barriers(person: Visitor, rules: Any) -> list[str]:
    person.page.evaluate(rules.AXE_FILE_PATH.read_text(encoding="utf-8"))
    results = person.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in results["violations"]]


def test_the_first_paint_comes_within_a_second(guest: Visitor) -> None:
    guest.open()
    took = min(first_paint_ms(guest) for _ in range(3))
    assert took < 1000


def first_paint_ms(guest: Visitor) -> float:
    guest.page.reload()
    guest.page.wait_for_selector(".order")
    found = wait_for(
        lambda: guest.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime"), 5
    )
    return float(found)
