"""`vitascope.compose.open_files`, in processes of their own: a limit that was lowered cannot be raised again."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import resource
from vitascope.compose.open_files import allow_many_open_files

resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_many_open_files(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(("soft", "hard"), [(256, 512), (512, 512)])
def test_the_soft_limit_is_raised_to_the_hard_one_and_no_further(soft: int, hard: int) -> None:
    program = PROGRAM.format(soft=soft, hard=hard)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == [str(hard)] * 3
