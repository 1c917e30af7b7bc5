"""Webhooks from a real outbox to a real receiver, whatever dies between."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from standardwebhooks.webhooks import Webhook

from tests.integration.store.conftest import artifact
from tests.integration.worker.conftest import Desk
from tests.receiver import Received, Receiver, receiving
from vitascope.core.errors import EngineFailed
from vitascope.core.generation import Generation, GenerationRequest, fill
from vitascope.core.options import SubmitOptions
from vitascope.media.post import Poster
from vitascope.store import accounts, queue, settle, webhooks
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.queue import Claim
from vitascope.store.store import Submission
from vitascope.wire import openai
from vitascope.wire.webhooks import secret_text
from vitascope.worker import notify
from vitascope.worker.notify import DELAYS_S, JITTER, Notifier, Wording

ACCOUNT = "hooked"
QUICK_S = (0.05,) * 4
WORDING = Wording(link_lifetime=timedelta(hours=24), public_url=None)
Submit = Callable[..., Awaitable[Generation]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
async def caller(conn: Connection, desk: Desk) -> Caller:
    key = accounts.new_key()
    await accounts.create_key(conn, account=ACCOUNT, key=key, name=None)
    return await desk.store.authenticate(key)


@pytest.fixture
def submit(desk: Desk, caller: Caller, receiver: Receiver) -> Submit:
    async def submit(url: str | None = None, by: Caller = caller, surface: str = "aimlapi") -> Generation:
        return await desk.store.submit(
            Submission(
                id=desk.store.new_id(),
                caller=by,
                spec=fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat"), engine="testcard", seed=1),
                credits=504_000,
                cost_s=1.0,
                image_key=None,
                adjusted=(),
                options=SubmitOptions(
                    webhook_url=url or f"{receiver.url}/hook", base_url="https://video.example.org", surface=surface
                ),
            )
        )

    return submit


@asynccontextmanager
async def notifying(url: str, *, delays_s: Sequence[float] = QUICK_S, lease_s: float = 30.0) -> AsyncIterator[None]:
    notifier = Notifier(url, Poster(allowed_hosts={"127.0.0.1"}), WORDING, delays_s=delays_s, lease_s=lease_s)
    task = asyncio.create_task(notifier.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def claimed(conn: Connection) -> Claim:
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    return claim


async def complete(conn: Connection) -> Generation:
    claim = await claimed(conn)
    assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
    return claim.generation


async def outbox(conn: Connection, holds: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """What the outbox says, once that holds."""
    async with asyncio.timeout(60):
        while True:
            rows = await (await conn.execute("select * from webhooks order by created_at")).fetchall()
            if holds(rows):
                return rows
            await asyncio.sleep(0.02)


async def secret(conn: Connection) -> str:
    return secret_text(await webhooks.secret(conn, ACCOUNT))


async def came(receiver: Receiver, count: int) -> list[Received]:
    return await asyncio.to_thread(receiver.wait, count)


async def test_a_completed_clip_is_told_with_links_in_a_message_that_verifies(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    made = await submit()
    await complete(conn)
    async with notifying(database_url):
        (posted,) = await came(receiver, 1)
        (row,) = await outbox(conn, lambda rows: rows[0]["delivered"])
    told = Webhook(await secret(conn)).verify(posted.body, posted.headers)
    assert (told["type"], told["data"]["id"]) == ("video.completed", f"{made.id}:ltxv/ltxv-2-fast")
    assert told["data"]["status"] == "completed"
    assert told["data"]["video"]["url"].startswith("https://video.example.org/files/")
    assert (posted.path, posted.headers["content-type"]) == ("/hook", "application/json")
    assert (row["tries"], row["last_error"]) == (1, None)


async def test_a_worker_whose_clock_is_an_hour_off_signs_with_the_databases_time(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from that worker it is the database that is off; receivers take a message that is minutes old at most."""
    hour, claim_now = timedelta(hours=1), webhooks.claim

    async def claim(*asked: Any, **further: Any) -> list[webhooks.Delivery]:
        return [replace(taken, at=taken.at + hour) for taken in await claim_now(*asked, **further)]

    monkeypatch.setattr(webhooks, "claim", claim)
    await submit()
    await complete(conn)
    async with notifying(database_url):
        (posted,) = await came(receiver, 1)
    now = await (await conn.execute("select extract(epoch from now() + %s)::float8 as s", (hour,))).fetchone()
    assert now is not None
    assert int(posted.headers["webhook-timestamp"]) == pytest.approx(now["s"], abs=60)


