from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from vitascope.settings import OTHERS, Settings, misspelled

ROOT = Path(__file__).parents[2]


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


def test_what_kubernetes_sets_for_a_service_of_our_name_is_told_from_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_PORT", "tcp://10.0.0.7:80")
    with pytest.raises(ValidationError, match="enableServiceLinks: false"):
        Settings()


def test_an_empty_variable_is_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_API_KEY", "")
    assert Settings().api_key is None


def test_inference_servers_are_written_with_commas_and_have_to_be_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_REMOTE_URLS", "http://gpu-1:30000, https://gpu-2.example/v1")
    assert Settings().remote_urls == ("http://gpu-1:30000", "https://gpu-2.example/v1")
    with pytest.raises(ValidationError, match="gpu-1:30000"):
        Settings(remote_urls=("gpu-1:30000",))


def test_a_draft_that_would_outlive_its_clip_is_refused_with_the_longest_that_is_kept() -> None:
    with pytest.raises(ValidationError, match=r"draft_hours\n.*retention_days, 2: use 48 at most"):
        Settings(retention_days=2, draft_hours=49)
    assert Settings(retention_days=2, draft_hours=48).draft_age == timedelta(hours=48)


def test_where_clips_are_kept_for_less_than_the_default_of_drafts_so_are_drafts() -> None:
    assert Settings(retention_days=0.5).draft_age == timedelta(hours=12)
    age = Settings(retention_days=0.3).draft_age
    assert Settings(retention_days=0.3, draft_hours=age / timedelta(hours=1)).draft_age == age, "as workers are told"
    assert Settings().draft_age == timedelta(hours=24)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("VITASCOPE_TRUSTED_HOST", "VITASCOPE_TRUSTED_HOSTS"),
        ("VITASCOPE_PROT", "VITASCOPE_PORT"),
        ("VITASCOPE_RETENTION", "VITASCOPE_RETENTION_DAYS"),
        ("Vitascope_Datadir", "VITASCOPE_DATA_DIR"),
    ],
)
def test_a_variable_that_is_nearly_a_setting_is_told_with_the_one_that_is_meant(name: str, meant: str) -> None:
    assert misspelled([name, "PATH"]) == [(name, meant)]


def test_settings_and_what_others_read_or_set_are_not_taken_for_misspelled() -> None:
    ours = [f"VITASCOPE_{name.upper()}" for name in Settings.model_fields]
    theirs = ["VITASCOPE_SERVICE_HOST", "VITASCOPE_SERVICE_PORT_HTTP", "VITASCOPE_PORT_8000_TCP_ADDR", "VITASCOPE_X"]
    assert misspelled([*ours, *OTHERS, *theirs, "vitascope_port"]) == []


def test_no_variable_that_the_compose_file_reads_is_taken_for_misspelled() -> None:
    read = re.findall(r"\$\{(VITASCOPE_\w+)", (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    assert "VITASCOPE_WEIGHTS_DIR" in read
    assert misspelled(read) == []
