"""What the how-tos say to paste works: each page's blocks in its order, on one server with the test card.

A page stands in exactly one of three lists: those that are run here, those whose blocks another test runs, and those
that this machine cannot run, with what they want. So does a single block that is left out of a page that is run.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image

from tests.acceptance.conftest import Installation, installed
from vitascope.client import Client
from vitascope.media.probe import probe

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"

ELSEWHERE = {
    "from-the-terminal": "tests/acceptance/test_terminal_page.py",
    "add-a-world": "tests/unit/docs/test_add_a_world.py",
    "write-an-engine": "tests/unit/docs/test_write_an_engine.py",
    "mcp": "tests/acceptance/test_mcp.py",
    "https": "tests/acceptance/test_https.py",
    "upgrade": "tests/acceptance/test_upgrade.py",
    "watch-it": "tests/acceptance/test_metrics.py",
    "move-to-outside-services": "tests/acceptance/test_migrate_data.py",
    "many-machines": "tests/acceptance/test_many_machines.py",
    "a-bucket-for-clips": "tests/browser/test_bucket.py",
    "hand-renders-to-an-inference-server": "tests/acceptance/test_remote.py",
    "your-own-postgresql": "tests/integration/store/test_any_postgres.py",
    "docker": "tests/unit/deploy/test_compose.py",
    "kubernetes": "tests/unit/deploy/test_chart.py",
}
"""Where what a page is about is on trial, in a way of its own."""

NOT_HERE = {
    "run-ltx-2-on-your-gpu": "a GPU, and LTX-2's weights",
    "a-natural-voice": "the network: it installs packages",
    "behind-a-proxy": "a proxy, and a name that leads to this machine",
    "harden": "settings of a server of one's own; tests/integration/http/test_hostile.py holds what they promise",
    "add-words-to-the-animatic": "words that its reader adds first",
    "playground": "a browser; tests/browser holds what it tells",
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """How one page is run."""

    before: Callable[[Installation, Path], dict[str, str]] = lambda _served, _folder: {}
    """Makes what the page takes for granted; what it returns is put in the place of the page's own words."""
    leave: dict[str, str] = field(default_factory=dict)
    """Blocks that are not run: words of theirs, and why."""
    makes: dict[str, int] = field(default_factory=dict)
    """Clips that are there afterwards, with their frames."""
    engine: str | None = "testcard"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("how to")) as installation:
        installation.start()
        yield installation


def client(served: Installation) -> Client:
    return Client(served.base_url, served.key)


def picture(path: Path) -> None:
    Image.new("RGB", (1280, 720), (30, 140, 60)).save(path)


def a_clip(served: Installation, folder: Path) -> dict[str, str]:
    with client(served) as asking:
        clip = asking.generate("A dragon.", seed=3)
        asking.download(clip, folder / "clip.mp4")
    return {"ID_LINK_OR_BASE64": clip.id}


def a_draft(served: Installation, _folder: Path) -> dict[str, str]:
    with client(served) as asking:
        return {"the draft'\"'\"'s id": asking.generate("A boat.", draft=True).id}


def pictures(_served: Installation, folder: Path) -> dict[str, str]:
    for name in ("photo.jpg", "noon.jpg", "dusk.jpg", "sofa.jpg"):
        picture(folder / name)
    return {}


def a_place_for_backups(_served: Installation, folder: Path) -> dict[str, str]:
    (folder / "backups").mkdir()
    restored = folder / "restored"
    return {
        "/mnt/backups": "backups",
        "vitascope-2026-11-23": "vitascope-$(date +%F)",
        "vitascope restore backups": f"VITASCOPE_DATA_DIR={str(restored)!r} vitascope restore backups",
    }


def a_studio(served: Installation, _folder: Path) -> dict[str, str]:
    made = served.run("keys", "create", "--account", "studio")
    assert made.returncode == 0, made.stderr
    return {"1f3a9c77": key_in(made.stdout)[:8]}


def a_managed_studio(served: Installation, _folder: Path) -> dict[str, str]:
    made = served.run("keys", "create", "--account", "studio", "--management")
    assert made.returncode == 0, made.stderr
    return {"$MANAGEMENT_KEY": key_in(made.stdout)}


def key_in(text: str) -> str:
    found = re.search(r"\b[0-9a-f]{32}\b", text)
    assert found is not None
    return found[0]


def something_queued(served: Installation, _folder: Path) -> dict[str, str]:
    with client(served) as asking:
        return {"$ID": asking.submit("A boat. [delay 1]").id}


def something_long(served: Installation, folder: Path) -> dict[str, str]:
    (folder / "theirs.py").write_text("print('https://api.aimlapi.com', '<YOUR_AIMLAPI_KEY>')", encoding="utf-8")
    with client(served) as asking:
        return {"$ID": asking.submit("A boat. [delay 60]").id}


def an_upload(served: Installation, folder: Path) -> dict[str, str]:
    picture(folder / "first-frame.png")
    with served.client() as asking:
        return {"$UPLOAD_URL": asking.post("/v1/upload").raise_for_status().json()["upload_url"]}