async def test_a_message_speaks_as_polls_of_the_surface_that_was_submitted_to(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, desk: Desk, caller: Caller
) -> None:
    video = await submit(surface="openai")
    await complete(conn)
    job = await submit(surface="ltx")
    await complete(conn)
    lost = await submit(surface="openai")
    assert await settle.fail(conn, await claimed(conn), EngineFailed("It broke."))
    ended = await submit(surface="ltx")
    await desk.store.cancel(caller.account_id, ended.id)
    async with notifying(database_url):
        posts = await came(receiver, 4)
    told = {said["data"]["id"]: said for said in (json.loads(post.body) for post in posts)}
    assert told.keys() == {str(made.id) for made in (video, job, lost, ended)}
    said = told[str(video.id)]
    assert said["type"] == "video.completed"
    assert said["data"] == openai.video_object(await desk.store.get(caller.account_id, video.id))
    said = told[str(job.id)]["data"]
    assert (said["status"], list(said["result"])) == ("completed", ["video_url"])
    assert said["result"]["video_url"].startswith("https://video.example.org/files/")
    said = told[str(lost.id)]
    assert (said["type"], said["data"]["status"]) == ("video.failed", "failed")
    assert said["data"]["error"] == {"code": "engine_failed", "message": "It broke."}
    said = told[str(ended.id)]
    assert (said["type"], said["data"]["status"], said["data"]["error"]["type"]) == (
        "video.cancelled",
        "failed",
        "cancelled",
    )


