"""What the headers of every reply allow in a real browser: a clip by itself and in anybody's page; the rest in none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.acceptance.conftest import wait_for
from tests.browser.conftest import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page


def clip_of(member: Visitor) -> str:
    """The link of a finished clip."""
    member.generate("a lighthouse")
    member.wait_for_clip()
    return str(member.video("currentSrc"))


@contextmanager
def elsewhere(html: str) -> Iterator[str]:
    """A page on another server of this machine: browsers keep those of the internet away from it anyhow."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html>{html}".encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def plays(page: Page) -> None:
    page.locator("video").wait_for()
    page.evaluate("() => { const v = document.querySelector('video'); v.muted = true; return v.play() }")
    wait_for(lambda: page.evaluate("document.querySelector('video').currentTime") > 0.2 or None, 60)


def test_a_link_that_is_opened_by_itself_plays(member: Visitor) -> None:
    link = clip_of(member)
    member.complaints.clear()
    member.page.goto(link)
    plays(member.page)
    assert member.complaints == []


def test_a_clip_plays_in_a_page_of_anybody_who_has_its_link(member: Visitor) -> None:
    link = clip_of(member)
    page: Any = member.page.context.new_page()
    with elsewhere(f'<video src="{link}" controls></video>') as url:
        page.goto(url)
        plays(page)


def test_the_playground_is_shown_in_no_page_from_elsewhere(member: Visitor) -> None:
    page: Any = member.page.context.new_page()
    with (
        elsewhere(f'<iframe src="{member.base_url}/"></iframe>') as url,
        page.expect_console_message(lambda said: "frame-ancestors" in said.text, timeout=300_000),
    ):
        page.goto(url)
