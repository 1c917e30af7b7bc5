"""A hub on this machine, as far as huggingface_hub and ours speak to one, which fails as it is told.

Repositories are given as ``{"owner/name": {"path": bytes}}``. Files of safetensors are kept as the real hub keeps large
ones: under their SHA-256, and sent from another origin, which one is redirected to. All others are sent by the hub
itself, under git's name for their contents.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

COMMIT = "c0ffee" + 34 * "0"
TOKEN = "hf_of_an_account"
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    path: str
    range: str | None
    token: str | None
    elsewhere: bool
    """Whether it was to the origin that large files come from."""


@dataclass(slots=True)
class Hub:
    repositories: Mapping[str, Mapping[str, bytes]]
    url: str = ""
    elsewhere: str = ""
    asked: list[Asked] = field(default_factory=list)

    gated: set[str] = field(default_factory=set)
    """Repositories that list their files to all, and give them for `TOKEN` alone."""
    closed: set[str] = field(default_factory=set)
    """Gated ones whose terms the account of `TOKEN` has not accepted."""
    revisions: set[str] = field(default_factory=lambda: {"main", COMMIT})
    statuses: dict[str, list[int]] = field(default_factory=dict)
    """By the last part of a path: what GETs are answered with first, one after another."""
    cut: dict[str, list[int]] = field(default_factory=dict)
    """By the same: after how many bytes a reply breaks off, one after another."""
    corrupt: dict[str, int] = field(default_factory=dict)
    """By the same: how many replies have a byte changed in them."""
    expired: dict[str, int] = field(default_factory=dict)
    """By the same: how many of the addresses that one is redirected to have run out."""
    deaf: set[str] = field(default_factory=set)
    """Files whose ranges are not looked at: everything is sent."""
    sizes: dict[str, int] = field(default_factory=dict)
    """What is said of a file's size, where that is a lie."""
    hold: dict[str, tuple[int, threading.Event]] = field(default_factory=dict)
    """By the same: after so many bytes, wait for the event."""
    held: threading.Event = field(default_factory=threading.Event)
    """Set once a reply waits."""

    def fetched(self, name: str) -> list[str | None]:
        """The ranges in which a file was asked for, where it really comes from."""
        large = name.endswith(".safetensors")
        return [
            a.range for a in self.asked if a.method == "GET" and a.path.endswith(f"/{name}") and a.elsewhere == large
        ]

    def takes(self, queue: dict[str, list[int]], name: str) -> int | None:
        return queue[name].pop(0) if queue.get(name) else None


@contextmanager
def serving(repositories: Mapping[str, Mapping[str, bytes]]) -> Iterator[Hub]:
    hub = Hub(repositories)
    with ExitStack() as stack:
        for name, elsewhere in (("url", False), ("elsewhere", True)):
            handler = type("Handler", (_Handler,), {"hub": hub, "from_elsewhere": elsewhere})
            server = _Server(("127.0.0.1", 0), handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            setattr(hub, name, f"http://127.0.0.1:{server.server_address[1]}")
        yield hub
        for _, event in hub.hold.values():
            event.set()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that end in mid-file are what this is for; whatever else fails here, fails a test."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub
    from_elsewhere: bool

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: `Hub.asked` knows."""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path, query = unquote(urlsplit(self.path).path), urlsplit(self.path).query
        token = (self.headers["Authorization"] or "").removeprefix("Bearer ") or None
        asked = Asked(
            method=self.command, path=path, range=self.headers["Range"], token=token, elsewhere=self.from_elsewhere
        )
        self.hub.asked.append(asked)
        name = path.rpartition("/")[2]
        status = self.hub.takes(self.hub.statuses, name) if self.command == "GET" else None
        if status is not None:
            self._say(status, {"Retry-After": "0"} if status == 429 else {})
        elif path.startswith("/api/models/"):
            repository, _, revision = path.removeprefix("/api/models/").partition("/revision/")
            self._info(repository, revision, details="blobs=true" in query.lower())
        else:
            repository, _, rest = path.removeprefix("/").partition("/resolve/")
            revision, _, file = rest.partition("/")
            self._file(repository, revision, file, asked)

    def _info(self, repository: str, revision: str, *, details: bool) -> None:
        files = self.hub.repositories.get(repository)
        if files is None:
            self._say(401, {"X-Error-Code": "RepoNotFound"})
        elif revision not in self.hub.revisions:
            self._say(404, {"X-Error-Code": "RevisionNotFound"})
        else:
            siblings = [self._sibling(path, files[path]) if details else {"rfilename": path} for path in files]
            self._say(200, {}, {"id": repository, "sha": COMMIT, "siblings": siblings})

    def _sibling(self, path: str, content: bytes) -> dict[str, object]:
        size = self.hub.sizes.get(path, len(content))
        said: dict[str, object] = {"rfilename": path, "size": size, "blobId": git_name(content)}
        if path.endswith(".safetensors"):
            said["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": size, "pointerSize": 135}
        return said

    def _file(self, repository: str, revision: str, file: str, asked: Asked) -> None:
        content = self.hub.repositories.get(repository, {}).get(file)
        if not self.from_elsewhere:
            if repository in self.hub.gated | self.hub.closed and asked.token != TOKEN:
                self._say(401, {"X-Error-Code": "GatedRepo"})
                return
            if repository in self.hub.closed:
                self._say(403, {"X-Error-Code": "GatedRepo"})
                return
        if revision not in self.hub.revisions:
            self._say(404, {"X-Error-Code": "RevisionNotFound"})
        elif content is None:
            self._say(404, {"X-Error-Code": "EntryNotFound"})
        elif self.from_elsewhere and self.hub.expired.get(file, 0) > 0:
            self.hub.expired[file] -= 1
            self._say(403, {})
        elif file.endswith(".safetensors") and not self.from_elsewhere:
            digest = hashlib.sha256(content).hexdigest()
            headers = {"X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(content))}
            self._say(302, headers | {"X-Repo-Commit": COMMIT, "Location": self.hub.elsewhere + quote(asked.path)})
        else:
            self._send(file, content, asked.range)

    def _send(self, file: str, content: bytes, wanted: str | None) -> None:
        name, first = file.rpartition("/")[2], 0
        if wanted is not None and name not in self.hub.deaf:
            first = int(wanted.removeprefix("bytes=").partition("-")[0])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        body = content[first:]
        if self.hub.corrupt.get(name) and self.command == "GET":
            self.hub.corrupt[name] -= 1
            body = body[:-1] + bytes([body[-1] ^ 1])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{git_name(content)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if self.command == "HEAD":
            return
        breaks_off = self.hub.takes(self.hub.cut, name)
        until, event = self.hub.hold.pop(name, (None, None))
        stop = breaks_off if breaks_off is not None else until
        sent = body if stop is None else body[:stop]
        try:
            for start in range(0, len(sent), CHUNK):
                self.wfile.write(sent[start : start + CHUNK])
            if breaks_off is not None:
                self.close_connection = True
            elif event is not None:
                self.hub.held.set()
                event.wait(60)
                self.wfile.write(body[len(sent) :])
        except OSError:
            self.close_connection = True  # who asked is gone

    def _say(self, status: int, headers: Mapping[str, str], body: object = None) -> None:
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def git_name(content: bytes) -> str:
    """What git calls a file of these contents."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
