from __future__ import annotations

import pytest
from pydantic import ValidationError

from vitascope.settings import Settings


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")
    monkeypatch.setenv("VITASCOPE_IMAGE_HOSTS", "assets.local")
    settings = Settings()
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert settings.image_hosts == ("assets.local",)


def test_a_proxy_that_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match=r"proxy\.local"):
        Settings(trusted_proxies=("proxy.local",))


def test_a_flag_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_PORT", "9000")
    assert Settings().port == 9000
    assert Settings(port=9001).port == 9001


def test_an_empty_variable_is_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_API_KEY", "")
    assert Settings().api_key is None


def test_inference_servers_are_written_with_commas_and_have_to_be_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_REMOTE_URLS", "http://gpu-1:30000, https://gpu-2.example/v1")
    assert Settings().remote_urls == ("http://gpu-1:30000", "https://gpu-2.example/v1")
    with pytest.raises(ValidationError, match="gpu-1:30000"):
        Settings(remote_urls=("gpu-1:30000",))
