"""An installation as one file: taken while it runs, put back elsewhere, and cut off at any moment."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Installation, installed
from tests.acceptance.dying import killed_at, moments
from tests.acceptance.test_serve import PATH, poll, submit, until
from vitascope.compose import archive


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Path, dict[str, Any]]]:
    """An installation with clips, keys, money and something under way, its backup, and what is to be there again."""
    with installed(tmp_path_factory.mktemp("a backup")) as made:
        made.start("--tls", "dev")
        made.stop()  # for the CA alone
        made.start()
        ids = [submit(made, prompt) for prompt in ("a lighthouse", "a harbour")]
        for each in ids:
            until(made, each, "completed")
        told(made, "accounts", "grant", "default", "--usd", "5")
        ids.append(submit(made, "paid for"))
        until(made, ids[-1], "completed")
        key = told(made, "keys", "create", "--name", "laptop").strip()
        waiting = submit(made, "[delay 30] under way")
        until(made, waiting, "generating")
        file = made.data_dir.parent / "backups" / "vitascope.tar"
        file.parent.mkdir()
        told(made, "backup", str(file))
        before = {"key": key, "waiting": waiting, "clips": {each: clip(made, each) for each in ids}, **money(made)}
        made.kill()
        yield made, file, before


def told(installation: Installation, *command: str) -> str:
    done = installation.run(*command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def clip(installation: Installation, generation_id: str) -> tuple[str, bytes]:
    """The link's path, which is signed, and what lies there."""
    path = httpx.URL(poll(installation, generation_id)["video"]["url"]).raw_path.decode()
    return path, httpx.get(installation.base_url + path, trust_env=False, timeout=60).raise_for_status().content


def money(installation: Installation) -> dict[str, Any]:
    with installation.client() as client:
        found = {path: client.get(path).json() for path in ("/v2/billing/detail", "/v2/billing/transactions")}
        usage = client.get("/v2/usage?period=1h").json()
    return {**found, "spend": usage["spend"]}


def beside(installation: Installation, name: str) -> Installation:
    """Another data folder, as on another machine."""
    (home := installation.data_dir.parent / name).mkdir(exist_ok=True)
    return Installation(
        data_dir=home / "data", engine="testcard", key=installation.key,
        mark=installation.mark,
    )  # fmt: skip


@pytest.mark.slow
def test_what_a_running_server_held_is_there_again_elsewhere(used: tuple[Installation, Path, dict[str, Any]]) -> None:
    original, file, before = used
    moved = beside(original, "elsewhere")
    summary = json.loads(told(moved, "restore", str(file), "--json"))
    assert summary["files"] >= 6
    moved.start()
    try:
        for generation_id, (path, content) in before["clips"].items():
            assert clip(moved, generation_id)[1] == content
            old_link = httpx.get(moved.base_url + path, trust_env=False, timeout=60)
            assert old_link.content == content, "links that were handed out stay good"
        assert money(moved) == {name: value for name, value in before.items() if name in money(moved)}
        with httpx.Client(base_url=moved.base_url, trust_env=False, timeout=30) as client:
            reply = client.get(
                PATH, params={"generation_id": before["waiting"]}, headers={"Authorization": f"Bearer {before['key']}"}
            )
            assert reply.status_code == 200, "the other key works, too"
        assert until(moved, before["waiting"], "generating", "completed")["status"] != "error", "it is made after all"
        assert (moved.data_dir / "tls/ca-key.pem").read_bytes() == (original.data_dir / "tls/ca-key.pem").read_bytes()
    finally:
        moved.kill()


@pytest.mark.slow
def test_a_damaged_backup_is_refused_and_nothing_is_made(used: tuple[Installation, Path, dict[str, Any]]) -> None:
    original, file, _ = used
    data = bytearray(file.read_bytes())
    data[data.index(b"clip.mp4") + 2000] ^= 1
    damaged = file.with_name("damaged.tar")
    damaged.write_bytes(data)
    target = beside(original, "damaged")
    for flags in (("--check",), ()):
        done = target.run("restore", str(damaged), *flags)
        assert done.returncode == 1
        assert "clip.mp4 is not as it was written" in done.stderr
    assert [path.name for path in target.data_dir.rglob("*")] == []


