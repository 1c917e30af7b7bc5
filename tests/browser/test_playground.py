"""What people do at the page, from the first visit on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import Installation, installed, wait_for
from tests.browser.conftest import Visitor, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_a_first_visit_ends_with_a_clip_playing_with_its_sound(guest: Visitor) -> None:
    guest.open()
    guest.sign_in()
    guest.page.get_by_role("button", name="Lighthouse").click()
    guest.page.get_by_role("button", name="Generate", exact=True).click()
    guest.wait_for_clip()
    guest.page.evaluate("document.querySelector('.stage video').play()")
    wait_for(lambda: guest.video("currentTime") > 0.3 or None, 60)
    assert guest.video("webkitAudioDecodedByteCount") > 0
    assert (guest.video("videoWidth"), guest.video("videoHeight")) == (1920, 1080)
    assert guest.video("duration") == pytest.approx(6, abs=0.1)
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".mp4")
    assert download.value.path().stat().st_size > 10_000
    assert guest.complaints == []  # no violation of the policy, no error of a script


def test_the_link_that_serve_prints_signs_in_once_and_leaves_no_trace(
    serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    link = re.search(r"http://\S+#sign-in=\S+", serving.output.read_text(encoding="utf-8"))
    assert link is not None
    first = visitor(chromium, contexts, serving)
    asked: list[str] = []
    first.page.on("request", lambda request: asked.append(request.url))
    first.page.goto(link[0])
    first.page.get_by_text("Your clip will play here").wait_for()
    token = link[0].partition("=")[2]
    assert token not in first.page.url
    assert not [url for url in asked if token in url.partition("#")[0]]
    first.page.go_back()
    assert token not in first.page.url
    second = visitor(chromium, contexts, serving)
    second.page.goto(link[0])
    second.page.get_by_text("This link has been used").wait_for()


def test_a_wrong_key_is_refused_where_it_was_typed(guest: Visitor) -> None:
    guest.open()
    key = guest.page.get_by_label("API key")
    key.fill("not-a-key")
    key.press("Enter")
    guest.page.get_by_role("alert").get_by_text("unknown or revoked").wait_for()
    assert key.get_attribute("aria-invalid") == "true"
    guest.sign_in()


def test_the_key_is_kept_for_the_tab_unless_more_is_asked(member: Visitor) -> None:
    kept = member.page.evaluate("key => [Object.values(sessionStorage).includes(key), localStorage.length]", member.key)
    assert kept == [True, 0]
    assert member.page.evaluate("document.cookie") == ""
    member.page.reload()
    member.page.get_by_text("Your clip will play here").wait_for()
    member.page.get_by_role("button", name="Sign out").click()
    member.page.get_by_label("API key").wait_for()
    assert member.page.evaluate("JSON.stringify([sessionStorage, localStorage])").count(member.key) == 0


def test_a_reload_in_mid_render_goes_on_with_the_bar(member: Visitor) -> None:
    member.generate("A slow boat. [delay 15]")
    member.page.locator(".working progress[value]").wait_for()
    before = member.page.locator(".working progress").evaluate("bar => bar.value")
    member.page.reload()
    member.page.locator(".working progress[value]").wait_for()
    assert member.page.locator(".working progress").evaluate("bar => bar.value") >= before
    member.page.get_by_text(re.compile("about .* left")).wait_for()
    member.wait_for_clip()
    assert member.complaints == []


def test_where_events_do_not_come_through_it_asks_again_and_again(member: Visitor) -> None:
    member.page.route(
        "**/generations/events*", lambda route: route.fulfill(body="<p>a proxy", content_type="text/html")
    )
    asked: list[str] = []
    member.page.on("request", lambda request: asked.append(request.url) if "?generation_id=" in request.url else None)
    member.generate("A slow boat. [delay 8]")
    member.page.locator(".working progress[value]").wait_for()
    member.wait_for_clip()
    assert len([url for url in asked if "/events" not in url]) >= 2


def test_what_a_prompt_holds_stays_text(member: Visitor) -> None:
    prompt = "<img src=x onerror=alert(1)> <script>alert(2)</script> & [fail at 1%]"
    member.generate(prompt)
    member.page.locator("[data-state=failed]").wait_for()
    assert member.page.locator("h1.prompt").inner_text() == prompt
    assert member.page.locator("#main script, #main [onerror]").count() == 0
    assert member.complaints == []


def test_a_script_that_is_not_of_the_page_does_not_run(member: Visitor) -> None:
    member.page.evaluate("document.body.append(Object.assign(document.createElement('a'), {id: 'probe'}))")
    refused = member.page.evaluate("""() => new Promise(done => {
        addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), { once: true });
        try { document.getElementById('probe').innerHTML = '<b>html</b>'; } catch { /* that is the point */ }
        setTimeout(() => done('nothing'), 20_000);
    })""")
    assert refused == "require-trusted-types-for"


def test_two_tabs_tell_of_the_same_clip(member: Visitor) -> None:
    other = member.page.context.new_page()
    member.generate("A slow boat. [delay 10]")
    member.page.locator(".working progress[value]").wait_for()
    other.goto(member.page.url)  # a tab that was opened by hand knows no key
    other.get_by_label("API key").fill(member.key)
    other.get_by_label("API key").press("Enter")
    other.locator(".stage video").wait_for()
    member.wait_for_clip()
    assert other.locator("h1.prompt").inner_text() == member.page.locator("h1.prompt").inner_text()


def test_a_render_is_cancelled_and_costs_nothing(member: Visitor) -> None:
    member.generate("A slow boat. [delay 60]")
    member.page.locator(".working progress[value]").wait_for()
    member.page.get_by_role("button", name="Cancel", exact=True).click()
    member.page.locator("[data-state=cancelled]").wait_for()
    assert "costs nothing" in member.page.locator(".screen").inner_text()


def test_a_failure_says_why_and_what_can_be_done(member: Visitor) -> None:
    member.generate("A boat. [fail at 20%]")
    member.page.locator("[data-state=failed]").wait_for()
    assert "asked for a failure" in member.page.locator(".screen").inner_text()
    assert member.page.get_by_role("button", name="Try again").is_visible()


def test_the_server_goes_and_comes_back(folder: Path, chromium: Browser, contexts: list[BrowserContext]) -> None:
    with installed(folder) as made:
        made.start()
        port = made.base_url.rpartition(":")[2]
        person = visitor(chromium, contexts, made)
        person.open()
        person.sign_in()
        person.generate("A slow boat. [delay 12]")
        person.page.locator(".working progress[value]").wait_for()
        made.kill()
        person.page.get_by_text("The server does not answer. Nothing is lost").wait_for()
        made.start("--port", port)
        person.page.get_by_text("The server is back").wait_for()
        person.page.locator(".stage video").wait_for()


def test_clips_are_found_compared_and_deleted(member: Visitor) -> None:
    page = member.page
    for prompt in ("A heron in the reeds.", "A heron at night."):
        member.generate(prompt)
        member.page.locator("h1.prompt", has_text=prompt).wait_for()
        member.wait_for_clip()
    page.get_by_role("link", name="Clips", exact=True).click()
    page.get_by_label("Search prompts").fill("heron")
    wait_for(lambda: page.locator(".clip").count() == 2 or None, 60)
    page.locator(".clip input[type=checkbox]").nth(0).check()
    page.locator(".clip input[type=checkbox]").nth(1).check()
    page.get_by_role("link", name="Compare the two").click()
    page.get_by_role("button", name="Play").click()
    both = "[...document.querySelectorAll('.two video')].map(video => video.currentTime)"
    wait_for(lambda: min(page.evaluate(both)) > 0.5 or None, 60)
    left, right = page.evaluate(both)
    assert abs(left - right) < 0.25
    page.get_by_role("link", name="All clips").click()
    page.get_by_label("Search prompts").fill("night")
    page.get_by_role("button", name="Delete: A heron at night.").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("No prompt has these words").wait_for()
    assert member.complaints == []


def test_an_owner_sees_workers_queue_and_failures_with_their_reasons(
    member: Visitor, serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    made = re.search(r"\b[0-9a-f]{32}\b", serving.run("keys", "create", "--management").stdout)
    assert made is not None
    member.generate("A boat that fails. [fail at 10%]")
    member.page.locator("[data-state=failed]").wait_for()
    member.generate("A boat that is slow. [delay 60]")
    member.page.locator(".working progress[value]").wait_for()
    owner = visitor(chromium, contexts, serving)
    owner.open("#/account")
    owner.page.get_by_label("API key").fill(made[0])
    owner.page.get_by_label("API key").press("Enter")
    floor = owner.page.locator(".floor")
    floor.get_by_role("row").filter(has_text="asked for a failure at 10%").first.wait_for()
    floor.get_by_role("row").filter(has_text=re.compile(r"testcard.*LTX-2 Fast, .*%")).first.wait_for()
    row = floor.get_by_role("row").filter(has_text="A boat that is slow")
    row.get_by_role("button").click()
    row.wait_for(state="detached")
    member.page.locator("[data-state=cancelled]").wait_for()
    owner.page.set_viewport_size({"width": 360, "height": 740})
    assert owner.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert owner.complaints == []


def test_a_draft_is_finished_from_the_page(member: Visitor) -> None:
    page = member.page
    whole = page.locator(".cost").inner_text()
    page.get_by_label("Draft first").check()
    assert page.locator(".cost").inner_text() != whole
    page.locator("textarea").fill("A draft of a boat.")
    page.get_by_role("button", name="Make a draft").click()
    member.wait_for_clip()
    wait_for(lambda: member.video("videoWidth") == 960 or None, 60)
    page.get_by_role("button", name="Finish this draft").click()
    page.get_by_role("link", name="Download").wait_for()
    width = "document.querySelector('.stage video')?.videoWidth"  # the stage changes between two looks
    wait_for(lambda: page.evaluate(width) == 1920 or None, 60)
