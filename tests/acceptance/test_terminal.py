"""The commands for a server, as a real process against a real one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.acceptance.conftest import Installation, installed, wait_for
from vitascope.media.probe import probe
from vitascope.media.receipt import read_receipt

NOBODY = "01960000-0000-7000-8000-000000000000"


class Terminal:
    """Commands in a folder of their own, with the server and the key in the environment."""

    def __init__(self, server: Installation, folder: Path) -> None:
        self.server = server
        self.folder = folder

    @property
    def environment(self) -> dict[str, str]:
        return {**self.server.environment, "VITASCOPE_BASE_URL": self.server.base_url}

    def run(self, *words: str, give: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vitascope", *words],
            env={**self.environment, **more}, cwd=self.folder, input=give, capture_output=True, text=True, check=False,
            timeout=900,
        )  # fmt: skip

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "vitascope", *words],
            env=self.environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    def told(self, *words: str, code: int = 0) -> dict[str, Any]:
        """The one JSON document that a command prints."""
        done = self.run(*words, "--json")
        assert done.returncode == code, done.stderr
        [line] = done.stdout.splitlines()
        return dict(json.loads(line))

    def submitted(self, prompt: str = "a boat", *flags: str) -> str:
        """An id, as a script takes it. Of a draft where no flags are given: the same life, a quarter of the pixels."""
        done = self.run("submit", prompt, *(flags or ("--draft",)))
        assert done.returncode == 0, done.stderr
        [identity] = done.stdout.split()
        return identity


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One server for the tests that leave it running."""
    with installed(tmp_path_factory.mktemp("terminal")) as made:
        made.start()
        yield made


