"""Shell that is shown and not run, as it wants a cluster, a GPU, the internet: every name in it is there."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from typer.exceptions import TyperException

from tests.unit.deploy.reading import SETTINGS
from tests.unit.docs.blocks import ROOT, blocks, pages
from tests.unit.docs.test_blocks import HELD, LOOKED_UP
from tests.unit.docs.test_commands_in_pages import check
from vitascope.settings import Settings

CALLERS = {"VITASCOPE_BASE_URL", "VITASCOPE_API_KEY", "VITASCOPE_TO_DATABASE", "VITASCOPE_HF_ENDPOINT"}
"""Variables of clients and of single commands, beside the server's settings."""
COMPOSED = set(re.findall(r"VITASCOPE_\w+", (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")))
"""Of the compose file: what they become is held by ``tests/unit/deploy/test_compose.py``."""
SHELLS = {"export", "trap", "cd", "sed", "sudo", "true"}
"""What every shell has, and shows nothing of ours."""
ENDS = {"&&", "||", "|", ";", "&"}

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands(text: str) -> Iterator[list[str]]:
    for line in text.replace("\\\n", " ").splitlines():
        shell = shlex.shlex(re.sub(r"<[a-z ]+>", "X", line.strip()), posix=True, punctuation_chars=";&|")
        shell.whitespace_split, shell.commenters = True, "#"
        words: list[str] = []
        for word in [*shell, ";"]:
            if word in ENDS:
                if words:
                    yield words
                words = []
            else:
                words.append(word)


def setting(assigned: str) -> None:
    """``NAME=value`` of ours is a setting that takes the value, where the page gives one."""
    name, _, value = assigned.partition("=")
    if not name.startswith("VITASCOPE_") or name in CALLERS | (COMPOSED - SETTINGS):
        return
    field = name.removeprefix("VITASCOPE_").lower()
    assert field in Settings.model_fields, f"{name} is no setting"
    if value and "…" not in value and "$" not in value:
        Settings(**{field: value})


def make(words: list[str]) -> None:
    for word in words:
        name, given, flags = word.partition("=")
        if given:
            assert name == "ARGS", word
            target = words[0]
            recipe = MAKEFILE.partition(f"\n{target}:")[2].partition("\n\n")[0]
            module = re.search(r"-m tools\.(\w+) \$\(ARGS\)", recipe)
            assert module is not None, f"{target} takes no ARGS"
            source = (ROOT / "tools" / f"{module[1]}.py").read_text(encoding="utf-8")
            for flag in re.findall(r"--[a-z-]+", flags):
                assert f'"{flag}"' in source, f"{target} has no {flag}"
        else:
            assert re.search(rf"^{name}:", MAKEFILE, re.M), f"there is no target {name}"


def python(words: list[str]) -> None:
    if words[0] == "-c":
        compile(words[1], "a page", "exec")
        return
    assert words[0] == "-m", words
    if words[1] == "pytest":
        assert all((ROOT / path).exists() for path in words[2:] if not path.startswith("-")), words
    elif words[1] != "pip":
        assert importlib.util.find_spec(words[1]) is not None, words[1]


def pip(words: list[str]) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    asked = [one for word in words for one in re.findall(r"^vitascope\[([\w,]+)\]", word)]
    assert asked
    assert {extra for one in asked for extra in one.split(",")} <= set(extras)


def docker(words: list[str]) -> None:
    for flag, value in pairwise(words):
        if flag == "-f":
            assert (ROOT / value).is_file(), value
        elif flag == "-e":
            setting(value)
        elif flag in {"-v", "-p", "-t", "--name", "--tmpfs", "--gpus", "--stop-timeout"}:
            assert value
    if words[0] == "compose" and "exec" in words:
        composed = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
        service, program, *rest = words[words.index("exec") + 1 :]
        assert service in composed["services"]
        assert program == "vitascope"
        check(rest)


def kubernetes(words: list[str]) -> None:
    for word in words:
        setting(word.removeprefix("--from-literal="))


def helm(words: list[str]) -> None:
    (chart,) = [word for word in words if "/" in word]
    assert (ROOT / chart / "Chart.yaml").is_file(), chart


KNOWN = {
    "make": make,
    "python": python,
    "pip": pip,
    "docker": docker,
    "kubectl": kubernetes,
    "helm": helm,
    "vitascope": check,
    "export": lambda words: [setting(word) for word in words],
}


def look_up(text: str) -> None:
    """Raises `AssertionError` or `TyperException` for the first name that there is not."""
    for words in commands(text):
        while words and re.fullmatch(r"\w+=.*", words[0]):
            setting(words.pop(0))
        if not words:
            continue
        program, rest = Path(words[0]).name, words[1:]
        if "/" in words[0] and not words[0].startswith(".venv/"):
            assert (ROOT / words[0]).is_file(), words[0]
        elif program in KNOWN:
            KNOWN[program](rest)
        else:
            assert program in SHELLS, f"{program}: nobody looks up what it is given"


def shown() -> list[tuple[str, int, str]]:
    pages = {page: [block.text for block in blocks() if (block.page, block.language) == (page, "sh")] for page in HELD}
    return [
        (page, number, text)
        for page, texts in pages.items()
        for number, (text, test) in enumerate(zip(texts, HELD[page].get("sh", ()), strict=False))
        if test == LOOKED_UP
    ]


@pytest.mark.parametrize(("page", "number", "text"), shown(), ids=lambda value: str(value)[:40])
def test_what_a_shell_block_names_is_there(page: str, number: int, text: str) -> None:
    try:
        look_up(text)
    except TyperException as error:
        pytest.fail(f"{page}, block {number + 1} of shell: {error}")


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_every_variable_of_ours_that_a_page_names_is_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, value in re.findall(r"\b(VITASCOPE_[A-Z0-9_]*[A-Z0-9])\b(=[\w.:/,*-]+(?![\w.:/,*…$-]))?", text):
        setting(name + value)


@pytest.mark.parametrize(
    "wrong",
    [
        "make runs",
        "make chaos ARGS='--secondss 60'",
        "export VITASCOPE_ARTEFACTS=/srv",
        "VITASCOPE_DRAIN_S=soon vitascope worker",
        ".venv/bin/vitascope serv",
        ".venv/bin/python -m vitascope.testing.tiny_lt /tmp/tiny",
        ".venv/bin/pip install 'vitascope[lxt]'",
        "docker build -f deploy/Dockerfil .",
        "docker compose -f deploy/compose.yaml exec apis vitascope keys create",
        "kubectl create secret generic x --from-literal=VITASCOPE_DATEBASE=x",
        "helm upgrade clips deploy/helm/vitascop",
        "deploy/make-secret.sh",
        "nobody-knows --me",
    ],
)
def test_a_name_that_is_wrong_is_seen(wrong: str) -> None:
    with pytest.raises((AssertionError, TyperException, ValueError)):
        look_up(wrong)
