from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from mcp import Client

from vitascope.client import AsyncClient
from vitascope.compose.mcp import Listen, only_called_by, stand_in
from vitascope.mcp.server import Callers, NoKey, mcp_server
from vitascope.mcp.tools import Tools, submit_fields


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as http:
        yield http


def key_of(client: AsyncClient) -> str:
    return client._exchange.api.key  # what it sends is seen nowhere else


def test_a_callers_own_key_goes_before_the_one_that_stands_in(http: httpx.AsyncClient) -> None:
    callers = Callers("http://x", "ours", http)
    assert key_of(callers.client_for(None)) == "ours"
    assert key_of(callers.client_for({})) == "ours"
    assert key_of(callers.client_for({"authorization": "Bearer theirs"})) == "theirs"
    assert key_of(callers.client_for({"authorization": "Basic abc"})) == "ours"


def test_who_brings_no_key_gets_nowhere_where_none_stands_in(http: httpx.AsyncClient) -> None:
    callers = Callers("http://x", None, http)
    with pytest.raises(NoKey, match="Authorization: Bearer"):
        callers.client_for({})
    assert key_of(callers.client_for({"authorization": "bearer theirs"})) == "theirs"


@pytest.mark.parametrize(
    ("host", "stands_in"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.8.8.8", True),
        ("0.0.0.0", False),  # noqa: S104 - compared, not bound
        ("::", False),
        ("192.168.1.7", False),
        ("video.example", False),
    ],
)
def test_our_key_stands_in_on_this_machine_alone(host: str, stands_in: bool) -> None:
    assert stand_in("ours", host) == ("ours" if stands_in else None)


def test_only_its_own_names_call_it() -> None:
    allowed = only_called_by(Listen(host="192.168.1.7", port=8001, names=("video.example",)))
    assert allowed.enable_dns_rebinding_protection
    assert {"192.168.1.7:*", "video.example", "[::1]:*", "localhost:*"} <= set(allowed.allowed_hosts)
    assert "https://video.example" in allowed.allowed_origins
    assert not any("*" in host.removesuffix(":*") for host in allowed.allowed_hosts)


async def test_a_call_without_a_key_is_an_error_in_the_one_shape(http: httpx.AsyncClient) -> None:
    server = mcp_server(Callers("http://127.0.0.1:9", None, http), reads_files=False)
    async with Client(server) as client:
        result = await client.call_tool("job_status", {"job_id": "x"})
    assert result.is_error
    assert result.structured_content is not None
    assert result.structured_content["error"]["code"] == "unauthenticated"


async def test_arguments_of_the_wrong_kind_are_an_error_in_the_one_shape(http: httpx.AsyncClient) -> None:
    server = mcp_server(Callers("http://127.0.0.1:9", "k", http), reads_files=False)
    async with Client(server) as client:
        for tool, arguments in (
            ("job_status", {"job_id": "x", "wait_s": -1}),
            ("video_generate", {"prompt": "a", "duration": "long"}),
            ("video_generate", {}),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert result.structured_content is not None
            assert result.structured_content["error"]["code"] == "bad_input"


@pytest.mark.parametrize(
    "image", ["https://x/y.png", "data:image/png;base64,AA", "no such file", "\0", "x" * 5000, "~nobody-at-all/x"]
)
def test_what_names_no_file_goes_to_the_server_as_it_is(image: str) -> None:
    assert Tools(lambda _: pytest.fail("nobody is asked"), reads_files=True)._file(image, "image") is None


def test_a_file_is_read_only_where_that_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    for allowed, found in ((True, file), (False, None)):
        assert Tools(lambda _: pytest.fail("nobody is asked"), reads_files=allowed)._file(str(file), "image") == found


def test_an_argument_wins_over_the_same_name_among_the_params(tmp_path: Path) -> None:
    params = {"fps": 50, "duration": 8, "prompt": "other", "model": "a/b", "image_url": "https://x/y.png"}
    fields = submit_fields({"duration": 6, "model": None, "image": tmp_path}, params)
    assert fields == {"duration": 6, "image": tmp_path, "extra": {"fps": 50, "model": "a/b"}}
    fields = submit_fields({"last_image": tmp_path}, params | {"last_image_url": "https://x/z.png"})
    assert fields == {"last_image": tmp_path, "extra": {k: v for k, v in params.items() if k != "prompt"}}
