"""One server that speaks ``/v1/videos``: each request of ours to it, and the three ways in which one can fail.

Everything that comes from it is bounded in size and in time, and no path or link that it tells is followed, but for
redirects of a finished clip to itself or to hosts that the owner named; those get no key.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import structlog

from vitascope.core.errors import BadDelivery
from vitascope.core.generation import GenerationSpec
from vitascope.engines.remote.config import RemoteConfig
from vitascope.engines.remote.download import save
from vitascope.engines.remote.forms import Body, bodies
from vitascope.engines.remote.replies import (
    Censor,
    Job,
    Unreadable,
    error_sentence,
    is_unpaid,
    read_job,
    read_load,
    read_object,
    read_retry_after,
)

log = structlog.get_logger(__name__)

CONNECT_S = 5.0
SILENCE_S = 30.0
"""Servers that encode on their event loop have been silent for 11 s (wire contract, section 11)."""
REPLY_S = 60.0
"""For a whole reply that is no clip, and for a create with its image."""
CLIP_S = 900.0
SHUT_S = 30.0
"""A server that does not let us in, or wants to be paid first, is left out for so long: a person has to see to that."""
MAX_REPLY_BYTES = 2**20
MAX_LIST_BYTES = 2 * 2**20
MAX_REDIRECTS = 3
LIST_LIMIT = 100

_OTHER_FORM = (400, 415, 422)
_UNUSABLE = {
    401: "it does not take our key",
    402: "it wants to be paid first",
    403: "it does not let our key make videos",
    404: "it has no /v1/videos",
    405: "it takes no POST on /v1/videos",
}
_SHUT = (401, 402, 403)


class NoAnswer(Exception):
    """No reply that says yes or no. The same may work later, or elsewhere."""

    def __init__(self, why: str, *, sent: bool, busy: bool = False, retry_after_s: float | None = None) -> None:
        """``sent`` where the server may have done what it was asked all the same, ``busy`` where it has too much."""
        self.sent = sent
        self.busy = busy
        self.retry_after_s = retry_after_s
        super().__init__(why)


class Missing(Exception):
    """The server knows no such job, or has no content for it yet."""


class Refusal(Exception):
    """The server will not make this. ``str`` is its sentence, fit to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    status: int
    headers: httpx.Headers
    body: bytes


