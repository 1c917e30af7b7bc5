"""The page where links to clips lead on to a bucket: another origin, let in by name and no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.acceptance.conftest import installed, wait_for
from tests.browser.conftest import visitor
from tests.seaweed import Seaweed, new_prefix

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_a_clip_plays_from_the_bucket_and_is_saved_from_here(
    chromium: Browser, contexts: list[BrowserContext], seaweed: Seaweed, folder: Path
) -> None:
    with installed(folder) as server:
        server.settings = {**seaweed.environment(new_prefix()), "VITASCOPE_RESULT_LINKS": "redirect"}
        server.start()
        guest = visitor(chromium, contexts, server)
        came: list[tuple[str, int]] = []
        guest.page.on("response", lambda reply: came.append((reply.url, reply.status)))
        guest.open()
        guest.sign_in()
        guest.generate("a lighthouse")
        guest.wait_for_clip()
        guest.page.evaluate("document.querySelector('.stage video').play()")
        wait_for(lambda: guest.video("currentTime") > 0.3 or None, 60)
        assert guest.video("webkitAudioDecodedByteCount") > 0
        bucket = urlsplit(seaweed.endpoint).netloc
        led = {urlsplit(url).path.rpartition("/")[2] for url, _ in came if urlsplit(url).netloc == bucket}
        assert {"clip.mp4", "poster.jpg"} <= led
        with guest.page.expect_download() as download:
            guest.page.get_by_role("link", name="Download").click()
        assert download.value.url.startswith(server.base_url)
        assert download.value.suggested_filename.endswith(".mp4")
        assert download.value.path().stat().st_size > 10_000
        assert guest.complaints == []
