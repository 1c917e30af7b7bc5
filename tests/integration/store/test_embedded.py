"""The PostgreSQL that comes along: started, found, killed, left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from vitascope.store import embedded
from vitascope.store.database import connect
from vitascope.store.embedded import DataFolderInUse, EmbeddedFailed, EmbeddedPostgres, socket_folder

OWN = {"VITASCOPE_TEST_OF_EMBEDDED": "1"}

ABANDON = """
import asyncio, os, sys
from pathlib import Path
from vitascope.store.embedded import EmbeddedPostgres

async def main():
    server = EmbeddedPostgres(Path(sys.argv[1]))
    await server.start()
    print(server.pid, flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


async def remember(server: EmbeddedPostgres, number: int) -> None:
    async with await connect(server.url) as conn:
        await conn.execute("create table if not exists numbers (n integer)")
        await conn.execute("insert into numbers values (%s)", (number,))


async def remembered(server: EmbeddedPostgres) -> list[int]:
    async with await connect(server.url) as conn:
        return [row["n"] for row in await (await conn.execute("select n from numbers order by n")).fetchall()]


def processes_on(folder: Path) -> list[str]:
    """Command lines that name it."""
    done = subprocess.run(["ps", "-ww", "-eo", "args="], capture_output=True, check=True, text=True)
    return [line for line in done.stdout.splitlines() if str(folder) in line]


async def restarted(server: EmbeddedPostgres, old: int | None) -> None:
    """Until the watch has put a new server in place of ``old``, and it answers."""
    async with asyncio.timeout(60):
        while True:
            if server.pid != old:
                try:
                    await (await connect(server.url)).close()
                except psycopg.OperationalError:
                    pass
                else:
                    return
            await asyncio.sleep(0.02)


async def killed_and_back(server: EmbeddedPostgres) -> None:
    """Start ``server``, commit a row, kill its first process, and see the row when it runs again."""
    await server.start()
    await remember(server, 1)
    old = server.pid
    assert old is not None
    os.kill(old, signal.SIGKILL)
    await restarted(server, old)
    assert await remembered(server) == [1]
    await server.stop()


async def test_what_was_written_is_there_after_a_stop_and_a_start(folder: Path) -> None:
    first = EmbeddedPostgres(folder)
    await first.start()
    await remember(first, 1)
    await first.stop()
    assert await first.running_url() is None
    second = EmbeddedPostgres(folder)
    await second.start()
    assert await remembered(second) == [1]
    assert await second.running_url() == second.url
    await second.stop()


async def test_a_killed_server_is_started_again_with_all_that_was_committed(folder: Path) -> None:
    await killed_and_back(EmbeddedPostgres(folder))


async def test_a_server_that_is_killed_again_just_as_it_answers_is_started_once_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    await remember(server, 1)
    answer, killed = server._answer, asyncio.Event()

    async def killed_once(process: asyncio.subprocess.Process) -> None:
        await answer(process)
        if not killed.is_set():
            process.kill()
            killed.set()
            raise psycopg.OperationalError("the connection is closed")

    monkeypatch.setattr(server, "_answer", killed_once)
    old = server.pid
    assert old is not None
    os.kill(old, signal.SIGKILL)
    async with asyncio.timeout(60):
        await killed.wait()
    await restarted(server, server.pid)
    assert await remembered(server) == [1]
    await server.stop()


async def test_two_programs_cannot_hold_one_folder(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    with pytest.raises(DataFolderInUse, match="--data-dir"):
        await EmbeddedPostgres(folder).start()
    assert await server.running_url() == server.url
    await server.stop()


async def test_a_pid_file_whose_number_belongs_to_another_process_is_no_obstacle(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    await server.start()
    await remember(server, 1)
    await server.stop()
    bystander = await asyncio.create_subprocess_exec("sleep", "600")
    (folder / "data" / "postmaster.pid").write_text(f"{bystander.pid}\n{folder}/data\n1700000000\n5432\n\n\n")
    await server.start()
    assert await remembered(server) == [1]
    await server.stop()
    assert bystander.returncode is None, "the process that the number belongs to was left alone"
    bystander.kill()
    await bystander.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of a parent's death on Linux only")
async def test_the_server_dies_with_the_program_that_started_it(folder: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ABANDON, str(folder), stdout=subprocess.PIPE, env={**os.environ, **OWN}
    )
    assert program.stdout is not None
    pid = int(await program.stdout.readline())
    program.kill()
    await program.wait()
    async with asyncio.timeout(30):
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[-1][:3]:
            await asyncio.sleep(0.02)
    after = EmbeddedPostgres(folder)
    await after.start()
    await after.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of a parent's death on Linux only")
async def test_a_program_that_dies_while_it_makes_its_cluster_leaves_nobody_making_it(folder: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ABANDON, str(folder), stdout=subprocess.PIPE, env={**os.environ, **OWN}
    )
    draft = folder / "data.new"
    async with asyncio.timeout(60):
        while not (draft / "global").exists():  # it is at work
            await asyncio.sleep(0.002)
        program.kill()
        await program.wait()
        while processes_on(draft):
            await asyncio.sleep(0.02)
    assert not draft.exists(), "it was not made to its end"
    after = EmbeddedPostgres(folder)
    await after.start()
    await after.stop()


async def test_a_start_that_is_given_up_leaves_nobody_making_its_cluster(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    starting = asyncio.create_task(server.start())
    async with asyncio.timeout(60):
        while not (folder / "data.new" / "global").exists():
            await asyncio.sleep(0.002)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
    assert processes_on(folder / "data.new") == []
    await server.stop()


async def test_a_path_too_long_for_a_socket_gets_a_short_private_socket_folder(folder: Path) -> None:
    deep = folder / ("long name " * 12)
    server = EmbeddedPostgres(deep)
    await server.start()
    await remember(server, 7)
    socket = Path(psycopg.conninfo.conninfo_to_dict(server.url)["host"])  # type: ignore[arg-type]
    assert socket.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(socket)) < 90
    await server.stop()
    assert not socket.exists()


async def test_a_long_folder_for_temporary_files_is_no_obstacle_and_others_find_the_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep, temporary = folder / ("long name " * 12), folder / ("t" * 120)
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    server = EmbeddedPostgres(deep)
    await server.start()
    await remember(server, 7)
    monkeypatch.setattr(tempfile, "tempdir", "/var/tmp")
    beside = EmbeddedPostgres(deep)
    assert await beside.running_url() == server.url
    await server.stop()


def test_where_no_path_is_short_enough_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = folder / ("t" * 120)
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(embedded, "SHORT_FOLDERS", ())
    with pytest.raises(EmbeddedFailed, match="shorter path"):
        EmbeddedPostgres(folder / ("long name " * 12))


async def test_a_socket_folder_that_cannot_be_made_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "socket").write_text("a file stands in its place")
    if socket_folder(folder) != folder / "socket":
        pytest.skip("this test's folder has a long path itself")
    with pytest.raises(EmbeddedFailed, match="socket cannot be put in"):
        await EmbeddedPostgres(folder).start()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has a ps always")
async def test_a_crash_is_got_over_where_there_is_no_ps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = folder / "no programs"
    nothing.mkdir()
    monkeypatch.setenv("PATH", str(nothing))
    await killed_and_back(EmbeddedPostgres(folder / "data"))


def test_what_a_process_is_is_told_of_the_living_the_zombies_and_the_gone() -> None:
    program = "print(flush=True); input()"
    sleeper = subprocess.Popen([sys.executable, "-c", program, "a word"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert sleeper.stdout is not None
    sleeper.stdout.readline()  # while a program is being loaded, it has a name and no command line yet
    assert "a word" in str(embedded._command_line(sleeper.pid))
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and nobody has collected it
    assert embedded._command_line(sleeper.pid) == embedded.ZOMBIE
    sleeper.wait()
    assert sleeper.stdin is not None
    sleeper.stdin.close()
    sleeper.stdout.close()
    assert embedded._command_line(sleeper.pid) is None


async def test_strange_locales_and_postgres_variables_do_not_lead_it_astray(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "LANG": "xx_YY.UTF-8",
        "LC_ALL": "nonsense",
        "PGHOST": "nowhere.invalid",
        "PGPORT": "1",
    }.items():
        monkeypatch.setenv(name, value)
    server = EmbeddedPostgres(folder)
    await server.start()
    async with await connect(server.url) as conn:
        row = await (await conn.execute("select 'ž' < 'z' as c, current_setting('server_encoding') as e")).fetchone()
    assert row == {"c": False, "e": "UTF8"}
    await server.stop()
