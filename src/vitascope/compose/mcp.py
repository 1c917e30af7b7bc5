"""The MCP server as a program: over stdio for an agent on this machine, or over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

from vitascope.client import ClientError, transport
from vitascope.client.place import api_from
from vitascope.core.errors import BadInput, VitascopeError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.transport_security import TransportSecuritySettings

    from vitascope.client.calls import Api

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound

PATH = "/mcp"

MAX_BODY_BYTES = 16 * 2**20
"""Room for the largest image that a server takes, in base64."""


class ExtraMissing(VitascopeError):
    """A command needs packages that are not installed."""

    code = "extra_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where the MCP server listens for HTTP."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    """Further names by which clients call it, as in their ``Host`` header."""


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers, which would end the process by the signal instead of an exit code."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_stdio(server_url: str | None, key: str | None) -> None:
    """Speak MCP on standard input and output, until the input ends.

    Raises `BadInput` where there is no key, and `ExtraMissing`.
    """
    api = _api(server_url, key)
    # A thread is inside a read of standard input, and Python would wait for it: Ctrl-C ends us outright. There is
    # nothing to put in order, since jobs belong to the server.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    async with httpx.AsyncClient(**transport.options()) as http:
        await _server(api.base_url, api.key, http, reads_files=True).run_stdio_async()


async def serve_http(server_url: str | None, key: str | None, listen: Listen, announce: Callable[[str], None]) -> None:
    """Speak MCP over HTTP at ``/mcp``, until SIGINT or SIGTERM; ``announce`` is told the address.

    Beyond this machine each caller brings a key of its own, and ``key`` is not used: whoever reaches a port must not
    spend what belongs to its owner. Raises `BadInput`, `ExtraMissing`, `VitascopeError` where the port is taken.
    """
    given = key or os.environ.get("VITASCOPE_API_KEY") or None
    api = _api(server_url, given or "brought by each caller")
    with _listening(listen) as listener:
        async with httpx.AsyncClient(**transport.options()) as http:
            server = _server(api.base_url, stand_in(given, listen.host), http, reads_files=False)
            app = server.streamable_http_app(
                streamable_http_path=PATH,
                max_request_body_size=MAX_BODY_BYTES,
                transport_security=only_called_by(listen),
            )
            config = uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=3
            )
            announce(f"http://{_shown(listen.host)}:{listener.getsockname()[1]}{PATH}")
            await _until_stopped(_Server(config), listener)


def _api(server_url: str | None, key: str | None) -> Api:
    try:
        return api_from(server_url, key, os.environ)
    except ClientError as error:
        raise BadInput(str(error).replace("api_key=…", "--key")) from error


def _server(base_url: str, key: str | None, http: httpx.AsyncClient, *, reads_files: bool) -> MCPServer[Any]:
    try:
        from vitascope.mcp.server import Callers, mcp_server
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise ExtraMissing(
            f"`vitascope mcp` needs version 2 or newer of the MCP SDK ({error}); "
            "install it with: pip install -U 'vitascope[mcp]' 'mcp>=2'."
        ) from error
    return mcp_server(Callers(base_url, key, http), reads_files=reads_files)


def stand_in(key: str | None, host: str) -> str | None:
    """The key for callers who bring none: ours, where only this machine can call."""
    try:
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # some other name
        here = False
    return key if here else None


def only_called_by(listen: Listen) -> TransportSecuritySettings:
    """A page from elsewhere that had its name point here (DNS rebinding) calls us by that name, and is refused."""
    from mcp.server.transport_security import TransportSecuritySettings

    names = [_shown(name) for name in (*THIS_MACHINE, *listen.names)]
    names.append(socket.gethostname() if listen.host in EVERYWHERE else _shown(listen.host))
    hosts = [form for name in dict.fromkeys(names) for form in (name, f"{name}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts],
    )


@contextlib.contextmanager
def _listening(listen: Listen) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    # Named TCP, because event loops turn Nagle's algorithm off only for sockets that are.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((listen.host, listen.port))
            listener.listen(128)
        except OSError as error:
            raise VitascopeError(
                f"Cannot listen on {listen.host} port {listen.port} ({error.strerror}); choose another with --port."
            ) from error
        yield listener


async def _until_stopped(server: uvicorn.Server, listener: socket.socket) -> None:
    def stop() -> None:
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    await server.serve(sockets=[listener])


def _shown(host: str) -> str:
    """``host`` as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
