"""The engine ``remote`` against a server on a socket, faults included: what it brings, and what it says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.foreign_clips import Foreign
from tests.video_server import Fault, VideoServer, video_server
from vitascope.core.errors import BadDelivery, Cancelled, NotHandedOver, RemoteFailed, RenderFailed, Stalled
from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.ports import Errand
from vitascope.engines.remote import balance, download
from vitascope.engines.remote import server as remote_server
from vitascope.engines.remote.config import RemoteConfig
from vitascope.engines.remote.engine import RemoteEngine
from vitascope.engines.remote.errand import Patience
from vitascope.media.image import decode_png, encode_png
from vitascope.testing import RecordingErrand

QUICK = Patience(
    poll_s=0.01, poll_most_s=0.05, again_s=0.01, submit_s=30, busy_s=30, away_s=30, elsewhere_s=30, missing_s=0.05,
    missing_replies=3, queued_s=30, render_least_s=30, render_factor=0.0,
)  # fmt: skip
"""Quick where it waits for nothing, and in no hurry where a busy machine may be slow."""
HASTY = replace(QUICK, away_s=0.3, elsewhere_s=0.2, queued_s=0.3, render_least_s=0.3)
KEY = "a-secret-key"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Foreign(frames=5).write(tmp_path_factory.mktemp("clips") / "clip").read_bytes()


@pytest.fixture
def server(clip: bytes) -> Iterator[VideoServer]:
    with video_server(clip) as server:
        yield server


@asynccontextmanager
async def engine(*servers: VideoServer, patience: Patience = QUICK, **more: Any) -> AsyncIterator[RemoteEngine]:
    config = RemoteConfig(bases=tuple(server.url for server in servers), key=KEY, **more)
    made = RemoteEngine(config, patience=patience)
    try:
        yield made
    finally:
        await made.close()


def spec(**more: Any) -> GenerationSpec:
    request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dragon über a mountain.", seed=7, **more)
    return fill(request, engine="remote", seed=1)


def errand(folder: Path, *, taken_up: Mapping[str, Any] | None = None, image: bytes | None = None) -> Errand:
    return Errand(spec=spec(), name="vitascope-x-1", image_png=image, path=folder / "brought", taken_up=taken_up)


@contextmanager
def saying(kind: type[RenderFailed], words: str) -> Iterator[None]:
    """The error is one that a caller may see: no address, no path, no key."""
    with pytest.raises(kind, match=words) as caught:
        yield
    for secret in ("127.0.0.1", "10.0.0.3", "/srv", KEY):
        assert secret not in str(caught.value)


@contextmanager
def asked_again_at_once() -> Iterator[None]:
    """A server that is shut to us is asked again at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote_server, "SHUT_S", 0.02)
        yield


async def test_a_clip_is_asked_for_looked_after_and_brought(server: VideoServer, folder: Path, clip: bytes) -> None:
    report = RecordingErrand()
    async with engine(server, model="their-model") as remote:
        await remote.ready()
        notes = await remote.fetch(errand(folder), report)
    assert (folder / "brought").read_bytes() == clip
    assert notes == {"approximated": [], "understood": [], "not_understood": []}
    (create,) = server.creates
    assert create.form
    assert create.fields == {
        "prompt": "A dragon über a mountain.",
        "model": "their-model",
        "seconds": "6",
        "size": "1920x1088",
        "fps": "25",
        "num_frames": "153",
        "seed": "7",
        "generate_audio": "true",
        "generate_sound": "true",
        "user": "vitascope-x-1",
    }
    assert create.headers["idempotency-key"] == "vitascope-x-1"
    assert {headers["authorization"] for _, _, headers in server.asked} == {f"Bearer {KEY}"}
    assert report.notes == [
        {"server": server.url, "name": "vitascope-x-1", "id": None},
        {"server": server.url, "name": "vitascope-x-1", "id": create.job},
    ]
    shares = [done / total for _, done, total in report.steps]
    assert shares == sorted(shares)
    assert {stage for stage, _, _ in report.steps} == {"waiting", "queued", "rendering", "fetching"}