@pytest.fixture
def terminal(serving: Installation, folder: Path) -> Terminal:
    return Terminal(serving, folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_clip_is_submitted_waited_for_and_fetched(terminal: Terminal) -> None:
    image = terminal.folder / "first.png"
    Image.fromarray(np.full((1080, 1920, 3), (200, 40, 40), np.uint8)).save(image)
    identity = terminal.submitted("a boat", "--duration", "8", "--seed", "3", "--image", "first.png", "--no-audio")
    image.unlink()
    waited = terminal.run("wait", identity)
    assert (waited.returncode, waited.stderr) == (0, "")  # no bars for whoever is no terminal
    assert waited.stdout == f"completed  {identity}\n"
    told = terminal.told("status", identity.partition(":")[0])
    assert (told["status"], told["seed"], told["video"]["duration_s"]) == ("completed", 3, 8)
    assert (told["error"], told["video"]["has_audio"]) == (None, False)
    assert "8 s, 1920×1080, 25 fps, no sound" in terminal.run("status", identity).stdout
    fetched = terminal.run("download", identity)
    assert fetched.returncode == 0, fetched.stderr
    name = f"{identity.partition(':')[0]}.mp4"
    assert fetched.stdout.startswith(f"{name}  8 s, 1920×1080, 25 fps, no sound")
    assert names(terminal.folder) == [name]
    assert probe(terminal.folder / name).frames == 200


def test_what_is_there_is_overwritten_only_by_force(terminal: Terminal) -> None:
    identity = terminal.submitted()
    (terminal.folder / "mine.mp4").write_bytes(b"mine")
    assert terminal.run("wait", identity, "-o", "mine.mp4").returncode == 2
    assert terminal.run("wait", identity).returncode == 0
    refused = terminal.run("download", identity, "-o", "mine.mp4")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (terminal.folder / "mine.mp4").read_bytes() == b"mine"
    assert terminal.run("download", identity, "-o", "mine.mp4", "--force").returncode == 0
    assert terminal.run("download", identity, "-o", ".").returncode == 0
    again = terminal.run("download", identity, "-o", ".")
    assert (again.returncode, names(terminal.folder)) == (2, [f"{identity.partition(':')[0]}.mp4", "mine.mp4"])
    assert probe(terminal.folder / "mine.mp4").frames == 150


def test_generate_makes_a_clip_on_the_server_and_leaves_the_one_before_alone(terminal: Terminal) -> None:
    first = terminal.run("generate", "a boat", "--seed", "5")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("clip.mp4  6 s, 1920×1080, 25 fps")
    assert "approximated: Colour bars" in first.stdout
    told = terminal.told("generate", "a boat", "--seed", "6")
    assert (told["path"], told["status"], told["seed"]) == ("clip-2.mp4", "completed", 6)
    assert names(terminal.folder) == ["clip-2.mp4", "clip.mp4"]
    assert [read_receipt(terminal.folder / name)["seed"] for name in names(terminal.folder)] == [6, 5]


def test_a_prompt_comes_from_standard_input(terminal: Terminal) -> None:
    (terminal.folder / "clips").mkdir()
    done = terminal.run("generate", "-", "-o", "clips", give="a boat\nat dawn\n")
    assert done.returncode == 0, done.stderr
    assert read_receipt(terminal.folder / "clips" / "clip.mp4")["prompt"] == "a boat\nat dawn"


def test_local_overrules_the_environment_and_what_only_matters_here_is_refused_there(terminal: Terminal) -> None:
    here = terminal.run("generate", "a boat", "--local", VITASCOPE_BASE_URL="http://127.0.0.1:1")
    assert here.returncode == 0, here.stderr
    there = terminal.run("generate", "a boat", "--engine", "testcard")
    assert (there.returncode, "--engine" in there.stderr, "--local" in there.stderr) == (2, True, True)
    assert names(terminal.folder) == ["clip.mp4"]


def test_every_change_is_a_line_of_json_in_the_order_of_a_life(terminal: Terminal) -> None:
    done = terminal.run("wait", terminal.submitted("[delay 3] a boat"), "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    order = ["queued", "generating", "completed"]
    statuses = [order.index(line["status"]) for line in lines]
    assert statuses == sorted(statuses)
    assert lines[-1]["status"] == "completed"
    assert any(0 < (line["progress"] or 0) < 1 for line in lines)
    assert {tuple(line) for line in lines} == {tuple(lines[0])}  # the same keys in each


def test_a_list_shows_what_there_is_newest_first(terminal: Terminal) -> None:
    ids = [terminal.submitted() for _ in range(3)]
    done = terminal.run("list", "-n", "2", "--json")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [ids[2], ids[1]]
    assert terminal.run("wait", ids[2]).returncode == 0
    table = terminal.run("list", "--status", "completed").stdout
    assert ids[2].partition(":")[0] in table
    assert "a boat" in table
    assert len({len(line.split("  ")[0]) for line in table.splitlines()[1:]}) == 1  # one id a line, never wrapped
    assert terminal.run("list", "--all", "--since", "2100-01-01").stdout == ""
    assert terminal.run("list", "--status", "lost").returncode == 2


def test_a_reader_that_has_enough_is_no_error(terminal: Terminal) -> None:
    terminal.submitted()
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "vitascope", "list", "--all", "--json"],
        env=terminal.environment, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=900,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_clip_is_cancelled_and_whoever_waits_is_told(terminal: Terminal) -> None:
    identity = terminal.submitted("[delay 60] a boat")
    waiting = terminal.start("wait", identity, "--json")
    assert waiting.stdout is not None
    assert waiting.stdout.readline()
    assert terminal.run("cancel", identity).returncode == 0
    output, errors = waiting.communicate(timeout=900)
    assert waiting.returncode == 4, errors
    assert "Cancelled" in errors
    assert json.loads(output.splitlines()[-1])["error"]["name"] == "Cancelled"
    assert terminal.run("cancel", identity).returncode == 0  # it is what was wanted
    made = terminal.submitted()
    assert terminal.run("wait", made).returncode == 0
    late = terminal.run("cancel", made)
    assert late.returncode == 9, late.stderr


@pytest.mark.parametrize("command", [("wait",), ("download",)])
def test_a_clip_that_failed_says_why(terminal: Terminal, command: tuple[str, ...]) -> None:
    identity = terminal.submitted("[fail at 40%] a boat")
    terminal.run("wait", identity)
    done = terminal.run(*command, identity)
    assert done.returncode == 4
    assert "EngineFailed" in done.stderr
    assert terminal.run("status", identity).returncode == 0  # to have asked is no failure
    assert names(terminal.folder) == []


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("status", NOBODY), 6, ("no generation", "vitascope list")),
        (("wait", NOBODY), 6, ("no generation",)),
        (("cancel", "nonsense"), 6, ("no generation",)),
        (("download", NOBODY), 6, ("no generation",)),
        (("list", "--key", "wrong"), 5, ("vitascope keys create",)),
        (("status", NOBODY, "--key-file", "none.txt"), 2, ("none.txt",)),
        (("list", "--key", "a", "--key-file", "b"), 2, ("not both",)),
        (("list", "--server", "example.com"), 2, ("http://",)),
        (("list", "--server", "http://127.0.0.1:1"), 7, ("http://127.0.0.1:1", "vitascope serve")),
        (("submit", "a boat", "--duration", "7"), 2, ("duration", "7", "8")),
        (("submit", ""), 2, ("prompt",)),
        (("submit", "a boat", "--image", "none.png"), 2, ("--image", "none.png", "no such file")),
        (("generate", "a boat", "--image", "none.png"), 2, ("--image", "none.png", "no such file")),
        (("wait",), 2, ("ID",)),
    ],
)
def test_what_cannot_be_done_has_its_own_exit_code_and_says_what_to_do(
    terminal: Terminal, command: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    done = terminal.run(*command)
    assert done.returncode == code, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr
    assert (done.stdout, names(terminal.folder)) == ("", [])


def test_without_a_key_one_is_told_where_keys_come_from(terminal: Terminal) -> None:
    done = terminal.run("list", VITASCOPE_API_KEY="")
    assert (done.returncode, "VITASCOPE_API_KEY" in done.stderr, "keys create" in done.stderr) == (5, True, True)


def test_a_key_comes_from_a_file(terminal: Terminal) -> None:
    (terminal.folder / "key").write_text(terminal.server.key + "\n")
    done = terminal.run("list", "--key-file", "key", VITASCOPE_API_KEY="wrong")
    assert done.returncode == 0, done.stderr


def test_a_clip_that_is_not_there_yet_says_how_to_wait_for_it(terminal: Terminal) -> None:
    identity = terminal.submitted("[delay 60] a boat")
    done = terminal.run("download", identity)
    assert (done.returncode, "vitascope wait" in done.stderr) == (9, True)
    late = terminal.run("wait", identity, "--timeout", "0")
    assert (late.returncode, f"vitascope wait {identity.partition(':')[0]}" in late.stderr) == (8, True)
    assert terminal.run("cancel", identity).returncode == 0


@pytest.mark.parametrize("command", [("wait",), ("generate", "[delay 60] a boat")])
def test_ctrl_c_lets_go_of_a_clip_and_says_how_to_go_on(terminal: Terminal, command: tuple[str, ...]) -> None:
    if command == ("wait",):
        identity = terminal.submitted("[delay 60] a boat")
        program = terminal.start("wait", identity)
    else:
        program = terminal.start(*command)
        with terminal.server.client() as client:

            def taken() -> str | None:
                found = client.get("/v2/video/generations?limit=1&status=queued,generating").json()["data"]
                return str(found[0]["id"]) if found else None

            identity = wait_for(taken, 60)
    until_it_holds_a_connection(terminal.server, program)
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=900)
    assert program.returncode == 130, errors
    taken_up = re.search(r"vitascope wait (\S+)", errors)
    assert taken_up is not None
    assert identity.startswith(taken_up[1])
    assert "Traceback" not in errors
    assert terminal.told("status", identity)["status"] in {"queued", "generating"}
    assert terminal.run("cancel", identity).returncode == 0
    assert names(terminal.folder) == []


