"""What a worker's own port says of it beside its metrics."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest

from vitascope.compose.metrics_port import _app


@pytest.mark.parametrize(("warm", "status"), [(True, "200 OK"), (False, "503 Service Unavailable")])
def test_whether_it_is_ready_needs_no_token(warm: bool, status: str) -> None:
    said: list[str] = []
    environ: dict[str, object] = {"PATH_INFO": "/health/ready"}
    setup_testing_defaults(environ)
    body = b"".join(_app("a-token-of-enough-letters", lambda: warm)(environ, lambda code, _: said.append(code)))  # type: ignore[arg-type, return-value, misc]
    assert (said, body.startswith(b"Ready") is warm) == ([status], True)
