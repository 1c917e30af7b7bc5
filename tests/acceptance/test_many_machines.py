"""API and worker processes that have nothing in common but a PostgreSQL and a bucket."""

from __future__ import annotations

import base64
import hashlib
import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import KEY, Fleet, Program, ended, fleet, submit, until
from tests.faulty_proxy import FaultyProxy, faulty_proxy
from tests.seaweed import Seaweed, keys_under, new_prefix
from vitascope import Client

NOWHERE = ("127.0.0.1", 9)


@pytest.fixture
def prefix() -> str:
    return new_prefix()


@pytest.fixture
def machines(folder: Path, database_url: str, seaweed: Seaweed, prefix: str) -> Iterator[Fleet]:
    with fleet(folder, {"VITASCOPE_DATABASE": database_url, **seaweed.environment(prefix)}) as made:
        yield made


def url_of(found: dict[str, Any]) -> str:
    return str(found["video"]["url"])


def at(api: Program, url: str) -> str:
    """The same link, as another process would have it."""
    return api.base_url + urlsplit(url).path


def test_what_one_process_takes_others_show_render_cancel_and_give_out(
    machines: Fleet, seaweed: Seaweed, prefix: str, folder: Path
) -> None:
    streams, redirects = machines.api(), machines.api(VITASCOPE_RESULT_LINKS="redirect")
    for _ in range(2):
        machines.worker()
    made = submit(streams, "[delay 1] a lighthouse", draft=False)
    with httpx.stream(
        "GET", f"{redirects.base_url}/v2/video/generations/events", params={"generation_id": made},
        headers={"Authorization": f"Bearer {KEY}"}, timeout=900, trust_env=False,
    ) as events:  # fmt: skip
        assert any('"completed"' in line for line in events.iter_lines())
    unwanted = submit(streams, "[delay 60] a fog bank")
    until(redirects, unwanted, lambda found: found["status"] == "generating")
    with redirects.client() as client:
        assert client.delete("/v2/video/generations", params={"generation_id": unwanted}).is_success
    assert until(streams, unwanted, ended)["error"]["name"] == "Cancelled"  # type: ignore[index]

    found = until(redirects, made, ended)
    link = url_of(found)
    with httpx.Client(trust_env=False, timeout=60) as reader:
        whole = reader.get(at(streams, link))
        assert whole.status_code == 200
        led = reader.get(at(redirects, link))
        assert (led.status_code, urlsplit(led.headers["location"]).netloc) == (307, urlsplit(seaweed.endpoint).netloc)
        assert reader.get(led.headers["location"]).content == whole.content
        for base in (streams, redirects):
            followed = reader.get(at(base, link), headers={"Range": "bytes=100-199"}, follow_redirects=True)
            assert (followed.status_code, followed.content) == (206, whole.content[100:200])
            head = reader.head(at(base, link), follow_redirects=True)
            assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))
            assert reader.get(at(base, link.replace("clip.mp4", "clap.mp4"))).status_code == 403
        page = reader.get(redirects.base_url, headers={"Accept": "text/html"})
        assert f"media-src 'self' {seaweed.endpoint} blob:" in page.headers["content-security-policy"]
    for base in (streams, redirects):
        target = folder / f"{urlsplit(base.base_url).port}.mp4"
        with Client(base_url=base.base_url, api_key=KEY) as client:
            client.download(made, target)
        assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(whole.content).digest()
    assert all(key.startswith(("generations/", "installation.txt")) for key in keys_under(seaweed.access(prefix)))


def test_three_apis_and_four_workers_are_one_service(machines: Fleet) -> None:
    workers = [machines.start("worker") for _ in range(4)]
    apis = [machines.api() for _ in range(3)]
    for worker in workers:
        worker.until("engine_ready", 120)
    made = [submit(apis[n % 3], f"[delay {20 if n else 600}] clip {n}") for n in range(4)]
    wait_for(lambda: all("attempt_started" in worker.said() for worker in workers) or None, 60)
    with apis[2].client() as client:
        for each in made:
            until(apis[1], each, lambda found: found["status"] != "queued")
        unwanted = made.pop(0)
        assert client.delete("/v2/video/generations", params={"generation_id": unwanted}).is_success
    assert until(apis[1], unwanted, ended)["error"]["name"] == "Cancelled"  # type: ignore[index]
    for number, each in enumerate(made, start=1):
        watches, gives = apis[(number + 1) % 3], apis[(number + 2) % 3]  # neither took it in
        with (
            watches.client() as client,
            client.stream("GET", "/v2/video/generations/events", params={"generation_id": each}, timeout=900) as events,
        ):
            assert any('"completed"' in line for line in events.iter_lines())
        link = url_of(until(watches, each, ended))
        clip = httpx.get(at(gives, link), trust_env=False, timeout=60)
        assert (clip.status_code, clip.content[4:8]) == (200, b"ftyp")


