"""Everything that an owner can set: ``VITASCOPE_…`` in the environment, or the flag of the same name. Read once."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vitascope.core.generation import MODEL_ALIASES, MODELS
from vitascope.core.limits import NO_LIMIT, Limits

_BASE_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.IGNORECASE)

_HOST_NAME = re.compile(r"(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+\]?", re.ASCII)

_DEVICES = re.compile(r"(\d+|GPU-[0-9a-f-]+|MIG-[0-9A-Za-z/-]+)(,(\d+|GPU-[0-9a-f-]+|MIG-[0-9A-Za-z/-]+))*")

PREFIX = "VITASCOPE_"

OTHERS = frozenset(
    {
        "VITASCOPE_BASE_URL",
        "VITASCOPE_HF_ENDPOINT",
        "VITASCOPE_LISTEN",  # these two by the Compose file
        "VITASCOPE_WEIGHTS_DIR",
        "VITASCOPE_TO_DATABASE",
    }
)
"""Variables of ours that are read elsewhere."""

ALIKE = 0.75
"""From here on one name is near enough to another (`difflib`): ``PROT`` and ``PORT`` just are."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def default_data_dir() -> Path:
    """Where this system keeps the data of a user's programs."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "vitascope"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "vitascope"


class Settings(BaseSettings):
    """One frozen value; flags override the environment, which overrides these defaults.

    What stands under a field is its sentence in the reference, which reads it from the source: Pydantic would do so at
    every start, in 50 ms.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    host: Text = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    data_dir: Path = Field(default_factory=default_data_dir)
    """Folder for the embedded database, its log, clips and half-made files."""
    database: Text | None = None
    """PostgreSQL to use (14 or newer), as a postgresql:// URL; the embedded one if not set."""
    artifacts: Text | None = None
    """Folder for clips, or s3://bucket/folder; artifacts/ in the data folder if not set."""
    s3_endpoint: Text | None = None
    """Address of the S3 of that bucket, without the bucket; AWS's own if not set."""
    s3_region: Text | None = None
    """Its region; AWS_REGION, else us-east-1, if not set."""
    s3_access_key_id: Text | None = None
    """Access key; AWS_ACCESS_KEY_ID, else a role of the machine, if not set."""
    s3_secret_access_key: Text | None = Field(default=None, repr=False)
    """Its secret; AWS_SECRET_ACCESS_KEY if not set."""
    s3_session_token: Text | None = Field(default=None, repr=False)
    """Session token of keys for a time; AWS_SESSION_TOKEN if not set."""
    s3_virtual_host: bool = False
    """Name the bucket before the host (bucket.s3.example.org), not at the head of the path."""
    s3_allow_http: bool = False
    """Allow an endpoint of plain http: files and requests travel where others may read them."""
    s3_ca: Path | None = None
    """Certificates of the CA that signed the endpoint's, in PEM, where it is one of your own."""
    s3_public_endpoint: Text | None = None
    """Address of the same S3 for those who follow links, where they reach it by another; the endpoint if not set."""
    result_links: Literal["stream", "redirect"] = "stream"
    """How a link to a file in a bucket is answered: with the file, or with a redirect to a link of the bucket's own."""
    redirect_s: int = Field(default=600, ge=10, le=86_400)
    """Seconds for which such a link of the bucket works."""
    engine: Text = "animatic"
    """Engine that renders: animatic, ltx, remote, testcard, or one from another package."""
    weights: Path | None = None
    """Folder of LTX-2's weights for the engine ltx: single files as published, or diffusers' layout."""
    accept_ltx_license: bool = False
    """That you have read and accept the license of LTX-2's weights."""
    ltx_plan: Literal["auto", "resident", "text-on-cpu", "blocks-streamed", "eight-bit", "eight-bit-streamed"] = "auto"
    """Where the engine ltx keeps its weights; the fastest that fits if not set."""
    ltx_text_device: Text = "auto"
    """Where the engine ltx reads prompts: cpu, or a GPU such as cuda:1; as its plan says if not set."""
    ltx_text_8bit: bool = False
    """Keep the text encoder of the engine ltx in eight bits: half the memory, and slightly other clips."""
    ltx_attention: Literal["auto", "native", "cudnn", "flash", "flash3", "sage"] = "auto"
    """Kernels that the engine ltx attends with; the fastest that is installed and keeps the numbers if not set."""
    ltx_compile: bool = False
    """Compile the blocks of the engine ltx: faster steps, for minutes at its start and at what it meets first."""
    ltx_context_cache: Path | None = None
    """Folder where the engine ltx keeps what it read of prompts, for other workers and later starts; none if unset."""
    ltx_context_cache_mb: int = Field(default=2048, ge=1)
    """Largest size of that folder, in MiB; a prompt takes 16, or 32 where both models are."""
    remote_urls: Annotated[tuple[str, ...], NoDecode] = ()
    """Inference servers that the engine remote hands clips to, by their base URLs, such as http://gpu-1:30000."""
    remote_key: Text | None = None
    """Key that those servers want, sent to them as a bearer and to nobody else."""
    remote_model: Text | None = None
    """The model's name over there; the name that callers here use if not set."""
    remote_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Further hosts that those servers may send us to for a finished clip."""
    workers: int = Field(default=1, ge=0, le=64)
    """Worker processes that serve starts, or worker with --concurrency."""
    models: Annotated[tuple[str, ...], NoDecode] = ()
    """Models whose clips a worker takes; all that its engine makes if not set."""
    device: Text | None = None
    """GPUs that workers render on, by CUDA's numbers (0 or 0,1), shared among them; cpu for none; all if not set."""
    no_worker_s: float = Field(default=3600, ge=1)
    """Seconds that a clip waits where no worker takes its model, before it ends with an error."""
    public_url: Text | None = None
    """Base of the links in replies, such as https://video.example.org; the request's own host if not set."""
    tls: Literal["dev"] | None = None
    """HTTPS by a certificate of a local CA, made once in the data folder: dev."""
    tls_cert: Path | None = None
    """Certificate to serve HTTPS with, in PEM, followed by the chain to its CA."""
    tls_key: Path | None = None
    """The certificate's private key, in PEM and unlocked; in the certificate's own file if not set."""
    api_key: Text | None = None
    """A key that must exist after start; one is made at the first start if not set."""
    markup: Decimal = Field(default=Decimal("1.05"), gt=0, le=100)
    """Factor on the list price in credits."""
    link_hours: float = Field(default=24, gt=0, le=24 * 365)
    """Hours for which a link to a clip works; every poll gives a fresh one."""
    retention_days: float = Field(default=7, gt=0)
    """Days after which a clip is deleted."""
    draft_hours: float = Field(default=24, gt=0, le=24 * 365, validate_default=False)
    """Hours for which a draft can be finished; never longer than clips are kept."""
    draft_price: Decimal = Field(default=Decimal("0.3"), gt=0, lt=1)
    """Share of a clip's price that its draft costs; finishing it costs the rest."""
    max_render_s: float | None = Field(default=None, gt=0)
    """Longest render that is accepted, in seconds predicted for the GPU here, else an H100; any if not set."""
    requests_per_minute: int | None = Field(default=None, ge=1, lt=NO_LIMIT)
    """Requests that an account may make in a minute, where it has no limit of its own; any number if not set."""
    max_queued: int | None = Field(default=None, ge=1, lt=NO_LIMIT)
    """Clips of an account that may wait at once, where it has no limit of its own; any number if not set."""
    max_running: int | None = Field(default=None, ge=1, lt=NO_LIMIT)
    """Clips of an account that workers render at once, where it has no limit of its own; any number if not set."""
    max_queue_s: float | None = Field(default=None, gt=0)
    """Seconds that a clip may be predicted to wait for a worker; beyond them it is refused; any time if not set."""
    drain_s: float = Field(default=30, ge=0)
    """Seconds that a stopping worker may take to finish its clip before it hands it back."""
    stall_s: float = Field(default=5, ge=1, le=600)
    """Seconds without a sign of life after which a worker counts as dead."""
    c2pa_cert: Path | None = None
    """Certificate chain, in PEM, that every clip is signed with (Content Credentials); unsigned if not set."""
    c2pa_key: Path | None = None
    """Its private key, in PEM."""
    lenient: bool = False
    """Take values that are not offered as the nearest that are, and do without an image whose link is dead."""
    image_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts whose images may be fetched although their addresses are private."""
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts that webhooks may be sent to although their addresses are private."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses or networks of proxies whose X-Forwarded-* headers are believed."""
    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names that this server answers to, beside the public URL's, without ports; *.example.org too; any if not set."""
    failed_keys: int = Field(default=20, ge=0, le=1000)
    """Wrong keys a minute from one address, after which unknown ones from there are not looked up; 0 for any number."""
    hsts_days: float = Field(default=30, ge=0, le=730)
    """Days for which browsers that came by HTTPS come by nothing else (HSTS); 0 for none, and never with --tls dev."""
    max_body_mb: int = Field(default=12, ge=1, le=1024)
    """Largest request body, in MiB."""
    max_connections: int | None = Field(default=None, ge=16, le=60_000)
    """Connections of one API process at a time; 10000, or as many as open files allow, if not set."""
    max_streams: int = Field(default=100, ge=0, le=60_000)
    """Event streams that one key may have open at an API process; more are refused, polls are not; 0 for any number."""
    metrics_token: Text | None = Field(default=None, repr=False, min_length=16)
    """What Prometheus may bring as a bearer to read /metrics, beside management keys of the owner; see watching."""
    metrics_port: int | None = Field(default=None, ge=1, le=65535 - 64)
    """Port where a worker shows its metrics; the workers of one program take this one and those after it."""
    metrics_host: Text = "127.0.0.1"
    """Address for that port."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least serious event that is logged."""
    log_format: Literal["auto", "json", "console"] = "auto"
    """How: json, one object a line; console, for a person; json but on a terminal if not set."""

    @field_validator(
        "image_hosts",
        "webhook_hosts",
        "trusted_proxies",
        "trusted_hosts",
        "remote_urls",
        "remote_hosts",
        "models",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("port", "metrics_port", mode="before")
    @classmethod
    def _not_of_a_service(cls, value: object) -> object:
        if isinstance(value, str) and value.startswith(("tcp://", "udp://")):
            raise ValueError(
                "Kubernetes sets it so for a Service of that name; set it yourself, or enableServiceLinks: false for "
                "the pod"
            )
        return value

    @field_validator("models")
    @classmethod
    def _offered(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        named = tuple(MODEL_ALIASES.get(name, name) for name in value)
        for name in named:
            if name not in MODELS:
                raise ValueError(f"there is no model {name!r}; there is {' and '.join(MODELS)}")
        return named

    @field_validator("device")
    @classmethod
    def _numbered(cls, value: str | None) -> str | None:
        if value is None or value == "cpu" or _DEVICES.fullmatch(value):
            return value
        raise ValueError("use the numbers of GPUs as CUDA has them, such as 0 or 0,1, or cpu")

    @field_validator("public_url")
    @classmethod
    def _base_of_links(cls, value: str | None) -> str | None:
        if value is None or _BASE_URL.fullmatch(value):
            return value
        raise ValueError("use a URL with its scheme and host, such as https://video.example.org")

    @field_validator("remote_urls")
    @classmethod
    def _bases_of_servers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for url in value:
            if not _BASE_URL.fullmatch(url) or "," in url:
                raise ValueError(f"{url!r} is no address of a server; use one such as http://gpu-1:30000")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            ip_network(address, strict=False)  # its message names the address
        return value

    @field_validator("trusted_hosts")
    @classmethod
    def _names_of_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not _HOST_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no host; use one such as video.example.org, without scheme and port")
        return value

    @field_validator("draft_hours")
    @classmethod
    def _within_retention(cls, value: float, info: ValidationInfo) -> float:
        days = info.data.get("retention_days")  # absent where it was refused itself
        if days is None or value <= 24 * days * (1 + 1e-9):  # as it comes back from a `timedelta`
            return value
        raise ValueError(
            f"a draft goes with its clip, after retention_days, {days:g}: use {24 * days:g} at most, or keep clips for "
            "longer"
        )

    @property
    def limits(self) -> Limits:
        """Of accounts that have none of their own."""
        return Limits(requests_per_minute=self.requests_per_minute, queued=self.max_queued, running=self.max_running)

    @property
    def link_lifetime(self) -> timedelta:
        return timedelta(hours=self.link_hours)

    @property
    def draft_age(self) -> timedelta:
        """No longer than clips are kept, where the default would be."""
        return min(timedelta(hours=self.draft_hours), self.retention)

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def artifacts_url(self) -> str:
        return self.artifacts or str(self.data_dir / "artifacts")


def misspelled(variables: Iterable[str]) -> list[tuple[str, str]]:
    """Names of the environment that are no setting but nearly one, each with that one: nobody reads them.

    What Kubernetes sets for a Service of our name is none of them.
    """
    known = {name.upper() for name in Settings.model_fields}
    found = []
    for variable in sorted(variables):
        upper = variable.upper()
        name = upper.removeprefix(PREFIX)
        if upper == name or name in known or upper in OTHERS or name.startswith(("SERVICE_", "PORT_")):
            continue
        found += [(variable, PREFIX + near) for near in get_close_matches(name, known, 1, ALIKE)]
    return found
