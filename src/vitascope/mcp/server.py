"""The MCP server: the official SDK's, with our tools and one resource."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from vitascope import __version__
from vitascope.client import AsyncClient, ClientError
from vitascope.mcp import replies
from vitascope.mcp.replies import JobFailure
from vitascope.mcp.tools import Tools

INSTRUCTIONS = """\
Makes short videos with sound from a prompt, or from a prompt and a first frame. A video takes from seconds to minutes:
call video_generate, keep its job_id, call job_status with wait_s until it says complete, then job_result for the link.
"""


class Callers:
    """Clients that speak for whoever calls, over one pool of connections.

    Over HTTP a caller's own ``Authorization: Bearer …`` is the key that is used. ``key`` stands in for those who bring
    none; it is ``None`` where strangers can reach this server.
    """

    def __init__(self, base_url: str, key: str | None, http: httpx.AsyncClient) -> None:
        self._base_url = base_url
        self._key = key
        self._http = http

    def client_for(self, headers: Mapping[str, str] | None) -> AsyncClient:
        """Raises `ClientError` where there is no key."""
        scheme, _, given = (headers or {}).get("authorization", "").partition(" ")
        key = given.strip() if scheme.lower() == "bearer" and given.strip() else self._key
        if key is None:
            raise NoKey("There is no key: send `Authorization: Bearer <your Vitascope key>` to this MCP server.")
        return AsyncClient(self._base_url, key, http=self._http)


class NoKey(ClientError):
    """A caller brought no key, and none stands in."""

    code = "unauthenticated"


def mcp_server(callers: Callers, *, reads_files: bool) -> MCPServer[Any]:
    """The server, to be run over stdio (where ``reads_files`` may be true) or HTTP."""
    server: MCPServer[Any] = MCPServer(
        "vitascope",
        title="Vitascope",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        middleware=[_errors_in_one_shape],
    )
    tools = Tools(callers.client_for, reads_files=reads_files)
    looks = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    makes = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
    ends = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)
    server.add_tool(tools.video_generate, title="Make a video", annotations=makes)
    server.add_tool(tools.job_status, title="See how far a video is", annotations=looks)
    server.add_tool(tools.job_result, title="Get a finished video", annotations=looks)
    server.add_tool(tools.job_cancel, title="Cancel a video", annotations=ends)
    server.add_tool(tools.list_models, title="List models", annotations=looks)

    @server.resource("vitascope://models", name="models", title="Models", mime_type="application/json")
    async def models() -> str:
        """The models that video_generate takes."""
        found = await callers.client_for({"authorization": "Bearer none"}).models()  # the list is there for everybody
        return json.dumps([dict(model.raw) for model in found], ensure_ascii=False)

    return server


async def _errors_in_one_shape(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """What the SDK refuses by itself, such as an argument of the wrong type, becomes an error like all others.

    Results come here as they go over the wire.
    """
    result = await call_next(ctx)
    if ctx.method != "tools/call" or not isinstance(result, dict) or not result.get("isError"):
        return result
    if result.get("structuredContent") is not None:
        return result
    message = " ".join(block["text"] for block in result.get("content", ()) if block.get("type") == "text")
    told = replies.failed(JobFailure(code="bad_input", message=message, retryable=False))
    return result | told.model_dump(mode="json", by_alias=True, include={"content", "structured_content"})
