"""``vitascope.pytest_plugin`` in somebody else's project: the one that ``docs/how-to/test-your-client.md`` shows."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from tests.acceptance.conftest import MARK, Installation, wait_for

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "test-your-client.md").read_text(encoding="utf-8")


def block(language: str, title: str) -> str:
    found = re.search(rf'```{language} title="{re.escape(title)}"\n(.*?)```', PAGE, re.S)
    assert found is not None
    return found[1]


class Project:
    """A folder of tests, and pytest in it as its owner runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder.parent / "temporary"
        self.mark = uuid4().hex
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")  # ours does not count
        (folder / "conftest.py").write_text(block("python", "conftest.py"), encoding="utf-8")

    def start(self, *flags: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:asyncio", "-W", "error",
             "--basetemp", str(self.temporary), *flags],
            cwd=self.folder, env={**os.environ, MARK: self.mark, "VITASCOPE_ENGINE": "none", "VITASCOPE_PORT": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def run(self, *flags: str) -> str:
        process = self.start(*flags)
        output, _ = process.communicate(timeout=900)
        assert process.returncode == 0, output
        assert not self.processes()
        return output

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text), encoding="utf-8")

    def processes(self) -> dict[int, str]:
        return Installation(data_dir=self.folder, engine="", key="", mark=self.mark).processes()


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(folder)


@pytest.mark.parametrize("flags", [(), ("-n", "2")])
def test_the_tests_of_the_page_pass_alone_and_in_parallel(project: Project, flags: tuple[str, ...]) -> None:
    (project.folder / "test_boats.py").write_text(block("python", "test_boats.py"), encoding="utf-8")
    assert "4 passed" in project.run(*flags)


def test_settings_reach_the_server_and_other_accounts_can_be_made(project: Project) -> None:
    project.write(
        "test_settings.py",
        """
        import pytest
        from vitascope import Client

        @pytest.fixture(scope="session")
        def vitascope_settings():
            return {"VITASCOPE_LENIENT": "true"}

        def test_a_lenient_server_takes_seven_seconds(vitascope_client):
            assert "duration" in vitascope_client.submit("A boat.", duration=7).adjusted[0]

        def test_another_account_sees_nothing_of_it(vitascope_server):
            key = vitascope_server.run("keys", "create", "--account", "other")
            with Client(vitascope_server.base_url, key) as other:
                assert other.list().data == ()
        """,
    )
    project.run()


def test_nothing_is_left_behind_where_the_tests_are_killed(project: Project) -> None:
    project.write(
        "test_killed.py",
        """
        import os, signal

        def test_killed(vitascope_server, vitascope_client):
            vitascope_client.submit("A boat. [delay 60]")
            os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    process = project.start()
    process.communicate(timeout=900)
    assert process.returncode == -signal.SIGKILL
    wait_for(lambda: None if project.processes() else True, 60)


def test_a_server_that_does_not_start_says_why(project: Project) -> None:
    project.write(
        "test_broken.py",
        """
        import pytest
        from vitascope.pytest_plugin import VitascopeServer

        def test_broken(tmp_path):
            server = VitascopeServer(folder=tmp_path, settings={"VITASCOPE_ENGINE": "dreams"})
            with pytest.raises(RuntimeError, match="dreams"):
                server.start()
        """,
    )
    project.run()


def test_the_shell_of_the_page_starts_a_server_and_sends_it_a_script(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    start, send = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    program = f"'{sys.executable}' -m vitascope"
    start = start.replace(".venv/bin/vitascope", program).replace("$(mktemp -d)", f"{folder}/data")
    script = start + send + "\nkill -TERM %1; wait"
    mark = uuid4().hex
    done = subprocess.run(
        ["bash", "-c", "set -m\n" + script.replace("8123", port)],
        env={**os.environ, MARK: mark, "VITASCOPE_DRAIN_S": "0"}, cwd=folder, capture_output=True, text=True,
        check=False, timeout=900, start_new_session=True,
    )  # fmt: skip
    assert '"status":"queued"' in done.stdout, done.stdout + done.stderr
    assert not Installation(data_dir=folder, engine="", key="", mark=mark).processes()


def test_the_workflow_of_the_page_is_one() -> None:
    workflow = yaml.safe_load(block("yaml", ".github/workflows/tests.yml"))
    assert set(workflow) == {"name", True, "jobs"}  # YAML 1.1 reads `on` as true
    for job in workflow["jobs"].values():
        assert job["runs-on"]
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step), step
            if "run" in step:
                subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)
            else:
                assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])