async def test_an_image_goes_along_as_a_file(server: VideoServer, folder: Path) -> None:
    image = encode_png(np.full((1080, 1920, 3), 77, np.uint8))
    async with engine(server) as remote:
        await remote.fetch(errand(folder, image=image), RecordingErrand())
    assert decode_png(server.creates[0].files["input_reference"]).shape == (1088, 1920, 3)


async def test_what_the_server_approximated_is_passed_on_as_its_words(server: VideoServer, folder: Path) -> None:
    server.more = {"adjusted": ["`size` was '1920x1088'."], "approximated": ["A test card.", 7]}
    async with engine(server) as remote:
        notes = await remote.fetch(errand(folder), RecordingErrand())
    assert notes["approximated"] == [
        "The server that rendered it says: A test card.",
    ]


async def test_a_server_that_reads_forms_only_with_an_image_gets_json(server: VideoServer, folder: Path) -> None:
    server.wants_json = True
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
        assert [create.form for create in server.creates] == [True, True, True, True, False]
        assert server.creates[-1].fields["num_frames"] == 153
        await remote.fetch(errand(folder), RecordingErrand())
    assert len(server.creates) == 6, "the second time it is known"


async def test_a_server_that_refuses_fields_it_does_not_know_gets_fewer(server: VideoServer, folder: Path) -> None:
    server.known_fields = frozenset({"prompt", "model", "seconds", "size", "fps", "num_frames", "seed"})
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert [create.job is not None for create in server.creates] == [False, True]


async def test_a_new_attempt_takes_the_same_job_up(server: VideoServer, folder: Path) -> None:
    first, second = RecordingErrand(), RecordingErrand()
    server.release.clear()
    async with engine(server) as remote:
        fetching = asyncio.create_task(remote.fetch(errand(folder), first))
        while not any(stage == "rendering" for stage, _, _ in first.steps):
            await asyncio.sleep(0.01)
        fetching.cancel()
        await asyncio.wait({fetching})
    server.release.set()
    async with engine(server) as remote:
        again = replace(errand(folder, taken_up=first.notes[-1]), name="vitascope-x-2")
        await remote.fetch(again, second)
    assert server.made == 1
    assert second.notes == []
    assert server.deleted == [], "a cancelled task leaves the job for the next attempt"


async def test_an_attempt_that_died_before_it_heard_the_id_asks_the_same_server_under_the_same_name(
    clip: bytes, folder: Path
) -> None:
    with video_server(clip) as one, video_server(clip) as two:
        two.busy = 9
        async with engine(one, two) as remote:
            begun = {"server": two.url, "name": "vitascope-x-1", "id": None}
            two.jobs["video_known"] = "vitascope-x-1"
            report = RecordingErrand()
            await remote.fetch(replace(errand(folder, taken_up=begun), name="vitascope-x-2"), report)
    assert (one.creates, two.made) == ([], 0)
    assert report.notes[-1]["id"] == "video_known"


async def test_a_server_that_is_not_named_any_more_is_not_asked(server: VideoServer, folder: Path) -> None:
    begun = {"server": "http://192.0.2.1:9", "name": "vitascope-x-1", "id": "video_0"}
    async with engine(server) as remote:
        await remote.fetch(errand(folder, taken_up=begun), RecordingErrand())
    assert server.made == 1


async def test_a_job_that_a_restart_forgot_is_submitted_once_more(server: VideoServer, folder: Path) -> None:
    report = RecordingErrand()
    server.release.clear()
    async with engine(server) as remote:
        fetching = asyncio.create_task(remote.fetch(errand(folder), report))
        while not any(stage == "rendering" for stage, _, _ in report.steps):
            await asyncio.sleep(0.01)
        server.forget()
        server.release.set()
        await fetching
    assert [note["name"] for note in report.notes if note["id"]] == ["vitascope-x-1", "vitascope-x-1-again"]
    server.words = ["cancelled"]
    async with engine(server) as remote:
        with saying(NotHandedOver, "lost the clip twice"):
            await remote.fetch(errand(folder), RecordingErrand())