@pytest.mark.slow
def test_neither_a_folder_with_data_nor_a_file_is_written_over_unless_told(
    used: tuple[Installation, Path, dict[str, Any]],
) -> None:
    original, file, _ = used
    target = beside(original, "taken")
    told(target, "restore", str(file))
    (target.data_dir / "artifacts" / "mine.txt").write_text("mine")
    refused = target.run("restore", str(file))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    aside = Path(json.loads(told(target, "restore", str(file), "--replace", "--json"))["moved_aside"])
    assert (aside / "artifacts" / "mine.txt").read_text() == "mine"
    assert (aside / "postgres" / "data" / "PG_VERSION").exists()
    assert not (target.data_dir / "artifacts" / "mine.txt").exists()
    refused = target.run("backup", str(file))
    assert (refused.returncode, "--force" in refused.stderr) == (2, True)
    other = file.with_name("again.tar")
    told(target, "backup", str(other))
    told(target, "backup", str(other), "--force")
    assert told(target, "restore", "--check", str(other)).startswith(f"{other} is whole")


@pytest.mark.slow
def test_a_clip_whose_file_went_meanwhile_is_told_and_gone_after_a_restore(
    used: tuple[Installation, Path, dict[str, Any]],
) -> None:
    original, file, before = used
    source, target, later = beside(original, "swept"), beside(original, "after"), file.with_name("later.tar")
    told(source, "restore", str(file))
    min(source.data_dir.rglob("clip.mp4")).unlink()
    made = json.loads(told(source, "backup", str(later), "--json"))
    assert made["clips_gone"] == 1
    assert json.loads(told(target, "restore", str(later), "--json"))["clips_gone"] == 1
    again = json.loads(told(target, "backup", str(file.with_name("last.tar")), "--json"))
    assert (again["clips_gone"], again["files"]) == (0, made["files"]), "its row says that it has no file any more"
    assert len(list(target.data_dir.rglob("clip.mp4"))) == len(before["clips"]) - 1


@pytest.mark.slow
def test_no_restore_begins_under_a_running_server(used: tuple[Installation, Path, dict[str, Any]]) -> None:
    original, file, _ = used
    target = beside(original, "running")
    target.start()
    try:
        done = target.run("restore", str(file), "--replace")
        assert (done.returncode, "is running on" in done.stderr) == (1, True)
    finally:
        target.stop()


@pytest.mark.slow
def test_a_backup_that_is_killed_leaves_no_file_or_a_whole_one(
    used: tuple[Installation, Path, dict[str, Any]],
) -> None:
    original, file, _ = used
    source = beside(original, "source")
    told(source, "restore", str(file))
    target = file.with_name("cut.tar")
    command = ("backup", str(target), "--force")
    for moment in range(0, moments(source.environment, *command) + 1, 5):
        target.unlink(missing_ok=True)
        if not killed_at(moment, source.environment, *command) or target.exists():
            archive.unpack(target, None, lambda *_: None)
    told(source, *command)
    assert {path.name for path in file.parent.glob("*cut*")} == {"cut.tar"}, "nothing half-made is left"
    archive.unpack(target, None, lambda *_: None)


@pytest.mark.slow
def test_a_restore_that_is_killed_is_whole_after_the_next(used: tuple[Installation, Path, dict[str, Any]]) -> None:
    """And in between there is what was there, what should be there, or a sentence; never an empty installation."""
    original, file, before = used
    target = beside(original, "cut")
    told(target, "restore", str(file))
    told(target, "keys", "create", "--name", "of before")
    kept = target.data_dir.with_name("kept")
    shutil.copytree(target.data_dir, kept, ignore=shutil.ignore_patterns("socket"))
    command = ("restore", str(file), "--replace")
    count = moments(target.environment, *command)
    at_the_moves = range(count - 12, count, 2)
    for moment in (count // 4, count // 2, *at_the_moves):
        shutil.rmtree(target.data_dir)
        shutil.copytree(kept, target.data_dir)
        died = killed_at(moment, target.environment, *command)
        looked = target.run("keys", "list")
        if looked.returncode == 0:
            assert before["key"][:8] in looked.stdout
        else:
            assert "There is no Vitascope in" in looked.stderr or "A restore of" in looked.stderr, looked.stderr
        if died:
            told(target, *command)
        assert before["key"][:8] in (found := told(target, "keys", "list"))
        assert "of before" not in found
        clips = list((target.data_dir / "artifacts").rglob("clip.mp4"))
        assert len(clips) == len(before["clips"])
        assert not (target.data_dir / ".restoring" / "journal.json").exists()