def a_port(_served: Installation, folder: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {"8123": str(port), "$(mktemp -d)": str(folder / "data")}


RUN = {
    "client": Run(makes={"dragon.mp4": 150}),
    "receipts": Run(before=a_clip, leave={"--c2pa-cert": "it starts a server: tests/acceptance/test_signing.py"}),
    "drafts": Run(before=a_draft, makes={"draft.mp4": 150, "clip.mp4": 150}),
    "an-image-as-first-frame": Run(
        before=pictures,
        makes={"wind.mp4": 150, "day.mp4": 150},
        leave={
            "https://example.org/noon.jpg": "links on the internet: tests/acceptance/test_last_image.py",
            "VITASCOPE_IMAGE_HOSTS": "it starts a server",
        },
    ),
    "back-up-and-restore": Run(before=a_place_for_backups, leave={"0 3 * * *": "a line of a crontab"}),
    "limits-and-fair-shares": Run(before=a_studio),
    "keys-and-balances": Run(before=a_managed_studio),
    "follow-a-generation": Run(
        before=something_queued,
        leave={
            "https://example.org/hooks": "a name on the internet: tests/acceptance/test_follow.py",
            "VITASCOPE_WEBHOOK_HOSTS": "it starts a server",
        },
    ),
    "official-ltx-api": Run(before=an_upload, makes={"dragon.mp4": 200}),
    "from-the-hosted-api": Run(
        before=something_long, leave={"NODE_EXTRA_CA_CERTS": "node, and HTTPS: tests/acceptance/test_programs.py"}
    ),
    "fix-a-shot-by-hand": Run(makes={"fox.mp4": 150}, engine=None),
    "openai-clients": Run(before=pictures, makes={"dragon.mp4": 200}),
    "test-your-client": Run(before=a_port),
}

BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>sh|python)(?P<title> [^\n]*)?\n(?P<fenced>.*?)^(?P=indent)```"
    r"|^    (?P<line>(?:VITASCOPE_\w+=\S+ )?(?:\.venv/bin/)?vitascope [^\n]*)$",
    re.S | re.M,
)


@dataclass(frozen=True, kw_only=True)
class Block:
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    return [
        Block(language=found["language"] or "sh", text=found["line"] or dedent(found["fenced"]))
        for found in BLOCK.finditer(text)
        if not found["title"]  # a file of the reader's: tests/acceptance/test_pytest_plugin.py has those
    ]


def test_every_page_is_run_or_says_where_it_is_or_why_not() -> None:
    pages = sorted(path.stem for path in HOW_TO.glob("*.md") if path.stem != "index")
    assert pages == sorted([*RUN, *ELSEWHERE, *NOT_HERE])
    root = HOW_TO.parents[1]
    assert [page for page, test in ELSEWHERE.items() if not (root / test).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(RUN))
def test_what_a_page_says_to_paste_works(page: str, served: Installation, folder: Path) -> None:
    how = RUN[page]
    words = how.before(served, folder)
    found = blocks(page)
    left = {mark: [block for block in found if mark in block.text] for mark in how.leave}
    assert all(left.values()), "what is left out is there"
    pasted = [block for block in found if not any(block in blocks for blocks in left.values())]
    assert pasted
    environment = environment_of(served, how, folder)
    if page == "test-your-client":  # one shell: its server is ended with it
        pasted = [Block(language="sh", text="\n".join(["trap 'kill %1; wait' EXIT", *(b.text for b in pasted)]))]
    for block in pasted:
        text = block.text.replace(".venv/bin/", "").replace("http://127.0.0.1:8000", served.base_url)
        for before, after in {**words, "<YOUR_KEY>": served.key, "YOUR_KEY": served.key}.items():
            text = text.replace(before, after)
        command = [sys.executable, "-c", text] if block.language == "python" else shell(text)
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        assert '"statusCode"' not in done.stdout, f"refused: {text}\n{done.stdout}"
    assert {name: probe(folder / name).frames for name in how.makes} == how.makes


def shell(text: str) -> list[str]:
    """A reply that is a refusal ends the shell, as a command that fails does."""
    curl = """curl() {
        case " $* " in *" -sf "*) ;; *) set -- --fail-with-body "$@" ;; esac
        command curl --noproxy "*" "$@"
    }"""
    return ["bash", "-eu", "-o", "pipefail", "-c", f"{curl}\n{text}"]


def environment_of(served: Installation, how: Run, folder: Path) -> dict[str, str]:
    names = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "BASE": served.base_url,
        "HOST": served.base_url,
        "KEY": served.key,
    }
    if how.engine is None:  # the page is about the preview, made here
        kept = {name: value for name, value in served.environment.items() if name != "VITASCOPE_ENGINE"}
        return {**kept, **names}
    return {**served.environment, **names, "VITASCOPE_ENGINE": how.engine, "VITASCOPE_BASE_URL": served.base_url}


def test_the_signature_of_a_webhook_is_checked_as_the_page_does_without_a_library() -> None:
    import time
    from datetime import UTC, datetime
    from uuid import uuid4

    from vitascope.wire.webhooks import secret_text, signed_headers

    (program,) = [block.text for block in blocks("follow-a-generation") if "def genuine" in block.text]
    names: dict[str, Callable[[str, bytes, dict[str, str]], bool]] = {}
    exec(program, names)  # noqa: S102 - the page's own words
    secret, body = os.urandom(24), json.dumps({"type": "video.completed"}).encode()
    headers = signed_headers(uuid4(), body, secrets=[secret], now=datetime.fromtimestamp(time.time(), UTC))
    assert names["genuine"](secret_text(secret), body, headers)
    assert not names["genuine"](secret_text(secret), body + b" ", headers)
