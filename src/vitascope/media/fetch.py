"""Fetching a link to an image or a clip that a stranger gave, without letting it reach what only this server can.

Connections are those of `media.network`. Redirects are followed by hand, each hop under the same rules.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Set
from dataclasses import dataclass

import httpcore
import httpx

from vitascope.media.addresses import bare
from vitascope.media.network import TRIED_ADDRESSES, Blocked, GuardedNetwork, Nowhere, Resolve, system_resolve
from vitascope.media.source import IMAGE, Wanted

_BEFORE_A_PAGE = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much may be fetched, and how."""

    max_bytes: int = 15_000_000
    """The official LTX API's limit for a linked image (wire contract, section 5)."""
    deadline_s: float = 10.0
    """For everything together: names, handshakes, redirects and the body. Same source."""
    max_redirects: int = 3
    ports: frozenset[int] = frozenset({80, 443})
    """A server that dials any port for a stranger is a port scanner, and can be made to talk to other protocols."""


class Fetcher:
    """Fetches links to one kind of thing. Make it once: loading the certificates takes 20 ms."""

    def __init__(
        self,
        *,
        allowed_hosts: Set[str] = frozenset(),
        limits: FetchLimits = FetchLimits(),
        wanted: Wanted = IMAGE,
        resolve: Resolve | None = None,
        dial: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``allowed_hosts`` are names or addresses that may be private and on any port: an operator's own asset server.

        ``dial`` opens connections to addresses, and sees no names.
        """
        self._limits = limits
        self._wanted = wanted
        self._tls = tls or httpx.create_ssl_context()
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._network = GuardedNetwork(
            allowed=self._allowed,
            resolve=resolve or system_resolve,
            dial=dial or httpcore.AnyIOBackend(),
            patience_s=limits.deadline_s / TRIED_ADDRESSES,
        )

    async def fetch(self, url: str, *, field: str) -> bytes:
        """The bytes behind ``url``.

        Raises `Wanted.dead` where what is wanted is not at its end, and `Wanted.error` where it may not be followed or
        brings too much. Both name the link and a reason, and nothing of ours.
        """
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                return await self._follow(url, field)
        except TimeoutError:
            raise self._wanted.dead(
                field, url, f"it did not come within {self._limits.deadline_s:g} seconds; use a faster host."
            ) from None
        except Blocked as error:
            # One sentence for both cases: which names exist on our side of the wall is nobody's business. So is one
            # class, for a lenient surface takes a request without its dead link, and that can be seen as well.
            kind = self._wanted.dead if isinstance(error, Nowhere) else self._wanted.error
            raise kind(
                field,
                url,
                f"its host is unknown, or is not on the public internet; send the {self._wanted.noun}'s bytes instead.",
            ) from None
        except httpcore.TimeoutException:
            raise self._wanted.dead(field, url, "its host takes too long to answer.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            raise self._wanted.dead(
                field, url, "its host cannot be reached, or does not speak HTTP properly."
            ) from None

    async def _follow(self, url: str, field: str) -> bytes:
        target = url
        for _ in range(self._limits.max_redirects + 1):
            parsed = self._checked(target, link=url, field=field)
            # A pool a hop: a connection kept open would be used again without its name being looked at.
            async with httpcore.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=self._network, retries=0
            ) as pool:
                headers: dict[bytes | str, bytes | str] = {
                    "Host": parsed.netloc.decode("ascii"),
                    "User-Agent": f"vitascope ({self._wanted.noun} fetch)",
                    "Accept": self._wanted.accept,
                    "Accept-Encoding": "identity",  # a few kB of gzip can be gigabytes of zeros
                }
                if self._wanted.start_only:  # a courtesy: a host that sends everything is left in the middle
                    headers["Range"] = f"bytes=0-{self._limits.max_bytes - 1}"
                core_url = httpcore.URL(
                    scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path
                )
                async with pool.stream("GET", core_url, headers=headers) as reply:
                    answer = {name.lower(): value.decode("latin-1") for name, value in reply.headers}
                    if reply.status in (301, 302, 303, 307, 308) and b"location" in answer:
                        target = self._joined(parsed, answer[b"location"], link=url, field=field)
                        continue
                    return await self._body(reply, answer, link=url, field=field)
        raise self._wanted.dead(field, url, f"it redirects more than {self._limits.max_redirects} times.")

    async def _body(self, reply: httpcore.Response, answer: dict[bytes, str], *, link: str, field: str) -> bytes:
        if reply.status != 200 and not (self._wanted.start_only and reply.status == 206):
            raise self._wanted.dead(
                field, link, f"its host answers {reply.status}; the link must open without a login."
            )
        if answer.get(b"content-encoding", "identity").strip().lower() != "identity":
            raise self._wanted.error(
                field, link, f"its host sends the {self._wanted.noun} compressed, which was not asked for."
            )
        most = self._limits.max_bytes
        too_large = self._wanted.error(
            field, link, f"it is larger than {most / 1e6:g} MB; send a smaller {self._wanted.noun}."
        )
        length = answer.get(b"content-length", "")
        if not self._wanted.start_only and length.isascii() and length.isdigit() and int(length[:20]) > most:
            raise too_large
        body = bytearray()
        async for part in reply.aiter_stream():
            body += part
            if len(body) > most:
                if self._wanted.start_only:
                    return bytes(body[:most])
                raise too_large
        if not body:
            raise self._wanted.dead(field, link, f"its host sends nothing, not {self._wanted.one}.")
        if body[:200].lstrip(_BEFORE_A_PAGE).lower().startswith((b"<!doctype html", b"<html")):
            raise self._wanted.dead(field, link, f"it leads to a web page, not {self._wanted.one}.")
        return bytes(body)

    def _checked(self, target: str, *, link: str, field: str) -> httpx.URL:
        """``target`` as a URL that may be dialled; its addresses are checked when it is."""
        url = self._parsed(target, link=link, field=field)
        if url.scheme not in ("http", "https"):
            raise self._wanted.error(field, link, "it leads to something other than http or https.")
        if not url.host:
            raise self._wanted.error(field, link, "it names no host.")
        if url.userinfo:
            raise self._wanted.error(field, link, "links with a user name or password are not fetched.")
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        if port not in self._limits.ports and bare(url.raw_host.decode("ascii")) not in self._allowed:
            ports = " and ".join(str(port) for port in sorted(self._limits.ports))
            raise self._wanted.error(field, link, f"it leads to port {port}; only {ports} are fetched from.")
        return url

    def _parsed(self, target: str, *, link: str, field: str) -> httpx.URL:
        try:
            return httpx.URL(target)
        except (httpx.InvalidURL, UnicodeError):
            raise self._wanted.error(field, link, "it is not a link that can be read.") from None

    def _joined(self, base: httpx.URL, location: str, *, link: str, field: str) -> str:
        try:
            return str(base.join(location))
        except httpx.InvalidURL:
            raise self._wanted.error(field, link, "it redirects to something that is no link.") from None
