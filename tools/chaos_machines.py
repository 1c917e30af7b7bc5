"""A fleet to be battered: APIs and workers with machines, clocks, disks and networks of their own.

One PostgreSQL, one SeaweedFS, three APIs of which one has a clock that can be set, and six workers: two with such
clocks, one on a disk that can be filled, two on networks that can be cut, one plain. Where the system does not allow a
trait, the worker is there without it, and `skipped` says why.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from tests.acceptance.conftest import MARK, wait_for
from tests.acceptance.fleet import KEY, Fleet, Program
from tests.seaweed import Seaweed, new_prefix
from tools import chaos_network
from tools.chaos_network import Cable
from tools.chaos_services import LOOPBACK, Postgres

CLOCK_OFF = Path(__file__).with_name("clock_off.c")
DISK_MIB = 192
"""Of the worker whose disk is filled."""

HOLDERS = """
select w.pid, g.id, g.attempt from generations g join procrastinate_jobs j on j.queueing_lock = g.id::text
join worker_notes w on w.worker_id = j.worker_id where g.status = 'generating' and j.status = 'doing'
"""


@dataclass(slots=True, kw_only=True)
class Machine:
    """One process of the fleet, through all its lives."""

    name: str
    kind: str
    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    cable: Cable | None = None
    disk: Path | None = None
    """Where its half-made files lie, if that can be filled."""
    clock: Path | None = None
    """What its clock is off by is written there, in seconds, if that can be set."""
    program: Program | None = None

    @property
    def pid(self) -> int:
        assert self.program is not None
        return self.program.process.pid

    @property
    def alive(self) -> bool:
        return self.program is not None and self.program.process.poll() is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim, as the database has it."""

    pid: int
    generation: UUID
    attempt: int


