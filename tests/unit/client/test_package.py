"""What ``import vitascope`` costs and gives, and that the two clients stay twins."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import vitascope
from vitascope import AsyncClient, Client
from vitascope import client as room


def test_importing_the_package_loads_no_client() -> None:
    program = "import vitascope, sys; print([m for m in sys.modules if m.startswith(('vitascope.', 'httpx'))])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_client_loads_no_server() -> None:
    program = "import vitascope, sys; vitascope.Client; print([m for m in sys.modules if m.startswith('vitascope.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "vitascope.client.blocking" in done.stdout
    rooms = {name.split(".")[1] for name in done.stdout.split("'") if name.startswith("vitascope.")}
    assert rooms == {"client"}


def test_type_checkers_read_our_types() -> None:
    assert (Path(vitascope.__file__).parent / "py.typed").is_file()


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Klient"):
        vitascope.Klient  # noqa: B018
    assert vitascope.Client is room.Client


def public(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(member).parameters)
        for name, member in vars(kind).items()
        if callable(member) and (not name.startswith("_") or name == "__init__")
    }


def test_the_two_clients_have_the_same_methods_with_the_same_arguments() -> None:
    assert public(Client) == public(AsyncClient)
    assert {"submit", "get", "wait", "generate", "download", "cancel", "list", "events", "models"} <= set(
        public(Client)
    )
