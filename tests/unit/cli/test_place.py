"""The errors of the client, as somebody at a terminal meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitascope import client
from vitascope.cli.exits import MEANING, Code
from vitascope.cli.place import Place
from vitascope.client.results import Failure, Generation

CANCELLED = Generation(id="x", status="error", error=Failure(name="Cancelled", message="It was cancelled."))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (client.GenerationFailed(CANCELLED), Code.NO_CLIP),
        (client.WaitTimeout(None, "1:m", 3.0), Code.TIME_UP),
        (client.OutOfFunds("no", status=403), Code.KEY),
        (client.Unauthenticated("no", status=401), Code.KEY),
        (client.Forbidden("no", status=403), Code.KEY),
        (client.NotFound("no", status=404), Code.NOT_FOUND),
        (client.ApiError("gone", status=410), Code.NOT_FOUND),
        (client.ApiError("odd", status=418), Code.FAILED),
        (client.BadRequest("no", status=400), Code.BAD_INPUT),
        (client.Conflict("no", status=409), Code.CONFLICT),
        (client.RateLimited("no", status=429), Code.NO_SERVER),
        (client.ServerFault("no", status=500), Code.NO_SERVER),
        (client.NoReply("no", sent=False), Code.NO_SERVER),
        (client.OutcomeUnknown("no", sent=True), Code.NO_SERVER),
        (client.UnreadableReply("no"), Code.NO_SERVER),
        (client.DownloadFailed("no"), Code.FAILED),
        (client.ClientError("no address"), Code.BAD_INPUT),
    ],
)
def test_every_error_of_the_client_has_an_exit_code(error: client.ClientError, code: Code) -> None:
    told = Place().told(error)
    assert (told.code, str(told)) == (code, str(error))


def test_every_exit_code_has_a_meaning() -> None:
    assert set(MEANING) == set(Code)


def test_the_command_to_go_on_names_the_same_place_and_never_the_key() -> None:
    place = Place(server="https://a.example/it's", key="secret", key_file=None)
    assert place.command("wait", "1") == """vitascope wait 1 --server 'https://a.example/it'"'"'s' --key …"""
    filed = Place(key_file=Path("my key"))
    assert filed.command("wait", "1") == "vitascope wait 1 --key-file 'my key'"