class Dam:
    """A proxy to the bucket that lets the first half of one clip through, and then holds the water."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.full = threading.Event()
        self._target = target
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(self._target)
            except OSError:
                return
            self._ends += [client, server]
            threading.Thread(target=self._there, args=(client, server), daemon=True).start()
            threading.Thread(target=self._back, args=(server, client), daemon=True).start()

    def _there(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while block := client.recv(65536):
                if b"PUT /" in block and b"clip.mp4" in block:
                    server.sendall(block[: len(block) // 2])
                    self.full.set()
                    return
                server.sendall(block)
        except OSError:
            return

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        try:
            while block := server.recv(65536):
                client.sendall(block)
        except OSError:
            return


def files_of_clips(seaweed: Seaweed, prefix: str) -> list[str]:
    return [key for key in keys_under(seaweed.access(prefix)) if key.startswith("generations/")]


def test_a_worker_killed_in_mid_upload_shows_nothing_and_another_finishes(
    machines: Fleet, seaweed: Seaweed, prefix: str
) -> None:
    api = machines.api()
    dam = Dam(seaweed.address)
    doomed = machines.worker(VITASCOPE_S3_ENDPOINT=f"http://127.0.0.1:{dam.port}")
    made = submit(api)
    assert dam.full.wait(240)
    doomed.kill()
    dam.close()
    left = files_of_clips(seaweed, prefix)
    assert {key.rpartition("/")[2] for key in left} <= {"poster.jpg"}, (
        "shown while it was rendered, and the sweeper's now"
    )
    machines.worker()
    found = until(api, made, ended)
    assert found["status"] == "completed"
    assert httpx.get(url_of(found), trust_env=False, timeout=60).status_code == 200
    assert {key.split("/")[2] for key in set(files_of_clips(seaweed, prefix)) - set(left)} == {"2"}


@pytest.fixture
def proxy(seaweed: Seaweed) -> Iterator[FaultyProxy]:
    with faulty_proxy(seaweed.address) as made:
        yield made


def test_a_bucket_that_is_away_costs_nothing_but_time(machines: Fleet, seaweed: Seaweed, proxy: FaultyProxy) -> None:
    here = {"VITASCOPE_S3_ENDPOINT": f"http://127.0.0.1:{proxy.port}"}
    api, led = machines.api(**here), machines.api(VITASCOPE_RESULT_LINKS="redirect", **here)
    worker = machines.worker(**here)
    first = url_of(until(api, submit(api), ended))
    made = submit(api, "[delay 2] a lighthouse")
    until(api, made, lambda found: found["status"] == "generating")
    proxy.target = NOWHERE
    worker.until("clip_not_stored", 240)
    with httpx.Client(trust_env=False, timeout=60) as reader:
        for base in (api, led):
            away = reader.get(at(base, first))
            assert away.status_code == 503
            assert int(away.headers["retry-after"]) > 0
    with api.client() as client:
        assert client.get("/health/ready").status_code == 200
    proxy.target = seaweed.address
    found = until(api, made, ended)
    assert found["status"] == "completed"
    assert "/1/clip.mp4" in url_of(found), "rendered once"
    assert wait_for(lambda: httpx.get(first, trust_env=False, timeout=60).status_code == 200 or None, 60)


def test_a_place_for_files_belongs_to_one_installation(machines: Fleet, folder: Path) -> None:
    machines.api()
    stranger = machines.run(
        "serve", "--port", "0", "--workers", "0", VITASCOPE_DATABASE="", VITASCOPE_DATA_DIR=str(folder / "other")
    )
    assert stranger.returncode == 1
    assert "belong to the installation on another database" in stranger.stderr


def test_what_cannot_work_is_told_in_a_line_at_the_start(machines: Fleet) -> None:
    for command in ("api", "worker"):
        for setting in ("VITASCOPE_DATABASE", "VITASCOPE_ARTIFACTS"):
            done = machines.run(command, **{setting: ""})
            assert (done.returncode, setting in done.stderr) == (2, True), done.stderr
        done = machines.run(command, VITASCOPE_S3_SECRET_ACCESS_KEY="guessed")
        assert done.returncode == 1
        assert "doctor" in done.stderr.splitlines()[-1]
        assert "guessed" not in done.stderr
        done = machines.run(command, VITASCOPE_S3_ALLOW_HTTP="false")
        assert (done.returncode, "not encrypted" in done.stderr) == (1, True), done.stderr


def test_the_doctor_says_what_can_be_done_in_the_bucket(machines: Fleet, seaweed: Seaweed, prefix: str) -> None:
    done = machines.run("doctor")
    assert "can be written, listed, read and deleted in" in done.stdout
    assert keys_under(seaweed.access(prefix)) == set()
    refused = machines.run("doctor", VITASCOPE_S3_SECRET_ACCESS_KEY="guessed")
    assert "cannot be written" in refused.stdout
    assert refused.returncode == 1


def test_each_worker_serves_its_class_and_what_nobody_serves_ends_with_a_reason(machines: Fleet) -> None:
    api = machines.api(VITASCOPE_NO_WORKER_S="5")
    pro = machines.worker("--models", "ltxv/ltxv-2", "--device", "cpu")
    with api.client() as client:
        body = {"model": "ltxv/ltxv-2-fast", "prompt": "a lighthouse", "duration": 6}
        reply = client.post("/v2/video/generations", json=body).json()
    assert "No worker that renders ltxv/ltxv-2-fast" in reply["meta"]["notice"]
    good = submit(api, model="ltxv/ltxv-2")
    assert until(api, good, ended)["status"] == "completed"
    stuck = until(api, reply["id"], ended)
    assert stuck["error"]["name"] == "NoWorker"  # type: ignore[index]
    assert "came within 5 s" in stuck["error"]["message"]  # type: ignore[index]
    both = machines.start("worker", "--concurrency", "2", "--models", "ltxv-2", "--models", "ltxv-2-fast")
    wait_for(lambda: both.said().count("engine_ready") == 2 or None, 60)
    assert pro.stop() == 0
    made = [submit(api, "[delay 2] a lighthouse") for _ in range(2)]
    assert {until(api, each, ended)["status"] for each in made} == {"completed"}
    assert both.stop() == 0


def test_everything_that_is_a_file_is_there_for_every_machine(machines: Fleet, seaweed: Seaweed, prefix: str) -> None:
    """Input images, uploads, checkpoints of cut-off renders and of drafts, spritesheets: none lies on one machine."""
    here, there = machines.api(), machines.api(VITASCOPE_RESULT_LINKS="redirect")
    first = machines.worker()
    png = io.BytesIO()
    Image.new("RGB", (320, 180), (200, 30, 30)).save(png, "PNG")
    with here.client() as client:
        upload = client.post("/v1/upload").json()
        assert client.put(upload["upload_url"], content=png.getvalue(), headers={"Authorization": ""}).is_success
    with there.client() as client:
        body = {"model": "ltx-2-fast", "prompt": "a lighthouse", "duration": 6, "resolution": "1920x1080"}
        queued = client.post("/v2/image-to-video", json={**body, "image_uri": upload["storage_uri"]})
        assert queued.status_code == 202, queued.text
    data = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    cut_off = submit(here, "[crash once] a storm", image_url=data, draft=False)
    draft = submit(here, "a harbour")
    for each in (queued.json()["id"], cut_off, draft):
        assert until(there, each, ended)["status"] == "completed"
    assert first.stop() == 0
    machines.worker()
    with there.client() as client:
        finished = client.post("/v2/video/generations/finish", json={"generation_id": draft})
        assert finished.is_success, finished.text
        assert until(here, finished.json()["id"], ended)["status"] == "completed"
        bare = draft.partition(":")[0]
        sheet = client.get(f"/v1/videos/{bare}/content", params={"variant": "spritesheet"})
        assert (sheet.status_code, sheet.headers["content-type"]) == (200, "image/jpeg")
    kinds = {key.split("/")[0] for key in keys_under(seaweed.access(prefix))}
    assert kinds == {"generations", "uploads", "checkpoints", "installation.txt"}
    assert not list(machines.folder.glob("machine-*/.local/share/vitascope/artifacts"))
