"""The reference pages under ``docs/reference``, written from the code that they describe.

    python -m tools.reference           # write them
    python -m tools.reference --check   # exit code 1 where one is stale

A setting, a flag, a command or an error without a sentence of its own is an error here, and so fails the build.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer.main
from prometheus_client import REGISTRY
from pydantic.fields import FieldInfo

import vitascope
from tools.reference_http import http_page
from tools.reference_scene import scene_page
from tools.reference_tables import Undocumented, sentence, table
from vitascope.api.problems import TABLE, Occasion, problem
from vitascope.cli import commands as cli
from vitascope.cli.exits import MEANING, Code
from vitascope.compose.metrics import pool_families, queue_families
from vitascope.core import errors
from vitascope.core.errors import Cancelled, RenderFailed, VitascopeError
from vitascope.settings import Settings
from vitascope.store.overview import Overview

FOLDER = Path(__file__).parents[1] / "docs" / "reference"

METRIC_MODULES = (
    "vitascope.api.measured",
    "vitascope.api.refusals",
    "vitascope.store.metrics",
    "vitascope.worker.metrics",
)
"""Beside `vitascope.compose.metrics`."""

HEAD = "<!-- Made by `python -m tools.reference` from {source}; edit that, not this. -->\n\n"

COMPUTED_DEFAULTS = {
    "data_dir": "`~/.local/share/vitascope`, or under `XDG_DATA_HOME`; on macOS "
    "`~/Library/Application Support/vitascope`"
}
"""Defaults that are worked out at start, as they can be told to a person."""


def settings_told() -> dict[str, str]:
    """What is said under each field of `Settings`, by its name."""
    (body,) = (node.body for node in ast.parse(inspect.getsource(Settings)).body if isinstance(node, ast.ClassDef))
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }


def settings_page() -> str:
    told = settings_told()
    flags = {p.name: p.opts[0] for p in _command(["serve"]).params}
    rows = [
        (
            f"`VITASCOPE_{name.upper()}`",
            f"`{flags[name]}`" if name in flags else "",
            _kind(field),
            COMPUTED_DEFAULTS.get(name) or _default(field),
            sentence(told.get(name), f"setting {name}"),
        )
        for name, field in Settings.model_fields.items()
    ]
    return f"""\
# Settings

Each is read once, at start, from the environment; where `vitascope serve` has a flag for it, the flag wins. An empty
variable counts as unset. A value that is not legal ends the program, which names it.

{table(("Variable", "Flag", "Value", "Default", "What it is"), rows)}
Worker processes that `serve` starts get the settings of `serve`. `vitascope worker`, started by hand on another
machine, reads its own.
"""


def cli_page() -> str:
    parts = [
        "# The command line\n",
        "What a command is asked for goes to standard output; errors, bars and advice to standard error, bars on a",
        "terminal only. With `--json`, standard output is one JSON document, or a line of JSON for each of several;",
        "keys may be added to it, but none is renamed or removed. Settings without a flag are read from the",
        "environment: [settings](settings.md).\n",
        "## Exit codes\n",
        table(("Code", "Meaning"), [(str(int(code)), sentence(MEANING[code], code.name)) for code in Code]),
    ]
    for path, command in _leaves([], typer.main.get_command(cli.app)):
        name = " ".join(["vitascope", *path])
        shown = [p for p in command.params if not p.hidden and p.name != "help"]
        arguments = [p for p in shown if p.param_type_name == "argument"]
        usage = " ".join(
            [name, *(p.name.upper() for p in arguments), *(["[OPTIONS]"] if len(shown) > len(arguments) else [])]
        )
        parts += [f"## {name}\n", sentence(command.help, name) + "\n", f"    {usage}\n"]
        if shown:
            rows = [(_flag(p), _cli_default(p), sentence(p.help, f"{name} {p.name}")) for p in shown]
            parts.append(table(("Argument or option", "Default", "What it is"), rows))
    return "\n".join(parts)


def errors_page() -> str:
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    http = [
        (f"{reply['status']}", f"`{name}`", f"`{kind}`", str(reply["message"]), _names(classes))
        for reply, name, kind, classes in _http_rows()
    ]
    render = [
        (f"`{_wire_name(kind)}`", "yes" if kind.retryable else "no", sentence(kind.__doc__, kind.__name__))
        for kind in _family(RenderFailed)
    ]
    cancelled = ("`Cancelled`", "no", sentence(Cancelled.__doc__, "Cancelled"))
    starting = [(f"`{kind.code}`", sentence(kind.__doc__, kind.__name__)) for kind in _start_errors()]
    return f"""\
