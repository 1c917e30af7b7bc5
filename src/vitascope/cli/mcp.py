"""``vitascope mcp``: a running server, as agents reach it."""

from __future__ import annotations

from typing import Annotated

import typer

from vitascope.cli.console import run


def mcp(
    server: Annotated[
        str | None, typer.Option(help="The Vitascope to ask; else VITASCOPE_BASE_URL, else http://127.0.0.1:8000.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Key to ask with; else VITASCOPE_API_KEY.")] = None,
    http: Annotated[bool, typer.Option("--http", help="Speak HTTP at /mcp, not standard input and output.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8001,
    name: Annotated[
        list[str] | None, typer.Option(help="Another name by which clients call it; may be given several times.")
    ] = None,
) -> None:
    """Let agents make videos: a Model Context Protocol server in front of a running Vitascope."""
    from vitascope.compose.mcp import Listen, serve_http, serve_stdio

    if not http:
        run(serve_stdio(server, key))
        return
    listen = Listen(host=host, port=port, names=tuple(name or ()))
    run(serve_http(server, key, listen, lambda address: print(f"MCP on {address}", flush=True)))
