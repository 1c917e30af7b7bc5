"""A service that keeps everything in memory: the contract of `vitascope.service.Service`, without a database.

It stands in where HTTP alone is on trial. Requests are checked by the same `core.generation.fill`.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from vitascope.artifacts import keys
from vitascope.core.errors import Conflict, DeadLink, Forbidden, NotFound, OutOfFunds, Unauthenticated, Unavailable
from vitascope.core.generation import MODELS, Artifact, Generation, GenerationRequest, Models, Status, fill
from vitascope.core.lenient import snap
from vitascope.core.options import SubmitOptions
from vitascope.core.usage import credits_for
from vitascope.media.take import ImageTaker
from vitascope.service import Caller, Links, StoredFile, Subscription

KEY = "0123456789abcdef0123456789abcdef"
OTHER_KEY = "fedcba9876543210fedcba9876543210"
POOR_KEY = "00000000000000000000000000000000"
MODIFIED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class MemoryWatch:
    """`store.watch.Watch` for one reader, who is told by looking again and again."""

    stopping = False

    def __init__(self, generations: dict[UUID, Generation]) -> None:
        self._generations = generations
        self._looking: asyncio.Task[None] | None = None
        self.left = False

    def subscribe(self, generation: Generation) -> Subscription:
        subscription = Subscription(self, generation, 0)
        self._looking = asyncio.create_task(self._look(subscription, generation.id))
        return subscription

    def leave(self, _subscription: Subscription) -> None:
        self.left = True
        if self._looking is not None:
            self._looking.cancel()

    async def _look(self, subscription: Subscription, generation_id: UUID) -> None:
        while True:
            subscription.offer(self._generations.get(generation_id), 1)
            await asyncio.sleep(0.01)


class MemoryService:
    """Accounts own their generations; a submit is queued; `finish` and `fail` play the worker."""

    def __init__(self, *, images: ImageTaker) -> None:
        self.generations: dict[UUID, Generation] = {}
        self.files: dict[str, bytes] = {}
        self.down = False
        self.bucket: str | None = None
        self.streams_open = 0
        self.bytes_streamed = 0
        self._images = images
        self._callers = {
            key: Caller(account_id=uuid4(), key_id=uuid4(), key_prefix=key[:8]) for key in (KEY, OTHER_KEY, POOR_KEY)
        }
        self._seeds = itertools.count()

    async def authenticate(self, key: str | None) -> Caller:
        if self.down:
            raise Unavailable("The database does not answer.")
        if key is None:
            raise Unauthenticated("No key was sent: add the header `Authorization: Bearer <key>`.")
        if key not in self._callers:
            raise Unauthenticated("This key is unknown or revoked.")
        return self._callers[key]

    async def check(
        self, caller: Caller, request: GenerationRequest, options: SubmitOptions, *, models: Models = MODELS
    ) -> None:
        """Everything can be paid, until it is submitted."""

    async def submit(
        self,
        caller: Caller,
        request: GenerationRequest,
        options: SubmitOptions | None = None,
        *,
        models: Models = MODELS,
    ) -> Generation:
        lenient = options is not None and options.lenient
        request, snapped = snap(request, models) if lenient else (request, ())
        spec = fill(request, engine="memory", seed=next(self._seeds), models=models)
        adjusted = snapped
        if request.image is not None:
            try:
                field = options.image_field if options is not None else "image_url"
                taken = await self._images.take(request.image, spec.resolution, field=field)
                adjusted = (*adjusted, *taken.adjusted)
            except DeadLink as error:
                if options is None or not options.lenient:
                    raise
                adjusted = (*adjusted, f"Made without its image: {error}")
        if caller == self._callers[POOR_KEY]:
            raise OutOfFunds("0.00 USD are left.")
        generation = Generation(
            id=uuid4(),
            account_id=caller.account_id,
            spec=spec,
            status=Status.QUEUED,
            attempt=0,
            created_at=datetime.now(UTC),
            credits=credits_for(spec, markup=Decimal("1.05")),
            queue_position=1,
            adjusted=(*options.adjusted, *adjusted) if options else adjusted,
            image_key=None if request.image is None else "an image",
            surface=options.surface if options else "aimlapi",
        )
        self.generations[generation.id] = generation
        return generation

    async def get(self, caller: Caller, generation_id: UUID) -> Generation:
        found = self.generations.get(generation_id)
        if found is None or found.account_id != caller.account_id:
            raise NotFound("There is no such generation.")
        return found

    async def poll(self, key: str | None, generation_id: UUID) -> Generation:
        return await self.get(await self.authenticate(key), generation_id)

    def watch(self, generation: Generation) -> Subscription:
        return MemoryWatch(self.generations).subscribe(generation)

    async def cancel(self, caller: Caller, generation_id: UUID) -> Generation:
        found = await self.get(caller, generation_id)
        if found.status in {Status.COMPLETED, Status.ERROR}:
            raise Conflict(f"It has ended already: {found.status}.")
        cancelled = replace(found, status=Status.CANCELLED, error_code="cancelled", queue_position=None)
        self.generations[generation_id] = cancelled
        return cancelled

    async def ready(self) -> None:
        if self.down:
            raise Unavailable("The database does not answer.")

    def links(self, generation: Generation) -> Links:
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return Links(
            video=f"/files/good/{generation.artifact.video_key}",
            poster=f"/files/good/{generation.artifact.poster_key}",
            expires_at=MODIFIED + timedelta(days=1),
        )

    def poster_link(self, generation: Generation) -> str | None:
        made = generation.status is Status.GENERATING
        return f"/files/good/{generation.poster_key}" if made and generation.poster_key is not None else None

    async def bucket_link(self, token: str, key: str, method: str) -> str | None:
        if self.bucket is None:
            return None
        await self.open_file(token, key)
        return f"{self.bucket}/{key}?signed-for={method}"

    async def open_file(self, token: str, key: str) -> StoredFile:
        if token != "good":
            raise Forbidden("This link has expired; poll the generation again for a fresh one.")
        return self._stored(key)

    async def open_clip(self, generation: Generation) -> StoredFile:
        if generation.artifact is None:
            raise NotFound("This generation has no files.")
        return self._stored(generation.artifact.video_key)

    def _stored(self, key: str) -> StoredFile:
        content = self.files.get(key)
        if content is None:
            raise NotFound("it was removed.")

        async def stream(start: int, end: int) -> AsyncIterator[bytes]:
            self.streams_open += 1
            try:
                for at in range(start, end, 2**20):
                    part = content[at : min(at + 2**20, end)]
                    self.bytes_streamed += len(part)
                    yield part
                    await asyncio.sleep(0)  # as a real store does, which waits for its disk
            finally:
                self.streams_open -= 1

        return StoredFile(
            size=len(content), etag='"0123abcd"', modified=MODIFIED, media_type=keys.media_type(key), stream=stream
        )

    def start(self, generation_id: UUID, progress: float) -> None:
        """A worker has it."""
        found = self.generations[generation_id]
        self.generations[generation_id] = replace(
            found, status=Status.GENERATING, progress=progress, stage="frames", queue_position=None
        )

    def finish(self, generation_id: UUID, video: bytes = b"video" * 1000) -> None:
        """A worker has made the clip."""
        found = self.generations[generation_id]
        video_key, poster_key = keys.clip_key(generation_id, 1), keys.poster_key(generation_id, 1)
        self.files |= {video_key: video, poster_key: b"poster"}
        artifact = Artifact(
            video_key=video_key,
            poster_key=poster_key,
            sha256="0" * 64,
            size_bytes=len(video),
            width=1920,
            height=1080,
            fps=Fraction(25),
            frames=150,
            has_audio=True,
        )
        self.generations[generation_id] = replace(
            found, status=Status.COMPLETED, progress=1.0, queue_position=None, artifact=artifact
        )

    def fail(self, generation_id: UUID) -> None:
        """A worker could not make the clip."""
        found = self.generations[generation_id]
        self.generations[generation_id] = replace(
            found, status=Status.ERROR, error_code="engine_failed", error_message="It broke.", queue_position=None
        )