def until_it_holds_a_connection(server: Installation, program: subprocess.Popen[str]) -> None:
    """To the server's port: it has submitted, if it was to, and listens."""
    port = f":{int(server.base_url.rpartition(':')[2]):04X}"

    def connected() -> bool | None:
        assert program.poll() is None, program.stderr
        mine = set()
        for link in Path(f"/proc/{program.pid}/fd").glob("*"):
            try:
                mine.add(str(link.readlink()))
            except OSError:
                continue
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return any(row[2].endswith(port) and f"socket:[{row[9]}]" in mine for row in rows) or None

    wait_for(connected, 60)


def test_who_waits_outlives_a_server_that_is_gone_and_comes_back(folder: Path) -> None:
    with installed(folder) as server:
        server.start()
        port = server.base_url.rpartition(":")[2]
        terminal = Terminal(server, folder)
        identity = terminal.submitted("[delay 4] a boat")
        waiting = terminal.start("wait", identity, "-o", "boat.mp4", "--json")
        assert waiting.stdout is not None
        assert waiting.stdout.readline()
        server.kill()
        server.start("--port", port)
        _, errors = waiting.communicate(timeout=900)
        assert waiting.returncode == 0, errors
        assert probe(folder / "boat.mp4").frames == 150


def test_the_owner_sees_a_server_elsewhere_in_counts(terminal: Terminal) -> None:
    key = terminal.run("keys", "create", "--management").stdout.strip()
    there = ("top", "--server", terminal.server.base_url)
    done = terminal.run(*there, "--json", VITASCOPE_API_KEY=key)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (set(told), told["workers"]) == ({"workers", "rendering", "waiting", "pace"}, 1)
    assert "workers" in terminal.run(*there, VITASCOPE_API_KEY=key).stdout
    refused = terminal.run(*there)
    assert (refused.returncode, "management" in refused.stderr) == (5, True)
    assert terminal.run(*there, "--database", "postgresql://x").returncode == 2


