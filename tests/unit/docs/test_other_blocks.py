"""What pages show of files and messages is as the programs that read it take it, and as ours send it."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml

from tests.unit.api.test_problems import OCCASION
from tests.unit.deploy.reading import unknown_settings
from tests.unit.deploy.test_chart import CHART, run
from tests.unit.docs.blocks import the_block
from tests.unit.docs.test_commands_in_pages import check
from vitascope.api.problems import problem
from vitascope.core.errors import LimitHit, TooManyQueued
from vitascope.core.generation import Artifact, Generation, GenerationRequest, Status, fill
from vitascope.engines.animatic.reading import lexicon as words
from vitascope.settings import Settings
from vitascope.store.migrate import NEEDS
from vitascope.wire.aimlapi import polled
from vitascope.wire.events import RETRY, event, event_data, event_id, event_name
from vitascope.wire.webhooks import message, message_data

GENERATION = Generation(
    id=UUID("0198c0de-3224-7b14-8e7d-0aa0db708325"),
    account_id=UUID(int=1),
    spec=fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat"), engine="testcard", seed=1),
    status=Status.QUEUED,
    attempt=0,
    created_at=datetime(2026, 1, 2, tzinfo=UTC),
    credits=504_000,
    queue_position=2,
    seconds_left=31.5,
)


def shape(value: Any) -> Any:
    """Its names, and the kinds of what they hold."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return float if isinstance(value, int | float) else type(value)


def is_part_of(shown: Any, sent: Any) -> bool:
    if isinstance(shown, dict):
        return isinstance(sent, dict) and all(name in sent and is_part_of(shown[name], sent[name]) for name in shown)
    return shown is sent


def test_the_words_of_the_page_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    table = tomllib.loads(the_block("docs/how-to/add-words-to-the-animatic.md", "toml"))
    files_of, read = words._files_of, words._table
    mine = "things-museum"
    monkeypatch.setattr(words, "_files_of", lambda of: [mine, *files_of(of)] if of == "things" else files_of(of))
    monkeypatch.setattr(words, "_table", lambda name: table if name == mine else read(name))
    known = {phrase: entry for section, phrase, entry in words._entries("things") if section == "museum"}
    for phrase in ("sarcophagus", "mummy case", "stone coffin", "marble head", "plaster head"):
        assert (known[phrase].rig, known[phrase].habitat) == ("placeholder", "ground"), phrase
    assert (known["sarcophagus"].size, known["marble head"].size) == (2, 0.6)
    assert known.keys() == {"sarcophagus", "mummy case", "stone coffin", "marble head", "plaster head"}


