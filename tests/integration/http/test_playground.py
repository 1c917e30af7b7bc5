"""The page at ``/`` over HTTP: which page, its policy, its files, and the requests that are its own."""

from __future__ import annotations

import base64
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import nullcontext

import httpx
import pytest
from PIL import Image
from psycopg.conninfo import make_conninfo

from tests.acceptance.conftest import wait_for
from tests.integration.http.conftest import MAX_BODY_BYTES, Server, listening
from tests.integration.http.memory_service import KEY, MemoryService
from vitascope.api.app import create_app
from vitascope.api.playground.assets import FOLDER
from vitascope.api.playground.sign_in import PATH as SIGN_IN
from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.core.account import KeyLimit
from vitascope.core.limits import NO_LIMIT
from vitascope.core.usage import CREDITS_PER_USD
from vitascope.store import limits
from vitascope.store.accounts import create_key, new_key
from vitascope.store.database import connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.ledger import set_owner

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
BUDGET = 150 * 1024


@pytest.fixture
def page(client: httpx.Client) -> httpx.Response:
    return client.get("/", headers=HTML)


def assets_of(page: httpx.Response) -> set[str]:
    return set(re.findall(r'"(playground/assets/[^"]+)"', page.text))


def test_a_browser_gets_the_playground_and_a_program_what_it_always_got(
    client: httpx.Client, page: httpx.Response
) -> None:
    assert '<script type="module" src="playground/assets/' in page.text
    for accept in ("*/*", "application/json", ""):
        other = client.get("/", headers={"Accept": accept})
        assert "curl -s" in other.text
        assert "<script" not in other.text
        assert other.headers["vary"].lower().count("accept") >= 1


def test_the_policy_lets_nothing_run_but_files_of_this_server(page: httpx.Response) -> None:
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", page.text)


def test_the_page_asks_nothing_of_any_other_server() -> None:
    for file in FOLDER.iterdir():
        text = file.read_text(encoding="utf-8")
        found = [url for url in re.findall(r"https?://[^\s\"'`)…]+", text) if "www.w3.org" not in url]
        assert found == [], file.name
        assert "@import" not in text


def test_its_files_are_named_by_their_content_and_kept_for_good(client: httpx.Client, page: httpx.Response) -> None:
    names = assets_of(page)
    assert {name.rpartition("/")[2] for name in names} == {file.name for file in FOLDER.iterdir()}
    total = len(page.content)
    for name in names:
        reply = client.get(f"/{name}")
        assert reply.status_code == 200
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-type"].split(";")[0] in ("text/css", "text/javascript", "image/svg+xml")
        total += len(reply.content)
    assert total <= BUDGET
    other = re.sub("assets/[0-9a-f]+/", "assets/0123456789abcdef/", next(iter(names)))
    assert client.get(f"/{other}").status_code == 404


