"""Tells callers how their generations ended: takes what is due from the outbox, posts it, writes down what came of it.

Every worker runs one. A message goes out at least once: whoever dies between the POST and the note leaves it to be sent
again, under the same id.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import structlog

from vitascope.artifacts import links
from vitascope.core.generation import Generation, Status
from vitascope.media.post import DEADLINE_S, NotDelivered, Poster
from vitascope.store import webhooks
from vitascope.store.database import Connection, connect
from vitascope.store.secret import shared_secret
from vitascope.store.webhooks import Delivery
from vitascope.wire.aimlapi import JsonObject
from vitascope.wire.webhooks import message, message_data, signed_headers
from vitascope.worker import metrics

log = structlog.get_logger(__name__)

DELAYS_S = (5.0, 30.0, 120.0, 600.0, 3600.0, 3 * 3600.0, 6 * 3600.0, 12 * 3600.0)
"""After each try that failed; 22 hours in all, and then it is given up."""
JITTER = (0.9, 1.05)
"""Factor on each of them, so that what failed together does not come again together."""
LEASE_S = 3 * DEADLINE_S
"""For so long a message belongs to the worker that took it; one that died is succeeded after it."""
AT_ONCE = 16
EACH = 4
"""Of `AT_ONCE`, taken for one account in one go: one that does not answer must not hold up the others."""
IDLE_S = 15.0
"""How often an idle worker looks by itself, should a notification get lost."""
BUSY_S = 0.25
"""How often it looks for more while messages are on their way."""
LEAST_WAIT_S = 0.05
"""Where something is due and was not to be had: another worker is just taking it."""
LONGEST_PAUSE_S = 2.0
GONE = 410
"""What a receiver says that wants no more of this message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a message's links are made of."""

    link_lifetime: timedelta
    public_url: str | None
    """The base of links, where the request that a generation came with named none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came of a try."""

    why: str | None = None
    """It was not taken, and this is why."""
    final: bool = False
    """The receiver wants no more of it."""


class Notifier:
    """One worker's sender. `run` it beside the supervisor."""

    def __init__(
        self,
        url: str,
        poster: Poster,
        wording: Wording,
        *,
        delays_s: Sequence[float] = DELAYS_S,
        lease_s: float = LEASE_S,
    ) -> None:
        self._url = url
        self._poster = poster
        self._wording = wording
        self._delays_s = delays_s
        self._lease_s = lease_s
        self._under_way: dict[asyncio.Task[_Answer], Delivery] = {}

    async def run(self) -> None:
        """Tell until cancelled, whatever happens to the database or to receivers."""
        pause_s, lost = 0.1, False
        try:
            while True:
                try:
                    async with await connect(self._url) as conn:
                        await conn.execute(f'listen "{webhooks.CHANNEL}"')
                        secret = await shared_secret(conn, "links")
                        while True:
                            await self._turn(conn, secret)
                            pause_s, lost = 0.1, False
                except psycopg.Error as error:
                    if not lost:
                        log.warning("webhooks_wait_for_database", error=str(error).strip())
                    lost = True
                except Exception:  # a fault of ours; what it was about may be the only message that meets it
                    log.exception("webhooks_broke")
                await asyncio.sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _turn(self, conn: Connection, link_secret: bytes) -> None:
        """Write down what came back, take what is due, and wait until there may be more of either."""
        await self._note(conn)
        taken = await self._take(conn, link_secret)
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=BUSY_S, return_when=asyncio.FIRST_COMPLETED)
        elif not taken:
            due_s = await webhooks.next_due_s(conn)
            wait_s = IDLE_S if due_s is None else min(IDLE_S, max(LEAST_WAIT_S, due_s))
            async with contextlib.aclosing(conn.notifies(timeout=wait_s, stop_after=1)) as notes:
                async for _ in notes:
                    pass

    async def _take(self, conn: Connection, link_secret: bytes) -> int:
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return 0
        load = Counter(delivery.account_id for delivery in self._under_way.values())
        busy = [account_id for account_id, count in load.items() if count >= EACH]
        taken = await webhooks.claim(conn, limit=free, each=EACH, busy=busy, lease_s=self._lease_s)
        for delivery in taken:
            if delivery.moot:
                await webhooks.failed(conn, delivery, "the clip was deleted first", again_s=None)
                continue
            self._under_way[asyncio.create_task(self._try(delivery, link_secret))] = delivery
        return len(taken)

    async def _try(self, delivery: Delivery, link_secret: bytes) -> _Answer:
        try:
            body = message(
                delivery.event,
                at=delivery.generation.finished_at or delivery.at,
                data=self._data(delivery.generation, link_secret, delivery.at),
            )
            headers = signed_headers(delivery.id, body, secrets=delivery.secrets, now=delivery.at)
            headers |= {"Content-Type": "application/json", "User-Agent": "vitascope (webhook)"}
            status = await self._poster.post(delivery.url, body, headers)
        except NotDelivered as error:
            return _Answer(why=str(error))
        except Exception as error:  # a fault of ours in one message must not hold up the others
            log.exception("webhook_broke", webhook_id=str(delivery.id))
            return _Answer(why=f"{type(error).__name__} in the sender")
        return _Answer() if 200 <= status < 300 else _Answer(why=f"the reply was {status}", final=status == GONE)

    def _data(self, generation: Generation, link_secret: bytes, now: datetime) -> JsonObject:
        """As a poll of its surface shows it, with links that are fresh at this try."""
        if generation.status is not Status.COMPLETED or generation.artifact is None:
            return message_data(generation)
        base = generation.base_url or self._wording.public_url or ""
        made = links.clip_links(
            link_secret,
            generation.artifact,
            now=now,
            lifetime=self._wording.link_lifetime,
            file_ends=generation.expires_at,
        )
        return message_data(generation, video_link=base + made.video, poster_link=base + made.poster)

    async def _note(self, conn: Connection) -> None:
        """What the database does not take stays here, and is written at the next turn."""
        for task in [task for task in self._under_way if task.done()]:
            delivery, answer = self._under_way[task], task.result()
            bound = log.bind(webhook=str(delivery.id), generation_id=str(delivery.generation.id), tries=delivery.tries)
            if answer.why is None:
                await webhooks.delivered(conn, delivery)
                metrics.WEBHOOKS.labels("delivered").inc()
                bound.info("webhook_delivered")
            else:
                again_s = None if answer.final else self._again_s(delivery.tries)
                await webhooks.failed(conn, delivery, answer.why, again_s=again_s)
                metrics.WEBHOOKS.labels("given_up" if again_s is None else "failed").inc()
                bound.warning("webhook_failed", why=answer.why, again_s=again_s)
            del self._under_way[task]

    def _again_s(self, tries: int) -> float | None:
        return self._delays_s[tries - 1] * random.uniform(*JITTER) if tries <= len(self._delays_s) else None