class Machines:
    """The fleet, and what it stands on. ``base_url`` is another living API's at every question."""

    def __init__(self, folder: Path, *, stall_s: float) -> None:
        self.stall_s = stall_s
        self.mark = secrets.token_hex(16)
        self.skipped: list[str] = []
        self.cables: list[Cable] = []
        self.postgres = Postgres(folder=folder / "postgres")
        self.seaweed = Seaweed(folder=folder / "seaweed")
        self.prefix = new_prefix()
        self._folder = folder
        self._fleet = Fleet(folder=folder / "machines", settings={MARK: self.mark})
        self._turn = itertools.count()
        self._preloaded: Path | None = None
        self.apis: list[Machine] = []
        self.workers: list[Machine] = []

    @property
    def key(self) -> str:
        return KEY

    @property
    def base_url(self) -> str:
        urls = [m.program.base_url for m in self.apis if m.alive and m.program is not None and m.program.base_url]
        return urls[next(self._turn) % len(urls)] if urls else "http://127.0.0.1:9"

    def __enter__(self) -> Machines:
        try:
            self._lay_cables()
            self.postgres.further_hosts = tuple(cable.here for cable in self.cables)
            self.postgres.start()
            self.seaweed.start()
            for cable in self.cables:
                cable.lead(self.seaweed.ports[3], self.seaweed.address)
            self._furnish()
            for machine in (*self.apis, *self.workers):
                self.start(machine)
            for machine in (*self.apis, *self.workers):
                self.ready(machine)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing of it survives."""
        for cable in self.cables:
            with contextlib.suppress(subprocess.CalledProcessError):
                cable.heal()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for program in self._fleet.programs:
            program.process.wait(30)
        self.seaweed.stop()
        self.postgres.stop_at_once()
        for cable in self.cables:
            cable.remove()
        if self._preloaded is not None:
            self._preloaded.unlink(missing_ok=True)
        for machine in self.workers:
            if machine.disk is not None:
                subprocess.run(["umount", str(machine.disk)], check=False, capture_output=True)

    def _lay_cables(self) -> None:
        why = chaos_network.allowed()
        if why is not None:
            self.skipped.append(f"networks that are cut: {why}")
            return
        self.cables = [Cable(), Cable()]
        for cable in self.cables:
            cable.lay()

    def _furnish(self) -> None:
        self._preloaded = self._compiled()
        for number in range(3):
            made = Machine(name=f"api {number}", kind="api", home=self._folder / f"api-{number}")
            self.apis.append(self._with_clock(made) if number == 0 else made)
        small = Machine(name="small disk", kind="worker", home=self._folder / "small", disk=self._disk())
        if small.disk is not None:
            small.settings = {"VITASCOPE_DATA_DIR": str(small.disk)}
        self.workers += [Machine(name="plain", kind="worker", home=self._folder / "plain"), small]
        for number in range(2):
            made = Machine(name=f"clock {number}", kind="worker", home=self._folder / f"clock-{number}")
            self.workers.append(self._with_clock(made))
        for number in range(2):
            cable = self.cables[number] if self.cables else None
            home = self._folder / f"network-{number}"
            self.workers.append(Machine(name=f"network {number}", kind="worker", home=home, cable=cable))

    def _compiled(self) -> Path | None:
        made = Path(tempfile.gettempdir()) / f"vitascope-clock-{os.getpid()}.so"  # no space: LD_PRELOAD parts there
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            self.skipped.append("clocks that are an hour off: there is no C compiler")
            return None
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(CLOCK_OFF)], check=True)
        return made

    def _with_clock(self, machine: Machine) -> Machine:
        if self._preloaded is not None:
            machine.clock = self._folder / f"{machine.home.name}.clock"
            machine.clock.write_text("0")
            machine.settings = {"LD_PRELOAD": str(self._preloaded), "CLOCK_OFF": str(machine.clock)}
        return machine

    def _disk(self) -> Path | None:
        folder = self._folder / "disk"
        folder.mkdir()
        size = f"size={DISK_MIB}m"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            self.skipped.append(f"a full disk: nothing can be mounted here ({done.stderr.strip()})")
            return None
        return folder

    def start(self, machine: Machine) -> None:
        """A new life; see `ready`."""
        host = LOOPBACK if machine.cable is None else machine.cable.here
        settings = {
            **self.seaweed.environment(self.prefix),
            "VITASCOPE_S3_ENDPOINT": f"http://{host}:{self.seaweed.ports[3]}",
            "VITASCOPE_DATABASE": self.postgres.url(host),
            "VITASCOPE_STALL_S": str(self.stall_s),
            **machine.settings,
        }
        command = ("api", "--port", "0") if machine.kind == "api" else ("worker",)
        within = () if machine.cable is None else machine.cable.within
        if machine.program is not None:
            shutil.move(machine.program.log, machine.home / f"log.{next(self._turn)}")
        machine.program = self._fleet.start(*command, within=within, home=machine.home, **settings)

    def ready(self, machine: Machine) -> None:
        assert machine.program is not None
        if machine.kind == "api":
            said = machine.program.until(r"answers on \S+", 120)
            machine.program.base_url = said.partition("answers on ")[2].split()[0]
        else:
            machine.program.until("engine_ready|engine_not_ready", 120)

    def restart(self, machine: Machine) -> None:
        """What was killed comes back."""
        assert machine.program is not None
        machine.program.kill()
        self.start(machine)
        self.ready(machine)

    def holders(self) -> list[Held]:
        """Who renders what."""
        with psycopg.connect(self.postgres.url(), connect_timeout=5) as conn:
            rows = conn.execute(HOLDERS).fetchall()
        return [Held(pid=pid, generation=generation, attempt=attempt) for pid, generation, attempt in rows]

    def busy(self, machine: Machine) -> Held | None:
        return next((held for held in self.holders() if held.pid == machine.pid), None)

    def children(self, machine: Machine) -> list[int]:
        """Its render child."""
        said = Path(f"/proc/{machine.pid}/task/{machine.pid}/children").read_text().split()
        return [int(pid) for pid in said]

    def processes(self) -> dict[int, str]:
        """Every living process of the fleet, whoever its parent is now."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                ours = f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes()
                if ours and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def stop(self) -> list[str]:
        """With SIGTERM, as an upgrade does; a sentence for each that did not end well, and for what it left."""
        every = [*self.workers, *self.apis]
        wrong = [f"{m.name} did not stop cleanly" for m in every if m.program is not None and m.program.stop() != 0]
        with contextlib.suppress(AssertionError):
            wait_for(lambda: not self.processes() or None, 20)
        wrong += [f"process {pid} was left: {line}" for pid, line in self.processes().items()]
        for machine in self.workers:
            data = machine.disk or machine.home / ".local/share/vitascope"
            wrong += [f"{path} was left" for path in (data / "tmp").rglob("*") if path.is_file()]
        return wrong


@contextlib.contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Frozen by SIGSTOP for as long as the block runs."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def pick(chance: random.Random, machines: list[Machine]) -> Machine:
    return chance.choice([machine for machine in machines if machine.alive])