class Server:
    """One of the owner's servers."""

    def __init__(self, base: str, config: RemoteConfig, http: httpx.AsyncClient) -> None:
        self.base = base
        self._config = config
        self._http = http
        self._url = httpx.URL(f"{base}/v1/videos")
        self._form: int | None = None
        """Which of `forms.bodies` it took last, and made a job of."""
        hosts = (self._url.netloc.decode("ascii"), self._url.host)
        self._censor = Censor(secrets=(config.key,) if config.key else (), names=hosts)

    async def create(self, spec: GenerationSpec, *, name: str, image_png: bytes | None) -> Job:
        """Ask for ``spec`` under ``name``, which makes a repeat the same job on servers that know of such names.

        Raises `NoAnswer`, `Refusal`.
        """
        forms = await asyncio.to_thread(bodies, spec, model=self._config.model, name=name, image_png=image_png)
        said = ""
        first = self._form if self._form is not None and self._form < len(forms) else 0
        for number, form in enumerate(forms[first:], start=first):
            reply = await self._post(form, name)
            if reply.status not in _OTHER_FORM or self._unpaid(reply):
                if 200 <= reply.status < 300:
                    self._form = number
                return self._created(reply)
            said = said or self._said(reply)
            log.debug("remote_form_refused", server=self.base, form=number, status=reply.status, said=said)
        raise Refusal(said)

    async def look(self, job_id: str) -> Job:
        """Raises `NoAnswer`, `Missing`."""
        reply = await self._ask("GET", self._job_url(job_id))
        if reply.status in (404, 410):
            raise Missing
        self._raise_for(reply, sent=False)
        return self._job(reply)

    async def download(self, job_id: str, path: Path) -> None:
        """The clip as it is, to ``path``. Raises `NoAnswer`, `Missing`, and `BadDelivery` for what is none."""
        try:
            async with asyncio.timeout(CLIP_S):
                await self._follow(httpx.URL(f"{self._job_url(job_id)}/content"), path)
        except TimeoutError:
            raise NoAnswer(f"the clip did not come within {CLIP_S:.0f} seconds", sent=False) from None

    async def drop(self, job_id: str) -> None:
        """End the job if it goes on, and have its files deleted. Raises `NoAnswer` where that could not be told."""
        job = self._job_url(job_id)
        await self._ask("POST", f"{job}/cancel")  # where it is not offered, deleting is cancelling
        reply = await self._ask("DELETE", job)
        if reply.status >= 500:  # a proxy's, in front of a server that is away
            raise NoAnswer(f"it answered with {reply.status}", sent=True)

    async def load(self) -> int | None:
        """How many jobs it has before it; ``None`` where it has no list. Raises `NoAnswer`."""
        url = self._url.copy_merge_params({"limit": str(LIST_LIMIT), "order": "desc"})
        reply = await self._ask("GET", url, most=MAX_LIST_BYTES)
        if 400 <= reply.status < 500 and reply.status not in (*_SHUT, 429) and not self._unpaid(reply):
            return None
        self._raise_for(reply, sent=False)
        try:
            return read_load(read_object(reply.body))
        except Unreadable:
            return None

    async def _post(self, form: Body, name: str) -> _Reply:
        headers = {"Content-Type": form.content_type, "Idempotency-Key": name}
        return await self._ask("POST", self._url, headers=headers, content=form.content)

    def _created(self, reply: _Reply) -> Job:
        if reply.status in (404, 405):
            raise NoAnswer(_UNUSABLE[reply.status], sent=False)
        self._raise_for(reply, sent=True)
        job = self._job(reply)
        if job.id is None:
            raise NoAnswer("it gives no id for what it makes", sent=True)
        return job

    def _job(self, reply: _Reply) -> Job:
        try:
            body = read_object(reply.body)
        except Unreadable as error:
            raise NoAnswer(str(error), sent=True) from None
        return read_job(body, censor=self._censor, poll_after=reply.headers.get("openai-poll-after-ms"))

    def _raise_for(self, reply: _Reply, *, sent: bool) -> None:
        status = reply.status
        if 200 <= status < 300:
            return
        if status in _SHUT or self._unpaid(reply):
            raise self._shut(reply)
        if status in (408, 409, 425, 429) or status >= 500:
            retry_after_s = read_retry_after(reply.headers.get("retry-after"), now_s=time.time())
            busy = status in (429, 503)
            raise NoAnswer(f"it answers {status}", sent=sent and not busy, busy=busy, retry_after_s=retry_after_s)
        if 400 <= status < 500:
            raise Refusal(self._said(reply))
        raise NoAnswer(f"it answers {status}", sent=False)

    def _shut(self, reply: _Reply) -> NoAnswer:
        """It is there, but not for us. What it says of it goes to the log alone: the account is the owner's."""
        why = _UNUSABLE[reply.status if reply.status in _SHUT else 402]
        retry_after_s = read_retry_after(reply.headers.get("retry-after"), now_s=time.time())
        pause_s = SHUT_S if retry_after_s is None else retry_after_s
        return NoAnswer(f"{why}: {self._said(reply)} ({reply.status})", sent=False, busy=True, retry_after_s=pause_s)

    def _unpaid(self, reply: _Reply) -> bool:
        if reply.status < 400:
            return False
        try:
            return is_unpaid(read_object(reply.body))
        except Unreadable:
            return False

    def _said(self, reply: _Reply) -> str:
        try:
            return error_sentence(read_object(reply.body), self._censor)
        except Unreadable:
            return f"it answers {reply.status} and does not say why"

    def _job_url(self, job_id: str) -> str:
        return f"{self._url}/{quote(job_id, safe='')}"

    async def _ask(
        self,
        method: str,
        url: httpx.URL | str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        most: int = MAX_REPLY_BYTES,
    ) -> _Reply:
        try:
            async with (
                asyncio.timeout(REPLY_S),
                self._stream(method, httpx.URL(url), headers or {}, content) as response,
            ):
                body = bytearray()
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > most:
                        raise NoAnswer(f"its reply is longer than {most} bytes", sent=True)
                return _Reply(status=response.status_code, headers=response.headers, body=bytes(body))
        except TimeoutError:
            raise NoAnswer(f"no reply within {REPLY_S:.0f} seconds", sent=True) from None

    @asynccontextmanager
    async def _stream(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None
    ) -> AsyncIterator[httpx.Response]:
        """A request with our key where it is for this very server. Raises `NoAnswer`."""
        sent = {"Accept-Encoding": "identity", "User-Agent": "vitascope (remote)", **headers}
        if self._config.key is not None and _origin(url) == _origin(self._url):
            sent["Authorization"] = f"Bearer {self._config.key}"
        try:
            async with self._http.stream(method, url, headers=sent, content=content) as response:
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise NoAnswer(f"it cannot be reached ({_reason(error)})", sent=False) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise NoAnswer(f"it broke off ({_reason(error)})", sent=True) from None

    async def _follow(self, url: httpx.URL, path: Path) -> None:
        for _ in range(MAX_REDIRECTS + 1):
            async with self._stream("GET", url, {"Accept": "video/mp4, application/binary, */*;q=0.5"}, None) as reply:
                if reply.status_code in (301, 302, 303, 307, 308) and "location" in reply.headers:
                    url = self._allowed(url, reply.headers["location"])
                    continue
                if reply.status_code in (404, 410):
                    raise Missing
                if reply.status_code != 200:
                    body = _Reply(status=reply.status_code, headers=reply.headers, body=b"")
                    self._raise_for(body, sent=False)
                    raise NoAnswer(f"it answers {reply.status_code} for a clip", sent=False)
                await save(reply, path)
                return
        raise BadDelivery("The inference server sends us from one address to the next for its clip.")

    def _allowed(self, base: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads, if we may go there."""
        try:
            target = base.join(location)
        except httpx.InvalidURL:
            raise BadDelivery("The inference server sends us to something that is no address for its clip.") from None
        ours = {httpx.URL(url).host for url in self._config.bases} | self._config.hosts
        if target.scheme not in ("http", "https") or target.host.lower() not in ours:
            log.warning("remote_redirect_refused", server=self.base, host=target.host)
            raise BadDelivery("The inference server keeps its clip on a host that this server may not fetch from.")
        return target


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def make_client() -> httpx.AsyncClient:
    """Connections to the owner's servers. No proxy of the environment lies between."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(SILENCE_S, connect=CONNECT_S, pool=SILENCE_S),
        trust_env=False,
        verify=httpx.create_ssl_context(),  # which reads SSL_CERT_FILE, for a CA of the owner's own
        follow_redirects=False,
    )
