from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from vitascope.core.generation import Artifact, Generation, GenerationRequest, fill
from vitascope.store import accounts
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database
from vitascope.store.estimate import Estimator
from vitascope.store.store import Store, Submission

Submit = Callable[..., Awaitable[Generation]]
NewCaller = Callable[[str], Awaitable[Caller]]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    database = Database(database_url)
    await database.open()
    # Looks at the queue anew at every question, so that places can be asked for right after a change.
    yield Store(database, estimator=Estimator(database, cache_s=0, patience_s=None))
    await database.close()


@pytest.fixture
def new_caller(conn: Connection, store: Store) -> NewCaller:
    """Makes an account with a key, and authenticates with it."""

    async def make(account: str) -> Caller:
        key = accounts.new_key()
        await accounts.create_key(conn, account=account, key=key, name=None)
        return await store.authenticate(key)

    return make


@pytest.fixture
async def caller(new_caller: NewCaller) -> Caller:
    return await new_caller("somebody")


@pytest.fixture
def submit(store: Store, caller: Caller) -> Submit:
    async def submit(by: Caller = caller, cost_s: float = 8.0) -> Generation:
        return await store.submit(submission(store, by, cost_s=cost_s))

    return submit


def submission(store: Store, caller: Caller, *, cost_s: float = 8.0) -> Submission:
    request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat")
    return Submission(
        id=store.new_id(),
        caller=caller,
        spec=fill(request, engine="testcard", seed=1),
        credits=504_000,
        cost_s=cost_s,
        image_key=None,
        adjusted=("cropped",),
    )


def artifact(generation: Generation, attempt: int) -> Artifact:
    folder = f"generations/{generation.id}/{attempt}"
    return Artifact(
        video_key=f"{folder}/clip.mp4",
        poster_key=f"{folder}/poster.jpg",
        sha256="0" * 64,
        size_bytes=1000,
        width=1920,
        height=1080,
        fps=generation.spec.fps,
        frames=150,
        has_audio=True,
    )