def test_the_proxy_of_the_page_agrees_with_the_servers_own_defaults() -> None:
    text = the_block("docs/how-to/behind-a-proxy.md", "nginx")
    said = dict(re.findall(r"^ *(client_max_body_size|proxy_pass) (\S+);", text, re.M))
    assert said["client_max_body_size"] == f"{Settings.model_fields['max_body_mb'].default}m"
    assert said["proxy_pass"] == f"http://127.0.0.1:{Settings.model_fields['port'].default}"
    believed = set(re.findall(r"proxy_set_header (\S+) ", text))
    assert believed == {"Host", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-For"}


def test_nginx_takes_the_proxy_of_the_page(tmp_path: Path) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed here")
    block = the_block("docs/how-to/behind-a-proxy.md", "nginx")
    places = "".join(
        f"{name} {tmp_path};" for name in ("client_body_temp_path", "proxy_temp_path", "fastcgi_temp_path",
                                           "uwsgi_temp_path", "scgi_temp_path")
    )  # fmt: skip
    server = f"server {{ listen 127.0.0.1:8081; {block} }}"
    file = tmp_path / "nginx.conf"
    file.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {places} {server} }}")
    done = subprocess.run([program, "-t", "-c", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_unit_of_the_page_starts_a_command_that_there_is(tmp_path: Path) -> None:
    text = the_block("docs/how-to/harden.md", "ini")
    unit = configparser.ConfigParser()
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text)
    program, *rest = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/vitascope")
    check(rest)
    assert unknown_settings(re.findall(r"VITASCOPE_\w+", text)) == set()
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed here: no directive was looked up")
    file = tmp_path / "vitascope.service"
    file.write_text(text.replace(unit["Service"]["ExecStart"], "/bin/true"), encoding="utf-8")
    done = subprocess.run([analyze, "verify", str(file)], capture_output=True, text=True, check=False)
    assert "Unknown" not in done.stderr
    assert "Failed to parse" not in done.stderr


def test_the_values_of_the_page_are_ones_that_the_chart_takes(tmp_path: Path) -> None:
    text = the_block("docs/how-to/kubernetes.md", "yaml")
    values = yaml.safe_load(text)
    jsonschema.validate(values, json.loads((CHART / "values.schema.json").read_text(encoding="utf-8")))
    assert unknown_settings(values["settings"]) == set()
    for worker in values["workers"].values():
        assert unknown_settings((worker or {}).get("settings", {})) == set()
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    done = run("template", "clips", str(CHART), "--namespace", "video", "--values", str(file))
    assert done.returncode == 0, done.stderr
    kinds = [each["kind"] for each in yaml.safe_load_all(done.stdout) if each is not None]
    assert kinds.count("Deployment") == 3  # the API, and a class of workers a GPU
    assert "Ingress" in kinds
    assert "ScaledObject" in kinds


def test_the_line_of_the_page_is_read_in_a_migration() -> None:
    assert NEEDS.findall(the_block("docs/how-to/upgrade.md", "sql")) == ["12"]


def test_an_event_of_the_page_is_as_they_are_sent() -> None:
    text = the_block("docs/how-to/follow-a-generation.md", "")
    assert text.startswith(RETRY.decode())
    blocks = [dict(line.split(": ", 1) for line in one.splitlines()) for one in text.split("\n\n")[1:] if one]
    assert blocks
    rendering = replace(GENERATION, status=Status.GENERATING, attempt=1, progress=0.4, stage="frames", step=2, steps=5)
    done = replace(GENERATION, status=Status.COMPLETED, attempt=1, artifact=CLIP, finished_at=GENERATION.created_at)
    states, before = {"queued": GENERATION, "generating": rendering, "completed": done}, None
    for block in blocks:
        shown = json.loads(re.sub(r",?…", "", block["data"]))
        state = states[shown["status"]]
        sent = event(event_name(state, before=before), data=event_data(state, polled(state, video_link="/files/x")))
        name, data = re.fullmatch(r"event: (\w+)\ndata: (.*)\n\n", sent.decode()).groups()  # type: ignore[union-attr]
        assert block["event"] in {name, event_name(state, before=state.status)}  # not every event is shown
        assert is_part_of(shape(shown), shape(json.loads(data))), block
        assert len(block.get("id", event_id(state))) == len(event_id(state))
        before = state.status


def test_the_message_of_the_page_is_as_webhooks_are_sent() -> None:
    shown = json.loads(the_block("docs/how-to/follow-a-generation.md", "json"))
    done = replace(GENERATION, status=Status.COMPLETED, attempt=1, artifact=CLIP, finished_at=GENERATION.created_at)
    sent = json.loads(
        message("video.completed", at=datetime.now(UTC), data=message_data(done, video_link="x", poster_link="y"))
    )
    assert shown.keys() == sent.keys()
    assert is_part_of(shape(shown), shape(sent))
    assert len(shown["timestamp"]) == len(sent["timestamp"])


def test_the_refusal_of_the_page_is_as_it_is_sent() -> None:
    shown = json.loads(the_block("docs/how-to/limits-and-fair-shares.md", "json"))
    error = TooManyQueued(
        "This account may have 100 clips waiting at once, and 100 wait; try again in about 12 s.",
        retry_after_s=12.0,
        hit=LimitHit(name="queued", of="account", value=100, used=100),
    )
    sent = json.loads(json.dumps(problem(error, OCCASION).body))
    shown["error"]["message"] = shown["error"]["message"].replace("…the same…", shown["message"])
    assert {name: sent[name] for name in shown} == shown


CLIP = Artifact(
    video_key="v", poster_key="p", sha256="0" * 64, size_bytes=1, width=1920, height=1080,
    fps=GENERATION.spec.fps, frames=150, has_audio=True,
)  # fmt: skip