async def test_a_message_has_no_links_that_outlive_the_clip(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    await submit()
    made = await complete(conn)
    await conn.execute("update generations set expires_at = now() + interval '90 seconds' where id = %s", (made.id,))
    async with notifying(database_url):
        (posted,) = await came(receiver, 1)
    path = json.loads(posted.body)["data"]["video"]["url"].partition("/files/")[2]
    assert int(path.partition("-")[0]) <= time.time() + 90


async def test_a_clip_that_expired_first_is_not_told(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    await submit()
    made = await complete(conn)
    await conn.execute("update generations set expires_at = now() where id = %s", (made.id,))
    async with notifying(database_url):
        (row,) = await outbox(conn, lambda rows: rows[0]["ended_at"] is not None)
    assert (row["delivered"], receiver.received) == (False, [])


async def test_a_failure_and_a_cancel_are_told_by_every_path_to_an_end(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, desk: Desk, caller: Caller
) -> None:
    await submit()
    assert await settle.fail(conn, await claimed(conn), EngineFailed("It broke."))
    await desk.store.cancel(caller.account_id, (await submit()).id)  # while it waits
    await submit()
    assert await settle.end_cancelled(conn, await claimed(conn))  # while it renders
    async with notifying(database_url):
        posts = await came(receiver, 3)
        await outbox(conn, lambda rows: all(row["delivered"] for row in rows))
    told = [json.loads(post.body) for post in posts]
    assert sorted(t["type"] for t in told) == ["video.cancelled", "video.cancelled", "video.failed"]
    failed = next(t for t in told if t["type"] == "video.failed")
    assert failed["data"]["error"] == {"name": "EngineFailed", "message": "It broke."}
    assert len({post.headers["webhook-id"] for post in posts}) == 3


async def test_a_generation_without_a_webhook_leaves_nothing_in_the_outbox(desk: Desk, conn: Connection) -> None:
    await desk.submit("a boat")
    await complete(conn)
    assert await outbox(conn, lambda _rows: True) == []


async def test_a_notifier_that_waits_is_woken(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "IDLE_S", 3600.0)  # its own look comes after the test has given up
    async with notifying(database_url):
        await submit()
        await complete(conn)
        await outbox(conn, lambda rows: bool(rows) and rows[0]["delivered"])
        await submit()
        await complete(conn)
        await came(receiver, 2)


async def test_a_receiver_that_fails_twice_gets_the_same_message_a_third_time(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302]
    await submit()
    await complete(conn)
    async with notifying(database_url):
        posts = await came(receiver, 3)
        (row,) = await outbox(conn, lambda rows: rows[0]["delivered"])
    assert {post.path for post in posts} == {"/hook"}  # a redirect is not followed
    assert len({post.headers["webhook-id"] for post in posts}) == 1
    verifier = Webhook(await secret(conn))
    for post in posts:
        verifier.verify(post.body, post.headers)
    assert row["tries"] == 3


async def test_who_is_gone_is_asked_no_more_and_who_never_answers_not_for_ever(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    receiver.statuses = [410]
    await submit()
    await complete(conn)
    async with notifying(database_url):
        (gone,) = await outbox(conn, lambda rows: rows[0]["ended_at"] is not None)
        assert (gone["delivered"], gone["tries"], gone["last_error"]) == (False, 1, "the reply was 410")
        await submit(url="http://127.0.0.1:1/")  # nobody listens there
        await complete(conn)
        _, never = await outbox(conn, lambda rows: len(rows) == 2 and rows[1]["ended_at"] is not None)
    assert (never["delivered"], never["tries"]) == (False, len(QUICK_S) + 1)
    assert "cannot be reached" in never["last_error"]


async def test_an_address_that_turned_private_is_not_dialled(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    await submit(url=receiver.url.replace("127.0.0.1", "localhost"))  # allowed is the number, not the name
    await complete(conn)
    async with notifying(database_url, delays_s=()):
        (row,) = await outbox(conn, lambda rows: rows[0]["ended_at"] is not None)
    assert not receiver.received
    assert (row["delivered"], "port" in row["last_error"]) == (False, True)


async def test_a_sender_that_is_killed_before_it_wrote_it_down_is_succeeded_under_the_same_id(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    code = f"""
import asyncio
from tests.integration.worker.test_notify import notifying
async def main():
    async with notifying({database_url!r}, lease_s=1.0):
        await asyncio.Event().wait()
asyncio.run(main())
"""
    await submit()
    await complete(conn)
    sender = subprocess.Popen([sys.executable, "-c", code])  # noqa: ASYNC220 - it is to be killed, by its number

    def kill(_posted: Received) -> None:
        receiver.before_reply = None
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait(60)

    receiver.before_reply = kill
    (first,) = await came(receiver, 1)
    assert await asyncio.to_thread(sender.wait, 60) == -signal.SIGKILL
    async with notifying(database_url, lease_s=1.0):
        posts = await came(receiver, 2)
        (row,) = await outbox(conn, lambda rows: rows[0]["delivered"])
    assert posts[1].headers["webhook-id"] == first.headers["webhook-id"]
    assert row["tries"] == 2


async def test_two_senders_send_each_message_once(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    for _ in range(20):
        await submit()
        await complete(conn)
    async with notifying(database_url), notifying(database_url):
        await outbox(conn, lambda rows: all(row["delivered"] for row in rows))
    assert len({post.headers["webhook-id"] for post in receiver.received}) == 20
    assert len(receiver.received) == 20


async def test_a_receiver_that_never_answers_does_not_hold_up_anothers(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, desk: Desk
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the kernel connects, and nobody ever reads
        for _ in range(10):
            await submit(url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
            await complete(conn)
        key = accounts.new_key()
        await accounts.create_key(conn, account="another", key=key, name=None)
        other = await desk.store.authenticate(key)
        async with notifying(database_url):
            await submit(by=other)
            await complete(conn)
            await came(receiver, 1)


async def test_a_clip_that_was_deleted_first_is_not_told(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, desk: Desk, caller: Caller
) -> None:
    made = await submit()
    await complete(conn)
    await desk.store.delete(caller.account_id, made.id)
    async with notifying(database_url):
        (row,) = await outbox(conn, lambda rows: rows[0]["ended_at"] is not None)
    assert (row["delivered"], receiver.received) == (False, [])


async def test_a_secret_that_was_replaced_signs_beside_the_new_one_for_a_day(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver
) -> None:
    old = await secret(conn)
    assert await secret(conn) == old
    new = secret_text(await webhooks.secret(conn, ACCOUNT, rotate=True))
    assert new != old
    await submit()
    await complete(conn)
    async with notifying(database_url):
        await came(receiver, 1)
        await conn.execute("update accounts set webhook_secret_since = now() - interval '25 hours'")
        await submit()
        await complete(conn)
        both, later = await came(receiver, 2)
    for known in (old, new):
        Webhook(known).verify(both.body, both.headers)
    assert len(later.headers["webhook-signature"].split()) == 1


def test_tries_are_spread_over_a_day_and_no_longer() -> None:
    assert sum(DELAYS_S) * JITTER[0] > 19 * 3600
    assert sum(DELAYS_S) * JITTER[1] < 24 * 3600
    assert DELAYS_S[:5] == (5, 30, 120, 600, 3600)


async def test_what_came_back_while_the_database_was_away_is_written_afterwards_and_not_sent_again(
    database_url: str, conn: Connection, submit: Submit, receiver: Receiver, postgres: EmbeddedPostgres
) -> None:
    admin_url, name, mine = make_conninfo(postgres.url, dbname="postgres"), conn.info.dbname, conn.info.backend_pid

    def cut(_posted: Received) -> None:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f"alter database {name} allow_connections false")
            admin.execute(
                "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = %s and pid <> %s",
                (name, mine),
            )
        is_cut.set()

    is_cut = threading.Event()
    await submit()
    await complete(conn)
    receiver.before_reply = cut
    async with notifying(database_url):
        assert await asyncio.to_thread(is_cut.wait, 60)
        async with await connect(admin_url) as admin:
            await conn.execute(
                "update webhooks set next_try_at = now() where ended_at is null"
            )  # as if its lease ended
            receiver.before_reply = None
            await admin.execute(f"alter database {name} allow_connections true")
        (row,) = await outbox(conn, lambda rows: rows[0]["delivered"])
    assert (row["tries"], len(receiver.received)) == (1, 1)
