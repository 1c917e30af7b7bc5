"""The names that a certificate must hold."""

from __future__ import annotations

import socket

import pytest

from vitascope.compose.names import names_of
from vitascope.core.errors import BadInput
from vitascope.settings import Settings


@pytest.fixture(autouse=True)
def _a_machine_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Studio.Example.org")


def test_a_server_is_called_by_this_machines_names_without_being_told_any() -> None:
    assert names_of(Settings()) == ("localhost", "127.0.0.1", "::1", "studio.example.org")


def test_the_address_that_it_listens_on_and_its_public_name_are_among_them() -> None:
    settings = Settings(host="192.0.2.7", public_url="https://video.bücher.example:8443/base")
    assert names_of(settings)[4:] == ("192.0.2.7", "video.xn--bcher-kva.example")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost", "::1", "STUDIO.example.org."])  # noqa: S104
def test_no_name_is_there_twice_and_none_stands_for_everything(host: str) -> None:
    assert names_of(Settings(host=host)) == names_of(Settings())


def test_an_address_stands_without_its_zone() -> None:
    assert names_of(Settings(host="fe80::1%eth0"))[-1] == "fe80::1"


def test_a_machine_name_that_no_certificate_can_hold_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "my_machine")
    assert names_of(Settings()) == ("localhost", "127.0.0.1", "::1")


def test_a_public_url_that_is_none_is_told() -> None:
    with pytest.raises(BadInput, match=r"--public-url is 'https://\[::1'"):
        names_of(Settings(public_url="https://[::1"))
