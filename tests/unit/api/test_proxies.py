"""`vitascope.api.proxies`: whose request it is, where others pass it on and anybody may claim to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.api.scopes import scope
from vitascope.api.proxies import Proxies

OURS = Proxies(["10.0.0.0/8", "2001:db8:ff::/48"])


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: what it says is hearsay
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the first is what the client made up
        ("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("2001:db8:ff::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8:ff::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, _hidden", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.7", "10.0.0.7"),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_proxy_of_ours(peer: str, forwarded_for: str, client: str) -> None:
    assert OURS.client(scope(peer, x_forwarded_for=forwarded_for)) == ip_address(client)


def test_a_header_that_comes_twice_is_one_list() -> None:
    asked = scope("10.0.0.1", x_forwarded_for="192.0.2.66")
    asked["headers"].append((b"x-forwarded-for", b"198.51.100.1"))
    assert OURS.client(asked) == ip_address("198.51.100.1")


def test_a_client_on_a_unix_socket_has_no_address() -> None:
    assert OURS.client(scope(None)) is None
    assert OURS.client(scope("/run/socket")) is None


@given(made_up=st.text(st.characters(codec="latin-1", exclude_characters="\r\n")))
def test_nothing_that_a_client_writes_makes_it_another(made_up: str) -> None:
    asked = scope("10.0.0.1", x_forwarded_for=f"{made_up}, 198.51.100.1")
    assert OURS.client(asked) == ip_address("198.51.100.1")
