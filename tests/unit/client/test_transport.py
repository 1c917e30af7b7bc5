from __future__ import annotations

import httpx
import pytest

from vitascope.client.calls import Api
from vitascope.client.errors import ClientError
from vitascope.client.transport import arguments, no_reply

REQUEST = httpx.Request("GET", "https://user:pass@server:8443/files/secret-token/clip.mp4?x=1")


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (httpx.ConnectError("refused", request=REQUEST), False),
        (httpx.ConnectTimeout("", request=REQUEST), False),
        (httpx.PoolTimeout("", request=REQUEST), False),
        (httpx.ReadTimeout("", request=REQUEST), True),
        (httpx.ReadError("reset", request=REQUEST), True),
        (httpx.WriteError("reset", request=REQUEST), True),
        (httpx.RemoteProtocolError("disconnected", request=REQUEST), True),
    ],
)
def test_only_what_never_left_counts_as_not_sent(error: httpx.HTTPError, sent: bool) -> None:
    assert no_reply(error).sent is sent


def test_an_error_names_the_server_and_nothing_secret() -> None:
    text = str(no_reply(httpx.ReadError("reset", request=REQUEST)))
    assert "https://server:8443" in text
    assert not any(secret in text for secret in ("secret-token", "pass", "x=1"))


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(ClientError, match="no address"):
        arguments(Api(base_url="http://[::1", key="k").poll("x").request)
