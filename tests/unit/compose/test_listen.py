"""What cannot be listened on is told with the flag that mends it."""

from __future__ import annotations

import socket

import pytest

from vitascope.compose.serve import AddressInUse, _listen
from vitascope.settings import Settings


def test_a_port_that_is_taken_is_told_with_the_flag_for_ports() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressInUse, match=rf"port {port} .*--port\."):
            _listen(Settings(port=port))


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_told_with_the_flag_for_addresses(host: str) -> None:
    with pytest.raises(AddressInUse, match=rf"{host} .*--host\."):
        _listen(Settings(host=host, port=0))
