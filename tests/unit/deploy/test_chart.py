"""The Helm chart: linted, rendered with several sets of values, every object valid, every name one that there is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.deploy.reading import DEPLOY, loaded, of_dockerfile, parse, unknown_settings
from tools.reference import known_metrics
from vitascope import __version__
from vitascope.core.generation import MODELS
from vitascope.settings import Settings

CHART = DEPLOY / "helm" / "vitascope"
EXAMPLES = sorted((CHART / "examples").glob("*.yaml"))
OLDEST, NEWEST = "1.27", "1.33"
"""Versions of Kubernetes that objects are checked for; the first is what the chart says that it needs."""

Object = dict[str, Any]


def helm() -> str:
    beside = Path(sys.executable).with_name("helm")
    found = str(beside) if beside.exists() else shutil.which("helm")
    if found is None:
        pytest.skip("helm is not installed: there is no wheel of it for this machine")
    return found


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([helm(), *arguments], capture_output=True, text=True, check=False)


@cache
def rendered(example: Path, *flags: str) -> tuple[Object, ...]:
    done = run("template", "clips", str(CHART), "--namespace", "video", "--values", str(example), *flags)
    assert done.returncode == 0, done.stderr
    return tuple(each for each in yaml.safe_load_all(done.stdout) if each is not None)


def of_kind(objects: tuple[Object, ...], kind: str) -> list[Object]:
    return [each for each in objects if each["kind"] == kind]


def containers(objects: tuple[Object, ...]) -> list[Object]:
    return [
        container
        for each in objects
        if each["kind"] in ("Deployment", "Job")
        for container in each["spec"]["template"]["spec"]["containers"]
    ]


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_helm_finds_nothing_to_say(example: Path) -> None:
    done = run("lint", "--strict", str(CHART), "--values", str(example))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_object_is_one_that_kubernetes_takes(example: Path, version: str) -> None:
    import kubernetes_validate

    checked = 0
    for each in rendered(example):
        if not each["apiVersion"].startswith("keda.sh/"):
            kubernetes_validate.validate(each, version, strict=True)
            checked += 1
    assert checked >= 6


def test_our_programs_are_told_what_they_know(example: Path) -> None:
    for container in containers(rendered(example)):
        given = {each["name"]: each.get("value") for each in container["env"]}
        assert len(given) == len(container["env"]), "nothing is said twice"
        assert unknown_settings(given) == set()
        assert all(name.startswith("VITASCOPE_") for name in given)
        plain = {k.removeprefix("VITASCOPE_").lower(): v for k, v in given.items() if v is not None}
        settings = Settings(**plain)  # type: ignore[arg-type]
        assert set(settings.models) <= set(MODELS)
        assert parse(container["args"]) == container["name"]
        assert container["image"].endswith(f":{__version__}")


def test_pods_may_do_no_more_than_they_must(example: Path) -> None:
    (user,) = of_dockerfile((DEPLOY / "Dockerfile").read_text(), "USER")
    for each in rendered(example):
        if each["kind"] in ("Deployment", "Job"):
            pod = each["spec"]["template"]["spec"]
            assert pod["automountServiceAccountToken"] is False
            assert pod["enableServiceLinks"] is False, "a Service called vitascope would set VITASCOPE_PORT, to tcp://…"
            security = pod["securityContext"]
            assert (security["runAsNonRoot"], f"{security['runAsUser']}:{security['runAsGroup']}") == (True, user)
            for container in pod["containers"]:
                assert container["securityContext"]["readOnlyRootFilesystem"] is True
                assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
                assert {"/data", "/tmp"} <= {mount["mountPath"] for mount in container["volumeMounts"]}
                assert "memory" in container["resources"]["limits"]
                mounted = {mount["name"] for mount in container["volumeMounts"]}
                assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_behind_an_ingress_the_api_answers_to_its_names_and_believes_the_controller_alone() -> None:
    (container,) = [each for each in containers(rendered(CHART / "examples" / "gpus.yaml")) if each["name"] == "api"]
    given = {each["name"]: each.get("value") for each in container["env"]}
    hosts = Settings(trusted_hosts=given["VITASCOPE_TRUSTED_HOSTS"]).trusted_hosts
    (service,) = of_kind(rendered(CHART / "examples" / "gpus.yaml"), "Service")
    name = service["metadata"]["name"]
    assert {"video.example.org", name, f"{name}.video.svc.cluster.local", "localhost"} <= set(hosts)
    assert Settings(trusted_proxies=given["VITASCOPE_TRUSTED_PROXIES"]).trusted_proxies == ("10.42.0.0/16",)


def test_without_an_ingress_nobody_is_believed_and_every_name_is_answered() -> None:
    (container,) = [each for each in containers(rendered(CHART / "examples" / "try-out.yaml")) if each["name"] == "api"]
    assert {"VITASCOPE_TRUSTED_HOSTS", "VITASCOPE_TRUSTED_PROXIES"}.isdisjoint(e["name"] for e in container["env"])


def test_names_that_an_owner_gives_come_beside_those_of_the_ingress() -> None:
    flags = ("--set-string", "api.settings.VITASCOPE_TRUSTED_HOSTS=*.studio.example")
    (container,) = [e for e in containers(rendered(CHART / "examples" / "gpus.yaml", *flags)) if e["name"] == "api"]
    hosts = [each["value"] for each in container["env"] if each["name"] == "VITASCOPE_TRUSTED_HOSTS"]
    assert len(hosts) == 1
    names = Settings(trusted_hosts=hosts[0]).trusted_hosts
    assert {"video.example.org", "localhost", "*.studio.example"} <= set(names)


def test_what_selects_finds_its_pods_alone(example: Path) -> None:
    objects = rendered(example)
    pods = [each["spec"]["template"]["metadata"]["labels"] for each in of_kind(objects, "Deployment")]
    selectors = [each["spec"]["selector"] for each in of_kind(objects, "Service")]
    selectors += [each["spec"]["selector"]["matchLabels"] for each in of_kind(objects, "PodDisruptionBudget")]
    for selector in selectors:
        assert len([labels for labels in pods if selector.items() <= labels.items()]) == 1
    names = [(each["kind"], each["metadata"]["name"]) for each in objects]
    assert len(names) == len(set(names))
    assert all(len(name) <= 63 for _, name in names)


def test_probes_ask_where_the_program_answers(example: Path) -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    script = next(line.split()[-1] for line in of_dockerfile(dockerfile, "COPY") if "healthcheck" in line)
    for each in of_kind(rendered(example), "Deployment"):
        (container,) = each["spec"]["template"]["spec"]["containers"]
        given = {entry["name"]: entry.get("value") for entry in container["env"]}
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        grace_s = each["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        if container["name"] == "api":
            assert ports == {"http": Settings().port}
            assert container["livenessProbe"]["httpGet"] == {"path": "/health/live", "port": "http"}
            assert container["readinessProbe"]["httpGet"] == {"path": "/health/ready", "port": "http"}
        else:
            assert ports == {"metrics": int(given["VITASCOPE_METRICS_PORT"])}
            assert script in container["livenessProbe"]["exec"]["command"]
            assert grace_s > float(given["VITASCOPE_DRAIN_S"]), "killed before it has handed its clip back"


def test_scalers_ask_for_what_there_is(example: Path) -> None:
    objects = rendered(example)
    deployments = {each["metadata"]["name"]: each for each in of_kind(objects, "Deployment")}
    metrics = {metric.name for metric in known_metrics()}
    scaled = of_kind(objects, "ScaledObject")
    assert {each["spec"]["scaleTargetRef"]["name"] for each in scaled} == {
        name for name, each in deployments.items() if "replicas" not in each["spec"]
    }
    for each in scaled:
        for trigger in each["spec"]["triggers"]:
            query = trigger["metadata"]["query"]
            assert all(isinstance(value, str) for value in trigger["metadata"].values()), "KEDA reads strings alone"
            if trigger["type"] == "prometheus":
                assert set(re.findall(r"vitascope_\w+", query)) <= metrics
            else:
                (authentication,) = of_kind(objects, "TriggerAuthentication")
                assert trigger["authenticationRef"]["name"] == authentication["metadata"]["name"]


def test_the_migration_runs_before_the_pods_with_the_owners_role() -> None:
    (job,) = of_kind(rendered(CHART / "examples" / "gpus.yaml"), "Job")
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    (container,) = containers((job,))
    assert container["env"][0]["valueFrom"]["secretKeyRef"] == {"name": "vitascope", "key": "OWNER_DATABASE"}
    assert of_kind(rendered(CHART / "examples" / "try-out.yaml"), "Job") == []


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--set", "secret.existing=x"), "settings.VITASCOPE_ARTIFACTS must say where files are kept"),
        (("--set", "settings.VITASCOPE_ARTIFACTS=s3://a"), "must say which PostgreSQL to use"),
        (("--set", "workerz.a.replicas=1"), "workerz"),
        (("--set", "workers.Big.replicas=1"), "Big"),
        (("--set", "workers.a.replicas=-1"), "replicas"),
        (("--set-string", "workers.a.models[0]=x'); drop table keys; --"), "models"),
        (("--set", "ingress.trustedProxies[0]=everybody"), "trustedProxies"),
    ],
)
def test_values_that_cannot_be_meant_are_refused_by_name(flags: tuple[str, ...], said: str) -> None:
    done = run("template", "clips", str(CHART), *flags)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_chart_is_of_this_version_and_its_schema_knows_every_value() -> None:
    chart, values = loaded(CHART / "Chart.yaml"), loaded(CHART / "values.yaml")
    assert chart["version"] == chart["appVersion"] == __version__
    assert chart["kubeVersion"] == f">={OLDEST}.0-0"
    schema = json.loads((CHART / "values.schema.json").read_text())
    assert values.keys() == schema["properties"].keys() - {"global"}
    assert unknown_settings(values["settings"]) == set()
