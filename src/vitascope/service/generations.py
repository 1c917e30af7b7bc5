"""What callers do with generations: submit, get, poll, list, cancel, delete, and open a result's file."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import structlog
from structlog.contextvars import get_contextvars

from vitascope.artifacts import keys, links
from vitascope.artifacts.links import ClipLinks
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.account import OWNERS_KEYS
from vitascope.core.errors import Conflict, Forbidden, NotFound, QueueTooLong, Refused, Unavailable
from vitascope.core.estimate import Outlook
from vitascope.core.generation import (
    MODELS,
    Generation,
    GenerationRequest,
    Models,
    Status,
)
from vitascope.core.limits import OwnLimit
from vitascope.core.listing import Page, Query
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.core.ports import Clock, EngineInfo, Prospect
from vitascope.core.tracing import NoTracer, TracedSpan, Tracer, whole
from vitascope.core.usage import Prices
from vitascope.media.take import TakenImage
from vitascope.service.admission import check_render_time
from vitascope.service.drafts import Drafts
from vitascope.service.images import Images, TakeImage
from vitascope.service.offers import filled
from vitascope.service.on_offer import PREVIEW, Choice, choices
from vitascope.service.remix import ImagesKept, Remixes, RemixSource, TakeClip
from vitascope.service.room import Room
from vitascope.service.spritesheets import Spritesheets
from vitascope.store.accounts import Caller
from vitascope.store.floor import WorkerState
from vitascope.store.store import Store, Submission
from vitascope.store.subscription import Subscription
from vitascope.store.watch import Watch

log = structlog.get_logger(__name__)

VIDEO_SCOPE = "model:video"
"""What a key with scopes needs to make clips (wire contract, section 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that a signed link may read."""

    size: int
    etag: str
    """Strong, with its quotes."""
    modified: datetime
    media_type: str
    stream: Callable[[int, int], AsyncIterator[bytes]]
    """Bytes of ``[start, end)``."""


CheckWebhook = Callable[[str], Awaitable[None]]
"""Whether a message may be sent to a link. Raises `core.errors.InvalidField`."""


class Service:
    """What callers can do. Raises `core.errors` only; knows nothing of HTTP."""

    def __init__(
        self,
        *,
        store: Store,
        watch: Watch,
        artifacts: ArtifactStore,
        check_webhook: CheckWebhook,
        take_image: TakeImage,
        take_clip: TakeClip,
        engine: Prospect,
        link_secret: bytes,
        clock: Clock,
        prices: Prices,
        link_lifetime: timedelta,
        draft_age: timedelta,
        max_render_s: float | None = None,
        redirect_life: timedelta | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """``redirect_life``: whoever follows a link is sent on to the bucket, by one that works for so long."""
        self._store = store
        self._room = Room(store)
        self._tracer = tracer or NoTracer()
        self._watch = watch
        self._artifacts = artifacts
        self._check_webhook = check_webhook
        self._images = Images(take=take_image, artifacts=artifacts)
        self._engine = engine
        self._link_secret = link_secret
        self._clock = clock
        self._prices = prices
        self._link_lifetime = link_lifetime
        self._max_render_s = max_render_s
        self._redirect_life = redirect_life
        self._spritesheets = Spritesheets(artifacts)
        self._drafts = Drafts(
            find=store.draft, room=self._room, artifacts=artifacts, engine=engine, prices=prices, age=draft_age
        )
        self._remixes = Remixes(
            find=self.get,
            artifacts=artifacts,
            verify_link=lambda token, key: links.verify(link_secret, token, key, clock.now()),
            take_clip=take_clip,
            engine=engine.info,
        )

    async def authenticate(self, key: str | None) -> Caller:
        """Whose key this is. Raises `Unauthenticated`."""
        return await self._store.authenticate(key)

    async def submit(
        self,
        caller: Caller,
        request: GenerationRequest,
        options: SubmitOptions | None = None,
        *,
        models: Models = MODELS,
    ) -> Generation:
        """Accept a request: when this returns, the generation, its hold and its job are on disk.

        ``models`` is what the caller's surface offers. Raises, before anything is queued, `BadInput`, `Forbidden`,
        `OutOfFunds`, `LimitReached`, `IdempotencyMismatch`, `Unavailable`.
        """
        began_ns, options = time.time_ns(), options or SubmitOptions()
        _may_make_clips(caller)
        followed = (request.image, request.last_image, options.webhook_url)
        if options.idempotency is not None and any(link is not None for link in followed):
            # Before a link is followed a second time: it may be dead by now.
            repeat = await self._store.find_repeat(caller.account_id, options.idempotency)
            if repeat is not None:
                return repeat
        request, spec, adjusted = filled(self._engine.info, request, options, models)
        cost_s = check_render_time(spec, engine=self._engine, limits=models[spec.model], longest_s=self._max_render_s)
        if options.webhook_url is not None:
            await self._check_webhook(options.webhook_url)
        if request.image is not None or request.last_image is not None:
            # To look at a picture takes longer than to say no.
            await self._room.check(caller, spec, credits=self._prices.of(spec), cost_s=cost_s, options=options)
        generation_id = self._store.new_id()
        images = await self._images.keep(generation_id, request, spec.resolution, options)
        submission = Submission(
            id=generation_id,
            caller=caller,
            spec=spec,
            credits=self._prices.of(spec),
            cost_s=cost_s,
            image_key=images.first_key,
            last_image_key=images.last_key,
            adjusted=(*adjusted, *images.adjusted),
            options=options,
        )
        return await self._accept(submission, began_ns)

    async def check(
        self, caller: Caller, request: GenerationRequest, options: SubmitOptions, *, models: Models = MODELS
    ) -> None:
        """Refuse what `submit` would refuse for its words, its price, its owner's limits or the queue, before work is
        done for it.

        Nothing is held: the submit looks again. Raises what it raises.
        """
        _may_make_clips(caller)
        _, spec, _ = filled(self._engine.info, request, options, models)
        cost_s = check_render_time(spec, engine=self._engine, limits=models[spec.model], longest_s=self._max_render_s)
        await self._room.check(caller, spec, credits=self._prices.of(spec), cost_s=cost_s, options=options)

    async def finish(self, caller: Caller, draft_id: UUID, options: SubmitOptions) -> Generation:
        """Accept the whole of a draft, as `submit` does: a generation of its own, for the rest of the price.

        Raises also `NotFound`, and `Conflict` for a draft that cannot be finished, or not yet.
        """
        began_ns = time.time_ns()
        _may_make_clips(caller)
        if options.idempotency is not None:
            repeat = await self._store.find_repeat(caller.account_id, options.idempotency)
            if repeat is not None:
                return repeat
        if options.webhook_url is not None:
            await self._check_webhook(options.webhook_url)
        submission = await self._drafts.finishing(caller, draft_id, options, new_id=self._store.new_id())
        return await self._accept(submission, began_ns)

    async def _accept(self, submission: Submission, began_ns: int) -> Generation:
        """What a log line says of it from here on: its own id, the account's, and the request's."""
        request_id = get_contextvars().get("request_id")
        submission = replace(submission, request_id=None if request_id is None else str(request_id))
        images = (submission.image_key, submission.last_image_key)
        try:
            # A cancelled request must not leave the batch it rides in: the commit goes on, and the caller polls.
            made = await asyncio.shield(self._store.submit(submission))
        except (Refused, Conflict, QueueTooLong):  # not `Unavailable` as such: then it may be queued
            await self._images.discard(*images)
            raise
        if made.id != submission.id:
            await self._images.discard(*images)
        log.info(
            "generation_accepted" if made.id == submission.id else "generation_repeated",
            generation_id=str(made.id), account_id=str(made.account_id), model=made.spec.model,
        )  # fmt: skip
        if made.id == submission.id:
            about = {"vitascope.model": made.spec.model, "vitascope.request_id": submission.request_id or ""}
            span = TracedSpan(name="submit", began_ns=began_ns, ended_ns=time.time_ns(), attributes=about)
            self._tracer.trace(made.id, [span])
        return made

    async def repeat(self, caller: Caller, idempotency: Idempotency) -> Generation | None:
        """What the same submit made before, if it came before. Raises `IdempotencyMismatch`."""
        return await self._store.find_repeat(caller.account_id, idempotency)

    async def made_before(self, caller: Caller, fingerprint: bytes, within: timedelta, turn: int) -> Generation | None:
        """What an earlier try of the request with this fingerprint made, not longer ago; each once a ``turn``."""
        return await self._store.take_alike(caller.account_id, fingerprint, within, turn)

    async def remix_source(self, caller: Caller, remix_of: UUID | str, kept: ImagesKept) -> RemixSource:
        """The request that another one starts from (see `Remixes.source`). Raises also `Forbidden`."""
        _may_make_clips(caller)
        return await self._remixes.source(caller, remix_of, kept)

    async def get(self, caller: Caller, generation_id: UUID) -> Generation:
        """One of the caller's generations. Raises `NotFound`."""
        return await self._store.get(caller.account_id, generation_id)

    async def poll(self, key: str | None, generation_id: UUID) -> Generation:
        """`authenticate` and `get` in one query shared with every poll of the same moment."""
        return await self._store.poll(key, generation_id)

    def watch(self, generation: Generation) -> Subscription:
        """The states of a generation that the caller has just been given: a context manager, to be iterated.

        It begins with the state given, then has each one with news, the newest only, and ends after a final one, or
        when the server stops.
        """
        return self._watch.subscribe(generation)

    async def cancel(self, caller: Caller, generation_id: UUID) -> Generation:
        """Ask a generation to end. At once where it is queued, at the next step where it renders.

        Raises `NotFound`, and `Conflict` where it has ended otherwise.
        """
        log.info("cancel_asked", generation_id=str(generation_id), account_id=str(caller.account_id))
        ended = await self._store.cancel(caller.account_id, generation_id)
        if ended.attempt == 0:  # no worker ever had it, to tell how it ended
            self._tracer.trace(ended.id, [whole(ended, time.time_ns(), "cancelled")])
        return ended

    async def list(self, caller: Caller, query: Query) -> Page:
        """One page of the caller's generations. Raises `InvalidField`."""
        return await self._store.list(caller.account_id, query)

    async def delete(self, caller: Caller, generation_id: UUID) -> Generation:
        """End it if need be, and hide it for good; its files go soon after. As it was before. Raises `NotFound`."""
        return await self._store.delete(caller.account_id, generation_id)

    def on_offer(self) -> tuple[EngineInfo, tuple[Choice, ...]]:
        """The engine, and every shape of clip with its price. It may take some 10 ms."""
        return self._engine.info, tuple(choices(self._engine, self._prices, longest_s=self._max_render_s))

    async def preview_image(self, caller: Caller, source: str) -> TakenImage:
        """The image that a request would name by ``source``, small, and cropped as a clip's first frame would be.

        Raises what `submit` raises for it: `Forbidden`, `UnusableImage`.
        """
        _may_make_clips(caller)
        return await self._images.take(source, PREVIEW, field="image_url")

    async def outlook(self, caller: Caller) -> Outlook:
        """The queue of all accounts and the workers, for whoever manages one. Raises `Forbidden`, `Unavailable`."""
        _may_see_all(caller)
        found = await self._store.outlook()
        if found is None:
            raise Unavailable("The database does not answer just now; try again in a moment.")
        return found

    async def workers(self, caller: Caller) -> Sequence[WorkerState]:
        """Who is alive, by host, and what each renders. Raises `Forbidden`, `Unavailable`."""
        _may_see_all(caller)
        return await self._store.workers()

    async def own_limits(self, caller: Caller) -> Sequence[OwnLimit]:
        """What bounds the caller's key and account, and how much of it is used."""
        return await self._store.own_limits(caller)

    async def ready(self) -> None:
        """Raises `Unavailable` where submits would fail."""
        await self._store.ping()

    def links(self, generation: Generation) -> ClipLinks:
        """Fresh links to a completed generation's files. Raises `NotFound` where there are none."""
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return links.clip_links(
            self._link_secret,
            generation.artifact,
            now=self._clock.now(),
            lifetime=self._link_lifetime,
            file_ends=generation.expires_at,
        )

    def poster_link(self, generation: Generation) -> str | None:
        """A fresh link to the poster of what is still being made; ``None`` before there is one."""
        if generation.status is not Status.GENERATING or generation.poster_key is None:
            return None
        ends = links.expiry(self._clock.now(), self._link_lifetime, generation.expires_at)
        return links.sign(self._link_secret, generation.poster_key, ends)

    def image_links(self, generation: Generation) -> tuple[str | None, str | None]:
        """Fresh links to the images that a generation begins with and ends on; ``None`` where there is none."""
        ends = links.expiry(self._clock.now(), self._link_lifetime, generation.expires_at)
        first, last = (
            None if key is None else links.sign(self._link_secret, key, ends)
            for key in (generation.image_key, generation.last_image_key)
        )
        return first, last

    async def open_file(self, token: str, key: str) -> StoredFile:
        """The file behind ``/files/{token}/{key}``. Raises `Forbidden` (forged or expired) and `NotFound`."""
        self._check_link(token, key)
        return await self._stored(key)

    async def bucket_link(self, token: str, key: str, method: Literal["GET", "HEAD"]) -> str | None:
        """Where the bucket itself shows that file, for a while; ``None`` where files are streamed from here.

        Raises what `open_file` raises: a link that leads nowhere would be answered in the bucket's words.
        """
        if self._redirect_life is None:
            return None
        self._check_link(token, key)
        await self._artifacts.head(key)
        return await self._artifacts.link(key, method, self._redirect_life)

    def _check_link(self, token: str, key: str) -> None:
        try:
            links.verify(self._link_secret, token, key, self._clock.now())
        except links.LinkExpired as error:
            raise Forbidden("This link has expired; poll the generation again for a fresh one.") from error
        except links.LinkForged as error:
            raise Forbidden("This link is not one that this server signed.") from error

    async def open_clip(self, generation: Generation) -> StoredFile:
        """The video of a completed generation, for who may see it already. Raises `NotFound`."""
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return await self._stored(generation.artifact.video_key)

    async def open_poster(self, generation: Generation) -> StoredFile:
        """The still of a completed generation, for who may see it already. Raises `NotFound`."""
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return await self._stored(generation.artifact.poster_key)

    async def open_spritesheet(self, generation: Generation) -> StoredFile:
        """Frames from all along a completed generation, for who may see it already. Raises `NotFound`."""
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return await self._stored(await self._spritesheets.key(generation.artifact))

    async def _stored(self, key: str) -> StoredFile:
        head = await self._artifacts.head(key)
        return StoredFile(
            size=head.size,
            # A key names one attempt's file, is never written twice, and so stands for its content on every replica.
            etag=f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"',
            modified=head.modified,
            media_type=keys.media_type(key),
            stream=lambda start, end: self._artifacts.stream(key, start, end),
        )


def _may_see_all(caller: Caller) -> None:
    if not caller.owner:
        raise Forbidden(f"The queue of all accounts is shown to {OWNERS_KEYS}, and this is none.")


def _may_make_clips(caller: Caller) -> None:
    """Raises `Forbidden` for a key that is good for other things."""
    if caller.management:
        raise Forbidden("This is a management key: it manages keys, and makes no videos. Use one of the keys it made.")
    if caller.scopes is not None and VIDEO_SCOPE not in caller.scopes:
        raise Forbidden(f"This key has no scope `{VIDEO_SCOPE}`; its owner can give it one.")
