"""Logs of a whole session with everything in it that is secret: none of it may be there, in any form and level."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import KEY, Program, ended, fleet, submit, until
from tests.receiver import receiving
from tests.seaweed import Seaweed, new_prefix


def forms(secret: bytes) -> Iterator[str]:
    """As it could come to stand in a line."""
    yield secret.hex()
    yield base64.b64encode(secret).decode().rstrip("=")
    yield base64.urlsafe_b64encode(secret).decode().rstrip("=")
    text = secret.decode("latin-1")
    yield from (text, quote(text, safe=""), repr(secret)[2:-1])


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "console"])
def test_nothing_that_is_secret_is_in_any_log(folder: Path, database_url: str, seaweed: Seaweed, form: str) -> None:
    password, token, remote, made_up = f"p@ss/{uuid4().hex}", uuid4().hex, uuid4().hex, uuid4().hex
    s3 = seaweed.environment(new_prefix())
    shared = {
        **s3,
        "VITASCOPE_DATABASE": make_conninfo(database_url, password=password),
        "VITASCOPE_LOG_LEVEL": "debug",
        "VITASCOPE_LOG_FORMAT": form,
        "VITASCOPE_METRICS_TOKEN": token,
        "VITASCOPE_REMOTE_KEY": remote,
        "VITASCOPE_REMOTE_URLS": "http://127.0.0.1:9",
        "VITASCOPE_WEBHOOK_HOSTS": "127.0.0.1",
        "VITASCOPE_FAILED_KEYS": "2",
    }
    with fleet(folder, shared) as machines, receiving() as receiver:
        api, worker = machines.api(), machines.worker()
        webhook = machines.run("keys", "webhook-secret").stdout.strip()
        other = machines.run("keys", "create").stdout.strip()
        found = until(api, submit(api, webhook_url=f"{receiver.url}/in"), ended)
        until(api, submit(api, "[bug]"), ended)
        link = urlsplit(found["video"]["url"])  # type: ignore[index]
        signed_in = _sign_in(api)
        with api.client() as client:
            assert client.get(link.path).status_code == 200
            assert client.get(link.path[:-4] + ".mov").status_code == 403
            wrong = [client.get("/v1/keys", headers={"Authorization": f"Bearer {made_up}{n}"}) for n in range(4)]
            assert [reply.status_code for reply in wrong] == [401, 401, 429, 429]
            assert client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200
            assert client.post("/v2/video/generations", content=f'{{"{KEY}": '.encode()).status_code == 400
        receiver.wait(1)
        wait_for(lambda: "webhook_delivered" in worker.said() or None, 60)
        lost = machines.start("api", "--port", "0", VITASCOPE_DATABASE=_nowhere(password))
        assert lost.process.wait(120) == 1
        noisy = machines.start("api", "--port", "0", **{**s3, "VITASCOPE_S3_ENDPOINT": "http://127.0.0.1:9"})
        assert noisy.process.wait(120) == 1
        said = "".join(program.said() for program in machines.programs)
    assert said.count(signed_in.token) == 1, "beside the line on the terminal, which is for its reader"
    secrets = {
        "key": KEY, "key made here": other, "key of the page": signed_in.key, "wrong key": made_up, "token": token,
        "webhook": webhook.removeprefix("whsec_"), "database": password, "remote": remote,
        "bucket": seaweed.secret, "link": link.path.split("/")[2],
    }  # fmt: skip
    for name, secret in secrets.items():
        for shape in forms(secret.encode()):
            assert shape not in said, name
    with psycopg.connect(database_url) as database:
        shared_secrets = database.execute("select name, value from secrets").fetchall()
    assert shared_secrets
    for name, value in shared_secrets:
        for shape in forms(bytes(value)):
            assert shape not in said, name


class _SignedIn:
    def __init__(self, token: str, key: str) -> None:
        self.token = token
        self.key = key


def _sign_in(api: Program) -> _SignedIn:
    """By the link that was printed; and once more, which is refused."""
    found = re.search(r"#sign-in=(\S+)", api.said())
    assert found is not None
    replies = [
        httpx.post(f"{api.base_url}/playground/sign-in", json={"token": found[1]}, trust_env=False, timeout=60)
        for _ in range(2)
    ]
    assert [reply.status_code for reply in replies] == [200, 403]
    return _SignedIn(found[1], replies[0].json()["key"])


def _nowhere(password: str) -> str:
    """A database that does not answer, by a URL."""
    return f"postgresql://clips:{quote(password, safe='')}@127.0.0.1:9/clips"
