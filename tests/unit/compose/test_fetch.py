"""``vitascope weights fetch`` before anything is asked of a hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vitascope.compose.fetch import fetch_weights
from vitascope.core.errors import BadInput
from vitascope.settings import Settings

pytest.importorskip("huggingface_hub", reason="the extra [ltx] is not installed")

NOWHERE = "http://127.0.0.1:9"
"""Where an answer would be an error of another kind."""


class Silent:
    def begin(self, *, files: int, size: int) -> None: ...

    def doing(self, what: str, *, done: int, total: int) -> None: ...

    def say(self, sentence: str) -> None: ...


def fetched(folder: Path, name: str = "ltx-2-distilled", *, accepted: bool = True, **options: Any) -> None:
    settings = Settings(data_dir=folder, accept_ltx_license=accepted)
    asked = {"to": None, "text_encoder": "google", "endpoint": NOWHERE} | options
    fetch_weights(settings, name, watcher=Silent(), **asked)


@pytest.mark.parametrize("endpoint", ["huggingface.co", "ftp://hub", "http://", "http://[::1", ""])
def test_an_address_that_is_none_is_told(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"must be such as https://huggingface\.co"):
        fetched(tmp_path, endpoint=endpoint)


def test_a_name_that_is_not_there_is_told_before_the_licence_is_spoken_of(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no weights named 'ltx'"):
        fetched(tmp_path, "ltx", accepted=False)


def test_the_licence_is_asked_for_whichever_text_encoder_is_meant(tmp_path: Path) -> None:
    for text_encoder in ("google", "lightricks", "none"):
        with pytest.raises(BadInput, match="Nothing was fetched") as refused:
            fetched(tmp_path, accepted=False, text_encoder=text_encoder)
        assert ("Gemma Terms of Use" in str(refused.value)) == (text_encoder != "none")


def test_the_licence_may_be_accepted_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_ACCEPT_LTX_LICENSE", "true")
    with pytest.raises(BadInput, match="must be such as"):  # and no more of the licence
        fetch_weights(Settings(data_dir=tmp_path), "ltx-2", to=None, text_encoder="none", endpoint="", watcher=Silent())