async def test_a_few_replies_of_another_replica_do_not_lose_a_job(server: VideoServer, folder: Path) -> None:
    server.fault("look", *[Fault(status=404)] * 2)
    server.fault("content", *[Fault(status=404)] * 2)
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert server.made == 1


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=502, body=b"<html>"), Fault(after=True, cut_at=3)])
async def test_a_create_whose_answer_is_lost_is_asked_again_under_the_same_name(
    server: VideoServer, folder: Path, fault: Fault
) -> None:
    server.fault("create", replace(fault, after=True))
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert len(server.creates) == 2
    assert server.made == 1
    assert len({create.headers["idempotency-key"] for create in server.creates}) == 1


async def test_a_busy_server_is_asked_again_when_it_said(server: VideoServer, folder: Path) -> None:
    busy = Fault(status=429, headers={"Retry-After": "0.3"})
    server.fault("create", busy, replace(busy, status=503))
    began = time.monotonic()
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert time.monotonic() - began > 0.55
    assert server.made == 1


async def test_stalls_errors_and_broken_lines_in_between_are_borne(server: VideoServer, folder: Path) -> None:
    server.fault(
        "look", Fault(usual=True, stall_s=0.3), Fault(status=500), Fault(cut_at=5), Fault(status=200, body=b"?")
    )
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert server.made == 1


@pytest.mark.parametrize(
    "words", [["pending", "PROCESSING", "succeeded"], ["created", "dreaming", "Done"], ["success"]]
)
async def test_other_words_for_states_are_understood(server: VideoServer, folder: Path, words: list[str]) -> None:
    server.words = words
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert server.made == 1


@pytest.mark.parametrize("progress", [None, "40%", 0.4, -3, 900, "soon", True, [1]])
async def test_progress_of_any_kind_is_read_or_left(server: VideoServer, folder: Path, progress: object) -> None:
    server.progress = lambda _: progress
    report = RecordingErrand()
    async with engine(server) as remote:
        await remote.fetch(errand(folder), report)
    assert all(0 <= done <= total for _, done, total in report.steps)


async def test_a_failure_is_told_short_and_as_the_servers_words_without_its_insides(
    server: VideoServer, folder: Path
) -> None:
    server.words = ["queued", "failed"]
    async with engine(server) as remote:
        with saying(RemoteFailed, r"The inference server failed, and says: no space left at \[path\] on \[link\]"):
            await remote.fetch(errand(folder), RecordingErrand())


async def test_a_refusal_is_told_and_not_asked_again(server: VideoServer, folder: Path) -> None:
    said = b'{"error": {"message": "The prompt is against our rules."}}'
    server.fault("create", *[Fault(status=400, body=said)] * 6)
    async with engine(server) as remote:
        with saying(RemoteFailed, "The inference server refuses this: The prompt is against our rules"):
            await remote.fetch(errand(folder), RecordingErrand())


async def test_a_render_that_never_ends_is_given_up(server: VideoServer, folder: Path) -> None:
    server.words = ["in_progress"]
    async with engine(server, patience=HASTY) as remote:
        with saying(Stalled, "took many times longer"):
            await remote.fetch(errand(folder), RecordingErrand())
        server.words = ["queued"]
        with saying(Stalled, "queue"):
            await remote.fetch(errand(folder), RecordingErrand())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "sent nothing"),
        (b'{"url": "http://10.0.0.3/x.mp4"}', "sent JSON"),
        (b"<!DOCTYPE html><html>", "sent a web page"),
        (b"GIF89a" + bytes(100), "sent something else"),
    ],
)
async def test_content_that_is_no_clip_is_an_error(server: VideoServer, folder: Path, body: bytes, said: str) -> None:
    server.clip = body
    async with engine(server) as remote:
        with saying(BadDelivery, said):
            await remote.fetch(errand(folder), RecordingErrand())


