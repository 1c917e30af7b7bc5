from __future__ import annotations

import pytest

from vitascope.core.errors import EngineMissing
from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.ports import Handoff
from vitascope.engines import registry
from vitascope.engines.remote.config import HOSTS, KEY, MODEL, URLS, RemoteConfig


def test_addresses_are_read_as_people_write_them() -> None:
    config = RemoteConfig.read({URLS: "http://a:1/v1/, https://b.example/video/v1,http://a:1", KEY: "", MODEL: "m"})
    assert config.bases == ("http://a:1", "https://b.example/video")
    assert (config.key, config.model, config.hosts) == (None, "m", frozenset())
    assert RemoteConfig.read({URLS: "http://a", HOSTS: "S3.example, c"}).hosts == {"s3.example", "c"}


@pytest.mark.parametrize("urls", ["", " , ", "gpu-1:30000", "ftp://a", "http://", "http://user:word@a"])
def test_without_a_server_it_says_how_to_name_one(urls: str) -> None:
    with pytest.raises(EngineMissing, match="http://gpu-1:30000"):
        RemoteConfig.read({URLS: urls})


def test_a_key_that_no_header_can_carry_is_told_without_being_shown() -> None:
    with pytest.raises(EngineMissing, match=KEY) as caught:
        RemoteConfig.of(["http://a"], key="schlüssel\n")
    assert "schl" not in str(caught.value)


def test_a_key_is_not_shown_by_accident() -> None:
    assert "secret" not in repr(RemoteConfig.read({URLS: "http://a", KEY: "secret"}))


def test_the_registry_tells_the_two_kinds_of_engine_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URLS, "http://a")
    remote = registry.find("remote")
    assert isinstance(remote, Handoff)
    assert not isinstance(registry.find("testcard"), Handoff)
    assert remote.info.offers == frozenset()
    with pytest.raises(EngineMissing, match="vitascope serve"):
        registry.create("remote")


def test_what_is_longer_larger_or_faster_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URLS, "http://a")
    remote = registry.find("remote")

    def seconds(**more: object) -> float:
        request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="x", **more)  # type: ignore[arg-type]
        return remote.seconds(fill(request, engine="remote", seed=1))

    assert seconds() == pytest.approx(58.9, rel=0.05)
    assert seconds() < seconds(duration_s=8) < seconds(resolution="1440p") < seconds(resolution="2160p", fps=50)