def test_doctor_looks_at_a_server_and_at_ones_key(terminal: Terminal) -> None:
    there = ("doctor", "--server", terminal.server.base_url)
    good = terminal.run(*there)
    assert (good.returncode, good.stdout.count("ok "), "ltxv/ltxv-2-fast" in good.stdout) == (0, 2, True)
    told = terminal.told(*there, "--key", "wrong", code=1)
    assert told["fit"] is False
    assert [(f["subject"], f["good"]) for f in told["findings"]] == [("server", True), ("key", False)]
    gone = terminal.run("doctor", "--server", "http://127.0.0.1:1")
    assert (gone.returncode, gone.stdout.startswith("no  server: No reply from http://127.0.0.1:1")) == (1, True)


def test_keys_accounts_and_this_machine_are_told_in_json(terminal: Terminal) -> None:
    keys = [json.loads(line) for line in terminal.run("keys", "list", "--json").stdout.splitlines()]
    assert {"prefix", "account", "name", "created_at", "revoked_at"} <= set(keys[0])
    [account] = [json.loads(line) for line in terminal.run("accounts", "list", "--json").stdout.splitlines()]
    assert (account["name"], account["balance"]) == ("default", None)
    told = terminal.told("doctor")
    assert told["fit"] is True
    assert {"vitascope", "encoder", "engine testcard"} <= {finding["subject"] for finding in told["findings"]}


def test_a_version_is_told(terminal: Terminal) -> None:
    assert re.fullmatch(r"vitascope \d+\.\d+\.\d+\S*\n", terminal.run("--version").stdout)


@pytest.mark.parametrize(
    ("shell", "asked"),
    [
        ("bash", {"COMP_WORDS": "vitascope generate --resolution ", "COMP_CWORD": "3"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "vitascope generate --resolution "}),
        (
            "fish",
            {
                "_TYPER_COMPLETE_ARGS": "vitascope generate --resolution ",
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            },
        ),
    ],
)
def test_each_shell_is_told_what_may_follow(terminal: Terminal, shell: str, asked: dict[str, str]) -> None:
    """As the functions ask that ``--install-completion`` writes."""
    program = Path(sys.executable).parent / "vitascope"
    environment = {**terminal.environment, "_VITASCOPE_COMPLETE": f"complete_{shell}", **asked}
    done = subprocess.run([program], env=environment, capture_output=True, text=True, check=False, timeout=900)
    assert set(re.findall(r"\d{4}p", done.stdout)) == {"1080p", "1440p", "2160p"}, done.stdout + done.stderr
