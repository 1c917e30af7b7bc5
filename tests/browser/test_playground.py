"""What people do at the page, from the first visit on."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.acceptance.conftest import Installation, installed, wait_for
from tests.browser.conftest import PATIENCE_MS, Visitor, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


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
    member.generate("A slow boat. [delay 8]")
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
    member.generate("A slow boat. [delay 4]")
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
    member.generate("A slow boat. [delay 5]")
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


def test_a_dropped_image_is_shown_cropped_and_becomes_the_first_frame(member: Visitor, picture: Path) -> None:
    drop(member, picture, "image/png", onto=".image-field .drop >> nth=0")
    member.page.get_by_text("top and bottom are cut off").wait_for()
    member.generate("A green field.")
    member.wait_for_clip()
    pixel = member.page.evaluate(
        """async () => {
            const video = document.querySelector('.stage video');
            const until = name => new Promise(done => video.addEventListener(name, done, { once: true }));
            if (video.readyState < HTMLMediaElement.HAVE_METADATA) await until('loadedmetadata');
            video.pause();
            const shown = until('seeked');
            video.currentTime = 0.001;
            await shown;
            const canvas = new OffscreenCanvas(16, 9).getContext('2d');
            canvas.drawImage(video, 0, 0, 16, 9);
            return [...canvas.getImageData(8, 1, 1, 1).data];
        }"""
    )
    red, green, blue, _ = pixel
    assert green > red + 40 > 40 < green - blue
    member.page.get_by_role("button", name="Use these settings").click()
    member.page.get_by_text("The image of the earlier clip").wait_for()
    assert member.complaints == []


def test_a_file_that_is_no_image_is_refused_at_its_field(member: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG, or so it says")
    drop(member, path, "image/png", onto=".image-field .drop >> nth=0")
    member.page.locator(".image-field .problem").get_by_text("not an image").wait_for()


def test_a_clip_that_is_dropped_brings_its_prompt_and_settings_back(member: Visitor, tmp_path: Path) -> None:
    page = member.page
    page.get_by_text("8 s", exact=True).click()
    member.generate("Ein Schiff – 船 – at sea.")
    member.wait_for_clip()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / "clip.mp4"
    download.value.save_as(path)
    page.goto(f"{member.base_url}/#/")
    page.get_by_label("Prompt", exact=False).first.fill("something else")
    page.get_by_text("6 s", exact=True).click()
    drop(member, path, "video/mp4", onto=".screen")
    page.get_by_text("The prompt and the settings of clip.mp4").wait_for()
    assert page.locator("textarea").input_value() == "Ein Schiff – 船 – at sea."
    assert page.get_by_label("8 s", exact=True).is_checked()
    assert page.locator("input[type=number]").input_value() != ""


AWKWARD = 'It\'s a "test" with $HOME, `ticks`, a \\n backslash, 船 and 🚢.'


@pytest.mark.parametrize("language", ["curl", "Python", "JavaScript"])
def test_a_request_as_code_makes_the_same_request(member: Visitor, picture: Path, language: str) -> None:
    runs = {"curl": "bash", "Python": sys.executable, "JavaScript": "node"}[language]
    if shutil.which(runs) is None:
        pytest.skip(f"there is no {runs} here")
    page = member.page
    drop(member, picture, "image/png", onto=".image-field .drop >> nth=0")
    page.get_by_text("top and bottom are cut off").wait_for()
    page.locator("textarea").fill(AWKWARD)
    page.get_by_text("8 s", exact=True).click()
    page.get_by_text("More settings").click()
    page.get_by_label("Camera").select_option("jib_up")
    page.locator("input[type=number]").fill("42")
    page.locator(".order").get_by_text("As code").click()
    page.locator(".order").get_by_role("button", name=language, exact=True).click()
    code = page.locator(".order pre").inner_text()
    if language == "curl":
        code = code.partition("\n\n#")[0]  # what follows needs the id
    program = picture.with_name("request.mjs")
    program.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [runs, str(program)], cwd=picture.parent, env={**os.environ, "VITASCOPE_API_KEY": member.key},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    clip = httpx.get(
        f"{member.base_url}/playground/clips?limit=1",
        headers={"Authorization": f"Bearer {member.key}"},
        trust_env=False,
    ).json()["data"][0]
    asked = clip["request"]
    assert (asked["prompt"], asked["duration"], asked["camera_motion"], asked["seed"]) == (AWKWARD, 8, "jib_up", 42)
    assert clip["image"]
    assert member.key not in page.content()


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
        person.page.get_by_text("The server is back").wait_for(timeout=60_000)
        person.page.locator(".stage video").wait_for(timeout=90_000)


def test_everything_can_be_done_with_the_keyboard(guest: Visitor) -> None:
    guest.open()
    page = guest.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    tab_to(guest, "input[name=key]")
    page.keyboard.type(guest.key)
    page.keyboard.press("Enter")
    page.get_by_text("Your clip will play here").wait_for()
    page.evaluate("document.activeElement.blur()")
    tab_to(guest, "textarea")
    page.keyboard.type("A boat by keyboard.")
    tab_to(guest, "input[type=radio][value='6']")
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("8 s", exact=True).is_checked()
    tab_to(guest, "button[type=submit]")
    page.keyboard.press("Enter")
    guest.wait_for_clip()
    tab_to(guest, "[role=tab]")
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


def drop(person: Visitor, path: Path, media_type: str, *, onto: str) -> None:
    """As a file from the desktop is dropped."""
    data = base64.b64encode(path.read_bytes()).decode()
    transfer = person.page.evaluate_handle(
        """([data, name, type]) => {
            const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name, { type }));
            return transfer;
        }""",
        [data, path.name, media_type],
    )
    person.page.locator(onto).dispatch_event("drop", {"dataTransfer": transfer})


def tab_to(person: Visitor, selector: str) -> None:
    """Press Tab until ``selector`` has the focus."""
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while not person.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
        assert time.monotonic() < give_up, f"Tab does not reach {selector}"
        person.page.keyboard.press("Tab")
