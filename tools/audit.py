"""Known holes in the packages that we lock, asked of PyPI's service by pip-audit: part of ``make check``.

    python -m tools.audit            # exit code 1 where a locked package has one

Where the service does not answer, such as behind a mirror that keeps packages alone, one line says that nothing was
audited, and that is no failure. It never waits for longer than `LIMIT_S`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ("run.txt", "voice.txt", "dev.txt")
"""What runs comes first."""
LIMIT_S = 120.0
"""For one lock file of some 200 packages, a request each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    audited: int
    """Packages that the service knows."""
    skipped: int
    holes: tuple[str, ...]
    """A line each."""


def verdict(report: dict[str, Any]) -> Verdict:
    """What pip-audit's JSON says."""
    packages = report["dependencies"]
    known = [package for package in packages if "skip_reason" not in package]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}"
        + (f", mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else ", not mended yet")
        for package in known
        for hole in package["vulns"]
    ]
    return Verdict(audited=len(known), skipped=len(packages) - len(known), holes=tuple(holes))


def audit(lock: Path, *, command: Sequence[str], limit_s: float = LIMIT_S) -> Verdict | str:
    """The verdict on ``lock``, or why there is none."""
    asked = [*command, "-r", str(lock), "--require-hashes", "--disable-pip", "--format", "json", "--timeout", "10"]
    try:
        done = subprocess.run(
            [*asked, "--progress-spinner", "off"], capture_output=True, text=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        return f"its service did not answer within {limit_s:g} s"
    except OSError as error:
        return f"it cannot be started ({error.strerror})"
    try:
        found = verdict(json.loads(done.stdout))
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines()
        return said[-1][:200] if said else f"it ended with {done.returncode}"
    return found if found.audited else "its service knows none of these packages here"


def main() -> None:
    command = [str(Path(sys.executable).with_name("pip-audit"))]
    bad = False
    for name in LOCKS:
        found = audit(ROOT / "requirements" / name, command=command)
        if isinstance(found, str):
            print(f"pip-audit was skipped: {found}.")
            break
        unknown = f", {found.skipped} unknown to the service" if found.skipped else ""
        print(f"pip-audit: {found.audited} packages of requirements/{name}, {len(found.holes)} known holes{unknown}.")
        for hole in found.holes:
            print(f"  {hole}")
        bad = bad or bool(found.holes)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