# Errors

Every error that Vitascope raises on purpose is one of these; `str(error)` is a sentence that names the field, the
value and the nearest legal value.

```text
{inspect.cleandoc(tree)}
```

## Over HTTP

A refusal has a JSON body with `statusCode`, `message`, `path`, `timestamp`, `requestId` and
`error: {{name, message, data: {{kind}}}}`, where a bad field is named at `error.data.field`. Both envelopes that
clients of the hosted API know are in the one body. The message opens with the words below; our own sentence stands at
`…`.

{table(("Status", "`error.name`", "`error.data.kind`", "Message", "Raised as"), http)}
503 carries `Retry-After`, 401 `WWW-Authenticate: Bearer`. Beside these the protocol has its own, in the same body: 405
for a method that is not there, 408 for a body that does not arrive, 413 for one that is too large, 415 for one that is
compressed, 416 for a range outside the file. Everything else is a fault of ours: a 500 without details, whose
`requestId` is in the log.

## A generation that ended without a clip

Polling it is a 200 with `status: "error"` and `error: {{name, message}}`. It costs nothing. An attempt that ended
with a retryable error is made again, three attempts at most; so is one whose worker died.

{table(("`error.name`", "Tried again", "What happened"), [*render, cancelled])}
## At start

The program prints one line and ends with exit code 1.

{table(("Code", "What happened"), starting)}"""


def metrics_page() -> str:
    rows = [
        (f"`{m.name}`", m.kind, ", ".join(f"`{label}`" for label in m.labels), sentence(m.text, m.name))
        for m in known_metrics()
    ]
    return f"""\
# Metrics

What `/metrics` of an API process and the metrics port of a worker show to Prometheus; each process counts its own work,
so sums are taken over all of them. The queue (`vitascope_queue_…`, `vitascope_rendering`, `vitascope_workers`) is the
same at every API process: take its maximum. Histograms have `_bucket`, `_sum` and `_count`. Beside these stand
Python's own (`process_…`, `python_…`), and those of the render child (`vitascope_render_child_process_…`). How to:
[watch it](../how-to/watch-it.md).

{table(("Metric", "Kind", "Labels", "What it is"), rows)}"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KnownMetric:
    name: str
    kind: str
    labels: tuple[str, ...]
    text: str


def known_metrics() -> list[KnownMetric]:
    """Every metric of ours, by name."""
    for room in METRIC_MODULES:
        importlib.import_module(room)
    seen = Overview(queues=(), workers=0)
    families = [*REGISTRY.collect(), *queue_families(seen), *pool_families({})]
    labels = {
        name: tuple(getattr(collector, "_labelnames", ()))
        for collector, names in REGISTRY._collector_to_names.items()
        for name in names
    }
    found = [
        KnownMetric(
            name=f"{family.name}_total" if family.type == "counter" else family.name,
            kind=family.type,
            labels=labels.get(family.name) or tuple(getattr(family, "_labelnames", ())),
            text=family.documentation,
        )
        for family in families
        if family.name.startswith("vitascope_") and not family.name.startswith("vitascope_render_child_process")
    ]
    return sorted(found, key=lambda metric: metric.name)


PAGES: dict[str, tuple[Callable[[], str], str]] = {
    "settings.md": (settings_page, "src/vitascope/settings.py"),
    "cli.md": (cli_page, "src/vitascope/cli"),
    "http.md": (http_page, "src/vitascope/wire/openapi.py"),
    "errors.md": (errors_page, "src/vitascope/core/errors.py and src/vitascope/api/problems.py"),
    "metrics.md": (metrics_page, "the files metrics.py, measured.py and refusals.py under src/vitascope"),
    "scene.md": (scene_page, "src/vitascope/engines/animatic/graph.py"),
}


def pages() -> dict[str, str]:
    """Every page as it should be, by file name. Raises `Undocumented`."""
    return {name: HEAD.format(source=source) + make() for name, (make, source) in PAGES.items()}


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the pages in ``folder`` that are not what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


