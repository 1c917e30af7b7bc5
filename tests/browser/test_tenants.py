"""What a management key of an account sees that is not the owner's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import Installation
from tests.browser.conftest import visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_a_manager_of_another_account_sees_its_keys_and_clips_and_nothing_of_the_server(
    serving: Installation, chromium: Browser, contexts: list[BrowserContext]
) -> None:
    made = re.search(r"\b[0-9a-f]{32}\b", serving.run("keys", "create", "--account", "tenant", "--management").stdout)
    assert made is not None
    manager = visitor(chromium, contexts, serving)
    manager.open("#/account")
    manager.page.get_by_label("API key").fill(made[0])
    manager.page.get_by_label("API key").press("Enter")
    manager.page.get_by_text("Nothing of this account is under way.").wait_for()
    assert manager.page.get_by_role("heading", name="Failed lately").count() == 1
    for unseen in ("The server now", "Workers"):
        assert manager.page.get_by_role("heading", name=unseen).count() == 0
    assert manager.complaints == []