async def test_a_clip_that_is_larger_than_any_clip_is_not_fetched_to_its_end(
    server: VideoServer, folder: Path, clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MAX_CLIP_BYTES", len(clip) - 1)
    async with engine(server) as remote:
        with saying(BadDelivery, "sent a clip of more than 2 GB"):
            await remote.fetch(errand(folder), RecordingErrand())
    assert not (folder / "brought").exists()


async def test_a_download_that_breaks_off_is_begun_again(server: VideoServer, folder: Path, clip: bytes) -> None:
    server.fault("content", Fault(status=200, body=clip, cut_at=100), Fault(status=409), Fault(status=502))
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert (folder / "brought").read_bytes() == clip


async def test_a_clip_that_is_done_is_waited_for_and_left_to_the_next_attempt(
    server: VideoServer, folder: Path, clip: bytes
) -> None:
    report = RecordingErrand()
    server.fault("content", *[Fault(status=503)] * 99)
    async with engine(server, patience=replace(QUICK, away_s=2.0)) as remote:
        began = time.monotonic()
        with saying(NotHandedOver, "could not be fetched"):
            await remote.fetch(errand(folder), report)
        assert time.monotonic() - began > 2.0
        assert sum(kind == "content" for kind, _, _ in server.asked) > HASTY.clip_tries
        while server.take_fault("content"):
            pass
        await remote.fetch(errand(folder, taken_up=report.notes[-1]), RecordingErrand())
    assert (folder / "brought").read_bytes() == clip
    assert server.made == 1
    assert server.deleted == server.cancelled == []


async def test_many_failures_to_hand_a_clip_out_are_borne_and_asked_again_when_it_said(
    clip: bytes, folder: Path
) -> None:
    with video_server(clip) as one, video_server(clip, busy=4) as two:
        one.fault("content", Fault(status=503, headers={"Retry-After": "0.3"}), *[Fault(status=502)] * 9)
        began = time.monotonic()
        async with engine(one, two, patience=replace(QUICK, elsewhere_s=0.0)) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
    assert time.monotonic() - began > 0.3
    assert (one.made, two.made) == (1, 0), "what is done is not rendered anew"


async def test_a_clip_that_is_refused_once_is_asked_for_again(server: VideoServer, folder: Path) -> None:
    server.fault("content", Fault(status=400), Fault(status=401), Fault(status=402))
    async with engine(server, patience=replace(QUICK, away_s=0.1)) as remote:
        with asked_again_at_once():
            await remote.fetch(errand(folder), RecordingErrand())
        server.fault("content", *[Fault(status=400)] * 9)
        with saying(BadDelivery, "does not hand its clip out"):
            await remote.fetch(errand(folder), RecordingErrand())


BILLS = [
    Fault(status=401),
    Fault(status=402, body=b'{"error": {"message": "Add a card to your account."}}'),
    Fault(status=403, body=b"no"),
    Fault(status=429, body=b'{"error": {"code": "insufficient_quota", "message": "Add a card to your account."}}'),
    Fault(status=400, body=b'{"error": {"type": "billing_hard_limit_reached", "message": "Add a card."}}'),
    Fault(status=400, body=b'{"detail": "You exceeded your current quota, add a card."}'),
]


@pytest.mark.parametrize("bill", BILLS)
async def test_a_server_that_wants_to_be_paid_is_left_out_and_another_takes_the_clip(
    clip: bytes, folder: Path, bill: Fault
) -> None:
    with video_server(clip) as one, video_server(clip, busy=4) as two:
        one.fault("create", *[bill] * 9)
        async with engine(one, two) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
            await remote.fetch(replace(errand(folder), name="another"), RecordingErrand())
        assert sum(kind == "create" for kind, _, _ in one.asked) == 1
    assert (one.made, two.made) == (0, 2)


@pytest.mark.parametrize("bill", BILLS)
async def test_where_the_only_server_wants_to_be_paid_a_clip_waits_and_nobody_hears_why(
    server: VideoServer, folder: Path, bill: Fault
) -> None:
    server.fault("create", bill, bill)
    with asked_again_at_once():
        async with engine(server) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
        assert server.made == 1
        server.fault("create", *[bill] * 99)
        async with engine(server, patience=replace(QUICK, busy_s=0.2)) as remote:
            with pytest.raises(NotHandedOver) as caught:
                await remote.fetch(replace(errand(folder), name="another"), RecordingErrand())
    assert str(caught.value) == "No inference server takes the clip."
    assert caught.value.retryable


async def test_a_job_that_ended_for_want_of_payment_is_rendered_elsewhere(clip: bytes, folder: Path) -> None:
    error = {"code": "insufficient_quota", "message": "Add a card to your account."}
    with video_server(clip, words=["failed"], more={"error": error}) as one, video_server(clip, busy=4) as two:
        async with engine(one, two) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
    assert (one.made, two.made) == (1, 1)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
async def test_one_odd_answer_does_not_change_what_is_asked_for_later(
    server: VideoServer, folder: Path, status: int
) -> None:
    server.fault("create", Fault(status=400), Fault(status=status))
    with asked_again_at_once():
        async with engine(server) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
    (create,) = server.creates
    assert create.form
    assert "generate_audio" in create.fields, "the first form, with all that it tells"


async def test_a_redirect_is_followed_to_the_same_server_and_to_named_hosts_without_the_key(
    server: VideoServer, clip: bytes, folder: Path
) -> None:
    with video_server(clip) as elsewhere:
        elsewhere.jobs["y"] = ""
        target = f"{elsewhere.url.replace('127.0.0.1', 'localhost')}/v1/videos/y/content"
        home = Fault(status=302, headers={"Location": "/v1/videos/video_0/content?signed=1"})
        server.fault("content", home)
        async with engine(server) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
        assert server.asked[-1][1] == "/v1/videos/video_0/content?signed=1"

        server.fault("content", Fault(status=302, headers={"Location": target}))
        async with engine(server) as remote:
            with saying(BadDelivery, "on a host that this server may not fetch from"):
                await remote.fetch(errand(folder), RecordingErrand())
        assert elsewhere.asked == []

        server.fault("content", Fault(status=302, headers={"Location": target}))
        async with engine(server, hosts=frozenset({"localhost"})) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
        assert [kind for kind, _, _ in elsewhere.asked] == ["content"]
        assert "authorization" not in elsewhere.asked[0][2]

        server.fault("content", *[home] * 9)
        async with engine(server) as remote:
            with saying(BadDelivery, "from one address to the next"):
                await remote.fetch(errand(folder), RecordingErrand())


async def test_the_server_with_the_shortest_queue_takes_the_clip(clip: bytes, folder: Path) -> None:
    with video_server(clip, busy=3) as one, video_server(clip, busy=1) as two, video_server(clip, busy=2) as three:
        async with engine(one, two, three) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
            two.busy = 9
            await remote.fetch(errand(folder), RecordingErrand())
    assert [server.made for server in (one, two, three)] == [0, 1, 1]


async def test_what_this_worker_has_in_flight_counts_where_there_is_no_list(clip: bytes, folder: Path) -> None:
    with video_server(clip) as one, video_server(clip) as two:
        for server in (one, two):
            server.fault("list", *[Fault(status=404)] * 9)
            server.release.clear()
        async with engine(one, two) as remote:
            reports = [RecordingErrand(), RecordingErrand()]
            for number, report in enumerate(reports):
                wanted = replace(errand(folder), name=f"job-{number}", path=folder / f"brought-{number}")
                fetching = asyncio.create_task(remote.fetch(wanted, report))
                while len(report.notes) < 2:
                    await asyncio.sleep(0.01)
                if number == 0:
                    first = fetching
            one.release.set()
            two.release.set()
            await asyncio.gather(first, fetching)
    assert [one.made, two.made] == [1, 1]


async def test_a_server_whose_list_hangs_comes_last_but_is_not_given_up(
    clip: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balance, "LIST_S", 1.5)
    with video_server(clip) as slow, video_server(clip, busy=50) as busy:
        slow.fault("list", *[Fault(usual=True, stall_s=30)] * 2)
        async with engine(slow, busy) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
            assert (slow.made, busy.made) == (0, 1)
            busy.fault("list", *[Fault(status=503)] * 9)
            await remote.fetch(errand(folder), RecordingErrand())
    assert (slow.made, busy.made) == (1, 1)


async def test_a_server_that_does_not_answer_is_left_out(clip: bytes, folder: Path) -> None:
    with video_server(clip) as gone:
        pass
    with video_server(clip, busy=5) as there:
        async with engine(gone, there) as remote:
            await remote.ready()
            await remote.fetch(errand(folder), RecordingErrand())
    assert there.made == 1


async def test_a_server_that_goes_away_in_mid_render_is_waited_for_or_another_takes_the_clip(
    clip: bytes, folder: Path
) -> None:
    with video_server(clip) as alone:
        alone.fault("look", *[Fault(status=500)] * 99)
        async with engine(alone, patience=HASTY) as remote:
            with saying(NotHandedOver, "does not answer"):
                await remote.fetch(errand(folder), RecordingErrand())
    with video_server(clip) as one, video_server(clip, busy=4) as two:
        one.fault("look", *[Fault(status=500)] * 99)
        async with engine(one, two, patience=replace(QUICK, elsewhere_s=0.2)) as remote:
            await remote.fetch(errand(folder), RecordingErrand())
    assert (one.made, two.made) == (1, 1)


async def test_a_job_that_a_silent_server_was_left_with_is_withdrawn_once_it_answers(clip: bytes, folder: Path) -> None:
    report = RecordingErrand()
    with video_server(clip) as one, video_server(clip, busy=4) as two:
        one.fault("look", *[Fault(status=500)] * 99)
        async with engine(one, two, patience=replace(QUICK, elsewhere_s=0.2)) as remote:
            await remote.fetch(errand(folder), report)
            moved = report.notes[-1]
            assert (moved["server"], [each["server"] for each in moved["before"]]) == (two.url, [one.url])
            one.fault("cancel", Fault(status=500))
            one.fault("delete", Fault(status=500))
            left = await remote.withdraw(moved)
            assert (list(one.jobs), list(two.jobs)) == (["video_0"], [])
            assert left == {"before": [{"server": one.url, "name": "vitascope-x-1", "id": "video_0"}]}
            assert await remote.withdraw(left) is None
            assert list(one.jobs) == []
            await remote.fetch(errand(folder, taken_up=left), report)
            assert report.notes[-1]["before"] == left["before"], "the next attempt keeps it too"


async def test_nothing_is_taken_while_no_server_answers_or_lets_us_in(server: VideoServer, clip: bytes) -> None:
    with video_server(clip) as gone:
        pass
    async with engine(gone) as remote:
        with saying(NotHandedOver, "None of the inference servers answers"):
            await remote.ready()
    server.fault("list", Fault(status=401))
    async with engine(server) as remote:
        with saying(NotHandedOver, "None of the inference servers answers"):
            await remote.ready()
        await remote.ready()


async def test_what_is_withdrawn_is_cancelled_and_deleted_even_while_it_is_being_asked_for(
    server: VideoServer, folder: Path
) -> None:
    report = RecordingErrand()
    server.fault("create", Fault(usual=True, stall_s=2))
    async with engine(server) as remote:
        fetching = asyncio.create_task(remote.fetch(errand(folder), report))
        while not report.notes:
            await asyncio.sleep(0.01)
        fetching.cancel()
        await asyncio.wait({fetching})
        assert report.notes[-1]["id"] is None
        await remote.withdraw(report.notes[-1])
    assert server.cancelled == server.deleted == ["video_0"]


async def test_withdrawing_from_a_server_that_hangs_or_is_gone_raises_nothing(server: VideoServer) -> None:
    async with engine(server) as remote:
        await remote.withdraw({"server": "http://192.0.2.1:9", "name": "x", "id": "y"})
        await remote.withdraw({"from": "another version"})
        server.fault("cancel", Fault(status=500))
        server.fault("delete", Fault(cut_at=1))
        await remote.withdraw({"server": server.url, "name": "x", "id": "y"})


async def test_an_attempt_that_lost_its_claim_asks_for_nothing_more(server: VideoServer, folder: Path) -> None:
    async with engine(server) as remote:
        with pytest.raises(Cancelled):
            await remote.fetch(errand(folder), RecordingErrand(lose_at=0))
    assert server.creates == []


async def test_ids_of_any_characters_stay_one_part_of_the_path(server: VideoServer, folder: Path) -> None:
    server.jobs["../../etc?x=1#y"] = "vitascope-x-1"
    async with engine(server) as remote:
        await remote.fetch(errand(folder), RecordingErrand())
    assert server.made == 0
    assert ("look", "/v1/videos/..%2F..%2Fetc%3Fx%3D1%23y") in {(kind, path) for kind, path, _ in server.asked}
