"""deploy/compose.yaml against the settings, commands, ports and files that there are."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.unit.deploy.reading import DEPLOY, is_pinned, loaded, parse, unknown_settings
from vitascope.settings import Settings

COMPOSE = loaded(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("vitascope")}


def with_defaults(text: str) -> str:
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_programs_are_told_what_they_know(name: str) -> None:
    service = SERVICES[name]
    given = {key: with_defaults(value) for key, value in service["environment"].items()}
    given |= dict.fromkeys(service["secrets"], "of sixteen letters")
    assert unknown_settings(given) == set()
    settings = Settings(**{key.removeprefix("VITASCOPE_").lower(): value for key, value in given.items()})  # type: ignore[arg-type]
    assert settings.artifacts == "s3://clips/vitascope"
    assert parse(service["command"]) == ("api" if name == "api" else "worker")
    grace_s = int(service["stop_grace_period"].removesuffix("s"))
    assert name == "api" or grace_s > settings.drain_s, "killed before it has handed its clip back"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_the_api_answers_to_its_own_names_and_believes_no_proxy_until_one_is_named() -> None:
    given = {key: with_defaults(value) for key, value in SERVICES["api"]["environment"].items()}
    settings = Settings(
        public_url=given["VITASCOPE_PUBLIC_URL"],
        trusted_hosts=given["VITASCOPE_TRUSTED_HOSTS"],
        trusted_proxies=given["VITASCOPE_TRUSTED_PROXIES"],
    )
    assert settings.public_url == "http://127.0.0.1:8000"
    assert set(settings.trusted_hosts) == {"127.0.0.1", "localhost", "api"}
    assert "api" in SERVICES, "the name by which containers beside it call it"
    more = SERVICES["api"]["environment"]["VITASCOPE_TRUSTED_HOSTS"]
    assert more.endswith(",${VITASCOPE_TRUSTED_HOSTS:-}"), "who names more loses none of these"
    assert settings.trusted_proxies == ()


def test_ports_agree_from_the_program_to_prometheus() -> None:
    scraped = {
        name: each["dns_sd_configs"][0]["port"]
        for each in loaded(DEPLOY / "compose" / "prometheus.yml")["scrape_configs"]
        for name in each["dns_sd_configs"][0]["names"]
    }
    assert scraped.keys() == OURS
    assert scraped["api"] == Settings().port
    assert with_defaults(SERVICES["api"]["ports"][0]).endswith(f":{scraped['api']}")
    for name in OURS - {"api"}:
        assert int(SERVICES[name]["environment"]["VITASCOPE_METRICS_PORT"]) == scraped[name]
    (source,) = loaded(DEPLOY / "grafana" / "provisioning" / "datasources" / "prometheus.yaml")["datasources"]
    assert source["url"] == "http://prometheus:9090"


def test_every_image_is_pinned_and_every_service_that_lasts_is_looked_after() -> None:
    for name, service in SERVICES.items():
        assert is_pinned(service["image"]), name
        lasts = service.get("restart") == "unless-stopped"
        assert lasts == (name != "bucket")
        assert not lasts or name in OURS or "healthcheck" in service, name  # ours have it in the image
        for other in service.get("depends_on", {}):
            assert other in SERVICES


def test_only_the_page_and_grafana_are_published_and_to_this_host_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published.keys() == {"api", "grafana"}
    assert all(with_defaults(port).startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_what_is_mounted_is_there() -> None:
    volumes = [volume for service in SERVICES.values() for volume in service.get("volumes", ())]
    for volume in volumes:
        source = volume.partition(":")[0]
        if source.startswith("./"):
            assert (DEPLOY / source).exists(), source
        elif not source.startswith("$"):
            assert source in COMPOSE["volumes"]
    (provider,) = loaded(DEPLOY / "grafana/provisioning/dashboards/vitascope.yaml")["providers"]
    assert any(volume.split(":")[1].startswith(provider["options"]["path"]) for volume in volumes)


def test_the_secrets_are_those_that_the_script_makes_and_no_others(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets.sh"
    shutil.copy(DEPLOY / "make-secrets.sh", script)
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert made.keys() == COMPOSE["secrets"].keys()
    assert {each["file"] for each in COMPOSE["secrets"].values()} == {f"./secrets/{name}" for name in made}
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == made.keys()
    assert f":{made['postgres_password']}@postgres:5432/" in made["VITASCOPE_DATABASE"]
    (identity,) = json.loads(made["s3.json"])["identities"]
    assert identity["credentials"] == [
        {"accessKey": made["VITASCOPE_S3_ACCESS_KEY_ID"], "secretKey": made["VITASCOPE_S3_SECRET_ACCESS_KEY"]}
    ]
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made, "a second run keeps them"
    ignored = (DEPLOY.parent / ".gitignore").read_text().splitlines()
    assert "/deploy/secrets/" in ignored
