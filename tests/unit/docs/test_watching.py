"""Dashboard, alerts and scrape config ask for metrics that there are, by labels that they have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.reference import KnownMetric, known_metrics

DEPLOY = Path(__file__).parents[3] / "deploy"
CHILD = "vitascope_render_child_process_"
PARTS = ("_bucket", "_sum", "_count")
OF_PROMETHEUS = {"le", "instance", "job", "pid"}


def expressions() -> list[str]:
    board = json.loads((DEPLOY / "grafana" / "vitascope.json").read_text(encoding="utf-8"))
    shown = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    alerts = re.findall(r"expr: (.*)", (DEPLOY / "alerts.yml").read_text(encoding="utf-8"))
    assert shown
    assert alerts
    return [*shown, *alerts]


def asked_for(expression: str) -> set[str]:
    return {name for name in re.findall(r"\bvitascope_\w+", expression) if not name.startswith(CHILD)}


def known(name: str) -> KnownMetric | None:
    for metric in known_metrics():
        if name == metric.name and metric.kind != "histogram":
            return metric
        if metric.kind == "histogram" and name in {metric.name + part for part in PARTS}:
            return metric
    return None


@pytest.mark.parametrize("expression", expressions())
def test_what_is_asked_for_is_there(expression: str) -> None:
    names = asked_for(expression)
    found = {name: known(name) for name in names}
    assert [name for name, metric in found.items() if metric is None] == []
    labels = {label for metric in found.values() if metric is not None for label in metric.labels}
    for grouped in re.findall(r"by \(([^)]*)\)", expression):
        assert {label.strip() for label in grouped.split(",")} <= labels | OF_PROMETHEUS


def test_labels_are_few_and_none_names_a_person_a_clip_or_a_path() -> None:
    for metric in known_metrics():
        assert len(metric.labels) <= 3, metric.name
        assert not {"id", "account", "key", "prompt", "path", "user", "generation"} & set(metric.labels), metric.name


def test_every_metric_is_on_the_dashboard_or_told_as_counted_only() -> None:
    shown = {name for expression in expressions() for name in asked_for(expression)}
    missing = [
        metric.name for metric in known_metrics() if not {metric.name, *(metric.name + part for part in PARTS)} & shown
    ]
    assert set(missing) == {
        "vitascope_attempts_total", "vitascope_database_pool_errors_total", "vitascope_database_pool_requests_total",
        "vitascope_encode_seconds_total", "vitascope_encoded_frames_total", "vitascope_info", "vitascope_rendering",
        "vitascope_render_children_total", "vitascope_submits_total",
    }  # fmt: skip
