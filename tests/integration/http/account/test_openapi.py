"""The account's part of the OpenAPI document against the real service, with each kind of key."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.integration.http.account.conftest import Office
from vitascope.wire import account_schema

NOT_CHECKED = (
    "positive_data_acceptance",  # a window may be made up that is longer than 92 days, or ends before it starts
    "negative_data_rejection",  # parameters that we do not know are left aside on purpose
)

OPERATIONS = [operation["operationId"] for path in account_schema.paths().values() for operation in path.values()]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["manager", "program"])
async def test_every_reply_to_made_up_requests_is_as_the_document_says(
    office: Office, key: str, tmp_path: Path
) -> None:
    authorization = (office.manager if key == "manager" else office.program).headers["authorization"]
    await office.complete(await office.submit())
    await office.grant(10**9)
    running = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", f"{office.base_url}/openapi.json", "--header", f"Authorization: {authorization}"),
        *("--max-examples", "25", "--generation-deterministic", "--no-color", "--request-timeout", "60"),
        *("--exclude-checks", ",".join(NOT_CHECKED)),
        *(part for name in OPERATIONS for part in ("--include-operation-id", name)),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await asyncio.wait_for(running.communicate(), 840)
    assert running.returncode == 0, told.decode()[-8000:]
