from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("vitascope.cli.commands", "numpy av PIL psycopg fastapi pydantic_settings torch numba"),
        ("vitascope.compose.worker", "numpy av PIL c2pa fastapi torch numba"),
        ("vitascope.worker.render", "psycopg httpx fastapi rich torch numba"),
    ],
)
def test_a_program_that_is_started_often_loads_nothing_that_it_may_not_need(module: str, without: str) -> None:
    program = f"import sys, {module}; print(*({{*{without.split()}}} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
