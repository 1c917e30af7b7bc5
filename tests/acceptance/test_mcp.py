"""``vitascope mcp`` in front of ``vitascope serve``, called by the client of the official SDK over both transports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import numpy as np
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ResourceLink, TextContent
from PIL import Image

from tests.acceptance.conftest import MARK, Installation, new_tenant, wait_for
from tests.unit.docs.blocks import the_block


def command(served: Installation, *flags: str) -> list[str]:
    return [sys.executable, "-m", "vitascope", "mcp", "--server", served.base_url, *flags]


@pytest.fixture
def http_url(served: Installation) -> Iterator[str]:
    """The address of a server that was started with ``--http``."""
    process = subprocess.Popen(
        command(served, "--http", "--port", "0"), env=served.environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("MCP on http://127.0.0.1:"), line
        yield line.split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process.stdout.close()


@asynccontextmanager
async def agent(transport: str, served: Installation, request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    if transport == "http":
        async with Client(request.getfixturevalue("http_url")) as client:
            yield client
        return
    program, *arguments = command(served)
    kept = {name: served.environment[name] for name in (MARK, "VITASCOPE_API_KEY", "PATH")}
    async with Client(StdioServerParameters(command=program, args=arguments, env=kept)) as client:
        yield client


def data(result: CallToolResult) -> dict[str, Any]:
    """What a tool answered; the text says the same."""
    assert isinstance(result.structured_content, dict)
    text = next(block for block in result.content if isinstance(block, TextContent))
    assert json.loads(text.text) == result.structured_content
    return result.structured_content


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return data(result)


async def refused(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.content
    error: dict[str, Any] = data(result)["error"]
    assert set(error) == {"code", "message", "retryable", "request_id"}
    return error


@pytest.mark.parametrize("transport", ["stdio", "http"])
async def test_an_agent_makes_a_video(transport: str, served: Installation, request: pytest.FixtureRequest) -> None:
    async with agent(transport, served, request) as client:
        assert client.server_info is not None
        assert client.server_info.name == "vitascope"
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"video_generate", "job_status", "job_result", "job_cancel", "list_models"}
        assert tools["video_generate"].input_schema["required"] == ["prompt"]
        assert all(tool.output_schema for tool in tools.values())

        job = await called(client, "video_generate", prompt="[delay 8] a boat", duration=8, seed=3)
        early = await refused(client, "job_result", job_id=job["job_id"])
        assert (early["code"], early["retryable"]) == ("not_ready", True)

        told: list[float] = []

        async def told_of(progress: float, total: float | None, message: str | None) -> None:
            assert total == 1.0
            assert message
            told.append(progress)

        status = await client.call_tool("job_status", {"job_id": job["job_id"], "wait_s": 60}, None, told_of)
        assert data(status) == {"job_id": job["job_id"], "status": "complete", "progress": 1.0}
        assert len(told) > 1
        assert told == sorted(set(told))

        result = await client.call_tool("job_result", {"job_id": job["job_id"]})
        video = data(result)
        assert (video["duration_s"], video["seed"], video["engine"]) == (8.0, 3, "testcard")
        link = next(block for block in result.content if isinstance(block, ResourceLink))
        assert (link.uri, link.mime_type) == (video["video_url"], "video/mp4")
        async with httpx.AsyncClient(trust_env=False, timeout=60) as plain:
            assert len((await plain.get(video["video_url"])).content) == video["size_bytes"]


async def test_the_entry_of_the_page_starts_a_server_of_tools(served: Installation) -> None:
    text = the_block("docs/how-to/mcp.md", "json").replace("http://127.0.0.1:8000", served.base_url)
    entry = json.loads(text.replace("YOUR_KEY", served.key))["mcpServers"]["vitascope"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    kept = {name: value for name, value in served.environment.items() if name != "VITASCOPE_API_KEY"}
    parameters = StdioServerParameters(
        command=entry["command"], args=entry["args"], env={**kept, **entry["env"], "PATH": path}
    )
    async with Client(parameters) as client:
        job = await called(client, "video_generate", prompt="[delay 60] a boat")
        await called(client, "job_cancel", job_id=job["job_id"])


async def test_what_goes_wrong_is_told_in_one_shape(served: Installation, request: pytest.FixtureRequest) -> None:
    async with agent("stdio", served, request) as client:
        bad = await refused(client, "video_generate", prompt="a boat", duration=7)
        assert bad["code"] == "invalid_field"
        assert "nearest is 8" in bad["message"]
        assert bad["request_id"]
        wrong = await refused(client, "video_generate", prompt="a boat", duration="long")
        assert (wrong["code"], wrong["retryable"]) == ("bad_input", False)
        missing = await refused(client, "job_status", job_id="0198c0de-3224-7b14-8e7d-0aa0db708325")
        assert missing["code"] == "not_found"

        job = await called(client, "video_generate", prompt="[delay 60] a boat")
        await called(client, "job_cancel", job_id=job["job_id"])
        ended = await called(client, "job_status", job_id=job["job_id"], wait_s=30)
        assert (ended["status"], ended["error"]["code"]) == ("error", "cancelled")
        assert (await refused(client, "job_result", job_id=job["job_id"]))["code"] == "cancelled"


async def test_one_key_is_one_job_and_an_image_may_be_a_file(
    served: Installation, request: pytest.FixtureRequest, folder: Path
) -> None:
    photo = folder / "photo.png"
    Image.fromarray(np.full((1080, 1920, 3), (200, 40, 40), np.uint8)).save(photo)
    async with agent("stdio", served, request) as client:
        asked = {"prompt": "a boat", "image": str(photo), "idempotency_key": "order 7", "params": {"fps": 50}}
        first = await called(client, "video_generate", **asked)
        second = await called(client, "video_generate", **asked)
        assert first["job_id"] == second["job_id"]
        other = await refused(client, "video_generate", **{**asked, "prompt": "another boat"})
        assert "conflict" in other["code"] or "idempotency" in other["code"]
        await called(client, "job_status", job_id=first["job_id"], wait_s=60)
        assert (await called(client, "job_result", job_id=first["job_id"]))["fps"] == 50


async def test_over_http_no_file_is_read_and_pages_from_elsewhere_are_refused(http_url: str, folder: Path) -> None:
    photo = folder / "photo.png"
    Image.fromarray(np.zeros((108, 192, 3), np.uint8)).save(photo)
    async with Client(http_url) as client:
        error = await refused(client, "video_generate", prompt="a boat", image=str(photo))
        assert "image_url" in error["message"]
    call = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accept = {"Accept": "application/json, text/event-stream"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as plain:
        for header, status in (({"Host": "evil.example"}, 421), ({"Origin": "https://evil.example"}, 403)):
            assert (await plain.post(http_url, json=call, headers=accept | header)).status_code == status


async def test_over_http_a_caller_may_bring_a_key_of_its_own(served: Installation, http_url: str) -> None:
    headers = {"Authorization": f"Bearer {new_tenant(served).key}"}
    async with httpx2.AsyncClient(headers=headers) as theirs, Client(http_url) as ours:
        async with Client(streamable_http_client(http_url, http_client=theirs)) as other:
            job = await called(other, "video_generate", prompt="a boat")
            assert (await called(other, "job_status", job_id=job["job_id"]))["job_id"] == job["job_id"]
        assert (await refused(ours, "job_status", job_id=job["job_id"]))["code"] == "not_found"


async def test_models_are_a_tool_and_a_resource(http_url: str) -> None:
    async with Client(http_url) as client:
        listed = (await called(client, "list_models"))["models"]
        [content] = (await client.read_resource("vitascope://models")).contents
    assert "ltxv/ltxv-2-fast" in {model["id"] for model in listed}
    assert [model["id"] for model in json.loads(getattr(content, "text", ""))] == [model["id"] for model in listed]


def test_without_a_key_it_is_one_line(served: Installation) -> None:
    environment = {name: value for name, value in served.environment.items() if name != "VITASCOPE_API_KEY"}
    done = subprocess.run(command(served), env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 2
    assert "VITASCOPE_API_KEY" in done.stderr
    assert done.stderr.strip().count("\n") == 0


def test_without_the_extra_it_is_one_line_that_says_which(served: Installation, folder: Path) -> None:
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['mcp'] = None\n")
    environment = {**served.environment, "PYTHONPATH": str(folder)}
    done = subprocess.run(command(served), env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 1
    assert "vitascope[mcp]" in done.stderr
    assert done.stderr.strip().count("\n") == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_while_it_listens(served: Installation, number: signal.Signals) -> None:
    with subprocess.Popen(
        command(served), env=served.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        process.stdin.write(json.dumps(ask).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline()  # it is up
        process.send_signal(number)
        assert process.wait(60) == -number


def test_it_ends_with_its_input(served: Installation) -> None:
    process = subprocess.Popen(command(served), env=served.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.communicate(timeout=900)
    assert process.returncode == 0
    assert wait_for(lambda: None if os.path.exists(f"/proc/{process.pid}") else True, 60)  # noqa: PTH110
