"""The OpenAPI document against the real service: schemathesis makes requests up from it, one after another and in
chains along its links, and looks whether every reply is one that the document names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.http.conftest import Server, whole
from vitascope.settings import Settings
from vitascope.store.embedded import EmbeddedPostgres

NOT_CHECKED = (
    "positive_data_acceptance",  # whether an image's link is good is for its host to say
    "negative_data_rejection",  # numbers as strings and fields that we do not know are taken on purpose
)

BLOCKING = (
    *("ltxMakeTextToVideo", "ltxMakeImageToVideo", "ltxEventsTextToVideo", "ltxEventsImageToVideo"),
    *("videoEvents", "events"),
)
"""Operations whose answer ends once a clip is rendered, which no worker does here; tests of their own run them."""

NO_WAITING = '[parameters]\n"query.wait" = 0\n'
"""The same of polls that may wait."""


@pytest.fixture
def patient(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory, images_url: str) -> Iterator[Server]:
    """A server that looks every wrong key up: a 401 is to be seen wherever it may come."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), engine="testcard", failed_keys=0)
    with whole(postgres, "patient", settings, images_url) as server:
        yield server


@pytest.mark.slow
def test_every_reply_to_made_up_requests_is_as_the_document_says(patient: Server, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(NO_WAITING, encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", f"{patient.base_url}/openapi.json", "--header", f"Authorization: Bearer {patient.key}"),
        *("--max-examples", "15", "--generation-deterministic", "--no-color", "--request-timeout", "60"),
        *("--exclude-checks", ",".join(NOT_CHECKED)),
        *(part for operation in BLOCKING for part in ("--exclude-operation-id", operation)),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=840, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