def test_a_file_comes_packed_to_who_can_unpack_it(client: httpx.Client, page: httpx.Response) -> None:
    name = next(name for name in assets_of(page) if name.endswith("page.css"))
    content = (FOLDER / "page.css").read_bytes()
    plain = client.get(f"/{name}", headers={"Accept-Encoding": "identity"})
    assert (plain.content, "content-encoding" in plain.headers) == (content, False)
    with client.stream("GET", f"/{name}", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        raw = b"".join(packed.iter_raw())
    assert gzip.decompress(raw) == content
    assert len(raw) < len(content) / 2


# --- what is on offer, and one's own clips: over the real service


@pytest.fixture
def whole(whole_server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=whole_server.base_url, headers=whole_server.auth, timeout=30, trust_env=False) as client:
        yield client


def test_the_offer_has_the_price_that_a_submit_charges_for_every_shape(whole: httpx.Client) -> None:
    offer = whole.get("/playground/offer", headers={"Authorization": ""}).json()
    assert offer["engine"]["name"] == "testcard"
    assert offer["engine"]["kind"] == "test"
    assert offer["base"] == str(whole.base_url).rstrip("/")
    assert len(offer["choices"]) == 72
    prices = {
        (model["id"], variant["when"]["resolution"]): variant["price"]
        for model in whole.get("/v1/models?include=pricing").json()["data"]
        for variant in model["pricing"]["variants"]
    }
    for choice in offer["choices"]:
        assert choice["usd"] == pytest.approx(choice["credits"] / CREDITS_PER_USD)
        if not choice["draft"]:
            listed = prices[choice["model"], choice["resolution"]]
            assert choice["usd"] == pytest.approx(listed * choice["duration"])
    for choice in (offer["choices"][0], next(c for c in offer["choices"] if c["draft"])):
        asked = {name: choice[name] for name in ("model", "resolution", "duration", "fps", "draft")}
        reply = whole.post("/v2/video/generations", json={**asked, "prompt": "A boat."})
        assert reply.json()["meta"]["usage"]["credits_used"] == choice["credits"]


def test_ones_own_clips_come_with_what_was_asked(whole: httpx.Client) -> None:
    body = {"model": "ltxv/ltxv-2-fast", "prompt": "A whale breaches.", "seed": 7, "duration": 8, "fps": 50}
    made = whole.post("/v2/video/generations", json=body).json()
    clip = whole.get(f"/playground/clips/{made['id']}").json()
    assert clip["request"] == {**body, "resolution": "1080p", "generate_audio": True}
    assert clip["status"] == "queued"
    assert not {"image", "last_image"} & set(clip)
    assert clip["id"].startswith(clip["uuid"])
    again = whole.post("/v2/video/generations", json={**body, "remix_of": clip["uuid"]}).json()
    page = whole.get("/playground/clips?limit=1").json()
    assert page["data"][0]["id"] == again["id"]
    older = whole.get("/playground/clips", params={"limit": 1, "cursor": page["pagination"]["next_cursor"]}).json()
    assert older["data"][0]["uuid"] == clip["uuid"]


def test_ones_clips_are_searched_by_the_words_of_their_prompts(whole: httpx.Client) -> None:
    for prompt in ("A lynx in the snow.", "A lynx in a wood."):
        whole.post("/v2/video/generations", json={"model": "ltxv/ltxv-2-fast", "prompt": prompt})
    page = whole.get("/playground/clips", params={"search": " LYNX  snow\0"}).json()
    assert [clip["request"]["prompt"] for clip in page["data"]] == ["A lynx in the snow."]
    assert page["pagination"] == {"next_cursor": None, "has_more": False}
    first = whole.get("/playground/clips", params={"search": "lynx", "limit": 1}).json()
    cursor = first["pagination"]["next_cursor"]
    rest = whole.get("/playground/clips", params={"search": "lynx", "cursor": cursor}).json()
    assert [clip["request"]["prompt"] for clip in rest["data"]] == ["A lynx in the snow."]
    assert whole.get("/playground/clips", params={"search": "x" * 101}).status_code == 400


def test_a_key_is_told_what_it_is_and_never_itself(whole: httpx.Client) -> None:
    reply = whole.get("/playground/key")
    assert reply.json() == {"prefix": KEY[:8], "management": False, "owner": False, "scopes": None}
    assert KEY not in reply.text
    assert whole.get("/playground/key", headers={"Authorization": "Bearer nobody"}).status_code == 401


@pytest.fixture
async def bounded(whole_server: Server, postgres: EmbeddedPostgres) -> dict[str, str]:
    """Headers of a key that has limits, of an account that has others."""
    assert whole_server.base_url  # its database is there
    key = new_key()
    async with await connect(make_conninfo(postgres.url, dbname="http")) as conn:
        await create_key(conn, account="bounded", key=key, name="mine")
        await limits.change_account(conn, "bounded", {"queued": 5, "running": NO_LIMIT})
        a_day = KeyLimit(credits=25 * CREDITS_PER_USD, retention="day")
        await limits.change_key(conn, key[:8], {"requests_per_minute": 600, "credits": a_day})
    return {"Authorization": f"Bearer {key}"}


def test_a_key_is_told_the_limits_that_hold_for_it_and_what_is_used(
    whole: httpx.Client, bounded: dict[str, str]
) -> None:
    assert whole.get("/playground/limits").json() == {"data": []}
    asked = {"model": "ltxv/ltxv-2-fast", "prompt": "A boat."}
    assert whole.post("/v2/video/generations", json=asked, headers=bounded).status_code == 200
    told = whole.get("/playground/limits", headers=bounded).json()["data"]
    assert [(limit["of"], limit["name"], limit["limit"], limit["used"]) for limit in told] == [
        ("key", "requests_per_minute", 600, None),
        ("key", "credits", 25 * CREDITS_PER_USD, 504_000),
        ("account", "queued", 5, 1),
    ]
    assert (told[1]["usd"], told[1]["used_usd"], told[1]["period"]) == (25, 0.252, "day")
    assert 0 <= told[1]["next_s"] <= 86_400
    assert whole.get("/playground/limits", headers={"Authorization": "Bearer nobody"}).status_code == 401


@pytest.fixture
async def boss(whole_server: Server, postgres: EmbeddedPostgres) -> dict[str, str]:
    """Headers of a management key of another account, which is an owner's."""
    assert whole_server.base_url  # its database is there
    key = new_key()
    async with await connect(make_conninfo(postgres.url, dbname="http")) as conn:
        await create_key(conn, account="somebody else", key=key, name="boss", management=True)
        await set_owner(conn, "somebody else", True)
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
async def manager(whole_server: Server, postgres: EmbeddedPostgres) -> dict[str, str]:
    """Headers of a management key of an ordinary account."""
    assert whole_server.base_url
    key = new_key()
    async with await connect(make_conninfo(postgres.url, dbname="http")) as conn:
        await create_key(conn, account="a tenant", key=key, name="manager", management=True)
    return {"Authorization": f"Bearer {key}"}


def test_the_queue_and_the_machines_are_shown_to_management_keys_of_the_owner_alone(
    whole: httpx.Client, boss: dict[str, str], manager: dict[str, str]
) -> None:
    assert whole.get("/playground/floor").status_code == 403
    refused = whole.get("/playground/floor", headers=manager)
    assert (refused.status_code, "--owner" in refused.json()["message"]) == (403, True)
    told = [whole.get("/playground/key", headers=headers).json()["owner"] for headers in (manager, boss)]
    assert told == [False, True]


def test_metrics_are_not_for_the_management_keys_of_other_accounts(
    whole: httpx.Client, boss: dict[str, str], manager: dict[str, str]
) -> None:
    assert whole.get("/metrics", headers=manager).status_code == 403
    assert whole.get("/metrics", headers=boss).status_code == 200


def test_the_queue_of_all_accounts_is_counted_and_not_shown(whole: httpx.Client, boss: dict[str, str]) -> None:
    before = whole.get("/playground/floor", headers=boss).json()
    assert before["workers"] == before["rendering"] == 0
    assert before["each"] == []
    whole.post("/v2/video/generations", json={"model": "ltxv/ltxv-2-fast", "prompt": "One more."})

    def one_more() -> bool | None:  # a look at the queue is good for a second
        return whole.get("/playground/floor", headers=boss).json()["waiting"] > before["waiting"] or None

    assert wait_for(one_more, 60)
    assert whole.get("/playground/clips", headers=boss).json()["data"] == []  # counted, not shown


def test_another_key_sees_none_of_them(whole: httpx.Client) -> None:
    made = whole.post("/v2/video/generations", json={"model": "ltxv/ltxv-2-fast", "prompt": "Mine."}).json()
    for path in ("/playground/clips", f"/playground/clips/{made['id']}"):
        reply = whole.get(path, headers={"Authorization": "Bearer nobody"})
        assert reply.status_code == 401
    assert whole.get("/playground/clips/no-id").status_code == 404


def test_an_image_is_shown_as_a_clip_would_begin_with_it(whole: httpx.Client) -> None:
    file = io.BytesIO()
    Image.new("RGB", (600, 900), (200, 30, 30)).save(file, "PNG")
    source = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    reply = whole.post("/playground/image", json={"image_url": source}).json()
    shown = Image.open(io.BytesIO(base64.b64decode(reply["image"].partition(",")[2])))
    assert shown.size == (640, 360)
    assert "cropped about its centre" in reply["adjusted"][0]


def test_a_clip_comes_with_links_to_the_images_that_it_was_given(whole: httpx.Client) -> None:
    file = io.BytesIO()
    Image.new("RGB", (1600, 900), (20, 90, 200)).save(file, "PNG")
    source = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    body = {"model": "ltxv/ltxv-2-fast", "prompt": "A boat.", "image_url": source, "last_image_url": source}
    clip = whole.get(f"/playground/clips/{whole.post('/v2/video/generations', json=body).json()['id']}").json()
    for name in ("image", "last_image"):
        reply = httpx.get(clip[name], trust_env=False, timeout=60)  # the link is the permission
        assert Image.open(io.BytesIO(reply.content)).size == (1920, 1080)


def test_a_bad_image_is_refused_in_the_words_of_a_submit(whole: httpx.Client) -> None:
    for source in ("data:image/png;base64,aGVsbG8=", "http://10.0.0.1/secret.png"):
        shown = whole.post("/playground/image", json={"image_url": source})
        body = {"model": "ltxv/ltxv-2-fast", "prompt": "A boat.", "image_url": source}
        submitted = whole.post("/v2/video/generations", json=body)
        assert shown.status_code == submitted.status_code == 400
        assert shown.json()["error"]["data"] == submitted.json()["error"]["data"]
        assert shown.json()["message"] == submitted.json()["message"]
    assert whole.post("/playground/image", json={}).status_code == 400
    stranger = {"Authorization": "Bearer nobody"}
    assert whole.post("/playground/image", json={"image_url": "http://a.b/c"}, headers=stranger).status_code == 401


# --- the one-time link


@pytest.fixture
def links() -> OneTimeSignIn:
    async def key() -> str:
        return KEY

    return OneTimeSignIn(key)


@pytest.fixture
def linked(memory: MemoryService, links: OneTimeSignIn) -> Iterator[httpx.Client]:
    app = create_app(memory, max_body_bytes=MAX_BODY_BYTES, sign_in=links)  # type: ignore[arg-type]
    with listening(nullcontext(app)) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield client


def test_a_one_time_link_is_exchanged_for_a_key_once(linked: httpx.Client, links: OneTimeSignIn) -> None:
    token = links.fragment().removeprefix("#sign-in=")
    reply = linked.post(SIGN_IN, json={"token": token})
    assert (reply.json(), reply.headers["cache-control"]) == ({"key": KEY}, "no-store")
    second = linked.post(SIGN_IN, json={"token": token})
    assert second.status_code == 403
    assert "has been used" in second.json()["message"]


def test_a_one_time_link_is_not_opened_by_a_get_or_by_another_sites_page(
    linked: httpx.Client, links: OneTimeSignIn
) -> None:
    token = links.fragment().removeprefix("#sign-in=")
    assert linked.get(SIGN_IN, params={"token": token}).status_code == 405
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert linked.post(SIGN_IN, json={"token": token}, headers=elsewhere).status_code == 403
    assert linked.post(SIGN_IN, json={"token": token}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_token_that_was_never_given_is_refused(linked: httpx.Client) -> None:
    assert linked.post(SIGN_IN, json={"token": "x" * 43}).status_code == 403
    missing = linked.post(SIGN_IN, json={})
    assert missing.status_code == 400
    assert "`token` is missing" in missing.json()["message"]


def test_a_server_that_prints_no_links_has_nothing_to_exchange(client: httpx.Client) -> None:
    assert client.post(SIGN_IN, json={"token": "x" * 43}).status_code == 404
