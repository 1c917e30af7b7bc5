"""An owner grants credits and makes keys on the command line, and a running server keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.acceptance.conftest import Installation, installed, wait_for
from tests.acceptance.test_serve import PATH

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One server, with its real worker, for all of these."""
    with installed(tmp_path_factory.mktemp("accounts")) as made:
        made.start()
        yield made


def told(installation: Installation, *command: str) -> str:
    done = installation.run(*command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def with_key(installation: Installation, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=installation.base_url, headers=headers, timeout=30, trust_env=False)


def test_credits_for_one_clip_make_one_clip(running: Installation) -> None:
    key = told(running, "keys", "create", "--account", "alone").strip()
    assert re.search(r"^alone +unlimited", told(running, "accounts", "list"), re.M)
    granted = told(running, "accounts", "grant", "alone", "--usd", "0.252", "--note", "a gift [1]")
    assert granted == "alone: 0.25 USD\n"
    with with_key(running, key) as client:
        generation_id = client.post(PATH, json=BODY).json()["id"]
        refused = client.post(PATH, json=BODY)
        assert refused.status_code == 403
        assert refused.json()["message"].startswith("You've run out of credits.")
        wait_for(lambda: ended(client, generation_id), 90)
        entries = client.get("/v2/billing/transactions").json()["data"]
        assert [(e["type"], e["reference_id"]) for e in entries] == [("MODEL_USAGE", generation_id), ("BONUS", None)]
        assert client.get("/v2/usage?period=1h").json()["spend"] == 0.252
        metrics = client.get("/models/metrics").json()["models"]
        assert metrics[0]["metrics"]["duration_ms"]["p50"] > 0
        shown = told(running, "accounts", "show", "alone")
        assert "set aside for clips under way: 0.00 USD; charged so far: 0.25 USD" in shown
        assert "a gift [1]" in shown
        changed = told(running, "accounts", "set", "alone", "--unlimited", "--email", "me@example.org")
        assert changed == "alone: unlimited\n"
        assert client.get("/v2/billing/detail").json()["email"] == "me@example.org"
        assert client.post(PATH, json=BODY).status_code == 200


def ended(client: httpx.Client, generation_id: str) -> bool | None:
    status = client.get(PATH, params={"generation_id": generation_id}).json()["status"]
    assert status in ("queued", "generating", "completed")
    return True if status == "completed" else None


def test_another_account_is_made_an_owners_from_the_command_line(running: Installation) -> None:
    key = told(running, "keys", "create", "--account", "ops", "--management").strip()
    with with_key(running, key) as asking:
        assert asking.get("/playground/floor").status_code == 403
        assert "(owner)" in told(running, "accounts", "set", "ops", "--owner")
        assert asking.get("/playground/floor").json()["workers"] >= 0
        told(running, "accounts", "set", "ops", "--no-owner")
        assert asking.get("/playground/floor").status_code == 403


def test_a_management_key_from_the_command_line_makes_keys(running: Installation) -> None:
    management = told(running, "keys", "create", "--management", "--name", "ci").strip()
    with with_key(running, management) as manager:
        made = manager.post("/v1/keys", json={"name": "made", "limit": {"retention": "day", "threshold": 0.3}})
        assert made.status_code == 200, made.text
        assert manager.post(PATH, json=BODY).status_code == 403
    with with_key(running, made.json()["data"]["key"]) as program:
        assert program.post(PATH, json=BODY).status_code == 200
        refused = program.post(PATH, json=BODY)
        assert (refused.status_code, "a day" in refused.json()["message"]) == (403, True)
    listed = told(running, "keys", "list")
    assert "management" in listed
    assert "0.30 USD a day" in listed


def test_a_key_is_narrowed_on_the_command_line(running: Installation) -> None:
    limited = told(
        running, "keys", "create", "--limit-usd", "0.1", "--per", "week", "--scopes", "model:video,model:chat"
    )
    with with_key(running, limited.strip()) as program:
        assert "0.100 USD a week" in program.post(PATH, json=BODY).json()["message"]
    chat = told(running, "keys", "create", "--scopes", "model:chat")
    with with_key(running, chat.strip()) as program:
        assert "`model:video`" in program.post(PATH, json=BODY).json()["message"]


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("accounts", "grant", "default"), 2, ("--usd", "--credits")),
        (("accounts", "grant", "default", "--usd", "1", "--credits", "1"), 2, ("--usd", "--credits")),
        (("accounts", "grant", "default", "--usd", "much"), 2, ("--usd", "much")),
        (("accounts", "grant", "default", "--usd", "1e99"), 2, ("--usd", "1e99")),
        (("accounts", "grant", "default", "--credits", "0"), 2, ("default", "positive")),
        (("accounts", "grant", "nobody", "--usd", "1"), 1, ("nobody", "accounts list")),
        (("accounts", "show", "nobody"), 1, ("nobody", "accounts list")),
        (("keys", "create", "--per", "week"), 2, ("--per", "--limit-usd")),
        (("keys", "create", "--limit-usd", "1", "--per", "year"), 2, ("year", "week")),
        (("keys", "create", "--limit-usd", "-1"), 2, ("-1", "nearest is 0")),
        (("keys", "create", "--limit-usd", "cheap"), 2, ("--limit-usd", "cheap")),
        (("keys", "create", "--scopes", "model:movies"), 2, ("model:movies", "model:video")),
        (("keys", "create", "--management", "--limit-usd", "1"), 2, ("--management", "--limit-usd")),
    ],
)
def test_what_cannot_be_done_is_one_line_and_an_exit_code(
    running: Installation, command: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    before = told(running, "keys", "list")
    done = running.run(*command)
    assert done.returncode == code, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert told(running, "keys", "list") == before
