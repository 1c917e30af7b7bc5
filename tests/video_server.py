"""A server that speaks ``/v1/videos`` as the wire contract's section 11 has it, on a socket of this machine.

It keeps its jobs in a dict, puts paths of its own into replies, and misbehaves as it is told: `fault` queues one for a
kind of request. What came is kept for tests to look at.
"""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from python_multipart.multipart import parse_options_header

Kind = Literal["create", "look", "content", "list", "delete", "cancel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What to do in place of the usual."""

    status: int = 500
    body: bytes = b'{"error": {"message": "CUDA is out of memory"}}'
    headers: dict[str, str] = field(default_factory=dict)
    stall_s: float = 0.0
    """Before anything is said."""
    cut_at: int | None = None
    """Close the line after so many bytes of the body."""
    after: bool = False
    """Do what was asked all the same, and then answer like this."""
    usual: bool = False
    """Only stall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """One create that came."""

    fields: dict[str, Any]
    files: dict[str, bytes]
    headers: dict[str, str]
    form: bool
    job: str | None


@dataclass(slots=True)
class VideoServer:
    """Jobs go on by being looked at: each look takes one of ``words``; the last one stays."""

    clip: bytes = b""
    words: list[str] = field(default_factory=lambda: ["queued", "in_progress", "in_progress", "completed"])
    progress: Callable[[int], Any] = lambda look: min(90, 30 * look)
    more: dict[str, Any] = field(default_factory=dict)
    """Put into every job, over what stands there."""
    wants_json: bool = False
    """Take forms only with an image, as SGLang Diffusion does."""
    known_fields: frozenset[str] | None = None
    """Refuse all others, as TensorRT-LLM does."""
    idempotent: bool = True
    url: str = ""
    creates: list[Create] = field(default_factory=list)
    looks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    """Ids, and the names under which they were asked for."""
    busy: int = 0
    """Further jobs in its list."""
    release: threading.Event = field(default_factory=threading.Event)
    """Until it is set no job goes beyond ``in_progress``; it is set at first."""
    _faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def fault(self, kind: Kind, *faults: Fault) -> None:
        self._faults[kind].extend(faults)

    @property
    def made(self) -> int:
        """Renders that it began."""
        return sum(create.job is not None for create in self.creates)

    def take_fault(self, kind: Kind) -> Fault | None:
        with self._lock:
            return self._faults[kind].pop(0) if self._faults[kind] else None

    def forget(self) -> None:
        """As a restart does."""
        with self._lock:
            self.jobs.clear()

    def create(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        form = headers.get("content-type", "").startswith("multipart/form-data")
        fields, files = _form(headers["content-type"], body) if form else (json.loads(body), {})
        refusal = None
        if form and self.wants_json and not files:
            refusal = (400, {"detail": "input_reference file is required"})
        elif self.known_fields is not None and (unknown := set(fields) - self.known_fields):
            refusal = (422, {"detail": [{"loc": ["body", min(unknown)], "msg": "Extra inputs are not permitted"}]})
        with self._lock:
            name = headers.get("idempotency-key", "")
            known = next((job for job, asked in self.jobs.items() if asked == name and name), None)
            job = None
            if refusal is None and not (known and self.idempotent):
                job = f"video_{len(self.creates)}"
                self.jobs[job] = name
            self.creates.append(Create(fields=fields, files=files, headers=headers, form=form, job=job))
        return refusal or (200, self.told(job or known or "", "queued", 0))

    def told(self, job: str, word: str, look: int) -> dict[str, Any]:
        return {
            "id": job,
            "object": "video",
            "created_at": int(time.time()),
            "status": word,
            "progress": 100 if word == "completed" else self.progress(look),
            "model": "a-model",
            "seconds": 6,
            "size": "1280x704",
            "file_path": f"/srv/outputs/{job}.mp4",
            **self.more,
        }

    def look(self, job: str) -> tuple[int, dict[str, Any]]:
        with self._lock:
            if job not in self.jobs:
                return 404, {"detail": "Video not found"}
            look = self.looks[job]
            if not self.release.is_set():
                look = min(look, max((i for i, w in enumerate(self.words) if w != "completed"), default=0))
            self.looks[job] += 1
            word = self.words[min(look, len(self.words) - 1)]
            if not self.release.is_set() and word == "completed":
                word = "in_progress"
        told = self.told(job, word, look)
        if word in ("failed", "error"):
            boom = {"code": "boom", "message": "no space left at /srv/outputs/x.mp4 on http://10.0.0.3:9/x"}
            told.setdefault("error", boom)
        return 200, told

    def list(self) -> dict[str, Any]:
        with self._lock:
            states = [self.told(job, "in_progress", 0) for job in self.jobs]
        states += [self.told(f"other_{i}", "queued", 0) for i in range(self.busy)]
        return {"object": "list", "data": [*states, self.told("old", "completed", 9)], "has_more": False}


def _form(content_type: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    boundary = parse_options_header(content_type)[1][b"boundary"]
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        options = parse_options_header(head.split(b"Content-Disposition: ")[1].split(b"\r\n")[0])[1]
        name, data = options[b"name"].decode(), data.removesuffix(b"\r\n")
        if b"filename" in options:
            files[name] = data
        else:
            fields[name] = data.decode()
    return fields, files


@contextmanager
def video_server(clip: bytes = b"", **more: Any) -> Iterator[VideoServer]:
    video = VideoServer(clip=clip, **more)
    video.release.set()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path)
            parts = [unquote(part) for part in path.path.split("/")[1:]]
            if parts[:2] != ["v1", "videos"]:
                self._reply(404, b"{}")
            elif len(parts) == 2:
                assert int(parse_qs(path.query)["limit"][0]) <= 100
                self._do("list", lambda: (200, video.list()))
            elif parts[-1] == "content":
                self._do("content", lambda: self._content(parts[2]))
            else:
                self._do("look", lambda: video.look(parts[2]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path.endswith("/cancel"):
                video.cancelled.append(unquote(self.path.split("/")[3]))
                self._do("cancel", lambda: (404, {"detail": "Not Found"}))
            else:
                self._do("create", lambda: video.create(headers, body))

        def do_DELETE(self) -> None:
            job = unquote(self.path.split("/")[3])
            video.deleted.append(job)
            self._do("delete", lambda: (200 if video.jobs.pop(job, None) else 404, {"id": job, "deleted": True}))

        def _content(self, job: str) -> tuple[int, bytes]:
            return (200, video.clip) if job in video.jobs else (404, b'{"detail": "Video not found"}')

        def _do(self, kind: Kind, usual: Callable[[], tuple[int, Any]]) -> None:
            video.asked.append((kind, self.path, {name.lower(): value for name, value in self.headers.items()}))
            fault = video.take_fault(kind)
            if fault is not None:
                time.sleep(fault.stall_s)
                if fault.after or fault.usual:
                    status, told = usual()
                if not fault.usual:
                    self._reply(fault.status, fault.body, fault.headers, cut_at=fault.cut_at)
                    return
            else:
                status, told = usual()
            self._reply(status, told if isinstance(told, bytes) else json.dumps(told).encode())

        def _reply(
            self, status: int, body: bytes, headers: dict[str, str] | None = None, *, cut_at: int | None = None
        ) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if cut_at is None else body[:cut_at])
            if cut_at is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that went away is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    video.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield video
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