def _command(path: Sequence[str]) -> Any:
    found: Any = typer.main.get_command(cli.app)
    for name in path:
        found = found.commands[name]
    return found


def _leaves(path: list[str], command: Any) -> Iterator[tuple[list[str], Any]]:
    """Commands that do something, with the words that call them, in the order of their definition."""
    for name, inner in getattr(command, "commands", {}).items():
        if hasattr(inner, "commands"):
            yield from _leaves([*path, name], inner)
        else:
            yield [*path, name], inner


def _flag(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`"
    return " ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))


def _cli_default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if parameter.secondary_opts and parameter.default is not None:  # else it is left as it is
        return f"`{(parameter.opts if parameter.default else parameter.secondary_opts)[0]}`"
    return "" if parameter.default is None else f"`{parameter.default}`"


def _kind(field: FieldInfo) -> str:
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(annotation))
    if get_origin(annotation) is tuple:
        return "texts, with commas between them"
    names = {"int": "whole number", "float": "number", "Decimal": "number", "Path": "path"}
    kind = names.get(getattr(annotation, "__name__", ""), "text")
    bounds = [
        f"{sign} {getattr(rule, key)}"
        for rule in field.metadata
        for key, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"))
        if getattr(rule, key, None) is not None
    ]
    return ", ".join([kind, *bounds])


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        raise Undocumented("a default that is worked out at start needs its words in COMPUTED_DEFAULTS")
    return "" if field.default is None else "`[]`" if field.default == () else f"`{field.default}`"


def _http_rows() -> Iterator[tuple[dict[str, Any], str, str, list[type[VitascopeError]]]]:
    """One row a reply that can be told apart: body, name, kind, and the classes that give it."""
    found: dict[tuple[int, str, str], tuple[dict[str, Any], list[type[VitascopeError]]]] = {}
    for kind in [k for root in VitascopeError.__subclasses__() for k in _family(root) if _is_core(k)]:
        if not any(known in kind.__mro__ for known in TABLE):
            continue
        body = _body(_example(kind))
        key = (body["status"], body["error"]["name"], body["error"]["data"]["kind"])
        found.setdefault(key, (body, []))[1].append(kind)
    for (_, name, code), (body, classes) in sorted(found.items()):
        yield body, name, code, classes


def _body(error: Exception) -> dict[str, Any]:
    occasion = Occasion(base="https://…", path="/", query="", at=datetime(2026, 1, 1, tzinfo=UTC), request_id="")
    return problem(error, occasion).body


def _example(kind: type[VitascopeError]) -> VitascopeError:
    """An instance whose sentence is ``…``."""
    error = kind.__new__(kind)
    Exception.__init__(error, "…")
    for name in ("field", "value", "hint"):
        setattr(error, name, "…")
    error.expected = None  # type: ignore[attr-defined]
    error.retry_after_s = 1.0  # type: ignore[attr-defined]
    return error


def _names(classes: Sequence[type[VitascopeError]]) -> str:
    return ", ".join(f"`{kind.__name__}`" for kind in classes)


def _wire_name(kind: type[VitascopeError]) -> str:
    """As `wire.aimlapi` prints it: the code in capitals."""
    return "".join(word.capitalize() for word in kind.code.split("_"))


def _family(kind: type[VitascopeError]) -> Iterator[type[VitascopeError]]:
    """``kind`` and its subclasses of this package, depth first, in the order of their definition."""
    yield kind
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("vitascope."):
            yield from _family(inner)


def _is_core(kind: type[VitascopeError]) -> bool:
    return kind.__module__ == errors.__name__


def _start_errors() -> list[type[VitascopeError]]:
    """Errors that are defined outside of `core`: what stands between a command and its start."""
    for module in pkgutil.walk_packages(vitascope.__path__, "vitascope."):
        if not re.match(r"vitascope\.(engines\.animatic|__main__)", module.name):
            importlib.import_module(module.name)
    return sorted(
        (k for k in _family(VitascopeError) if not _is_core(k) and k.__module__.startswith("vitascope.")),
        key=lambda k: k.code,
    )


def main() -> None:
    if "--check" in sys.argv[1:]:
        if names := stale():
            sys.exit(f"stale: {', '.join(names)}; write them again with: python -m tools.reference")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
