"""How to reach a bucket: where it is, as whom, in which style; for us, and for those who are sent there by links."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

SCHEME = "s3://"

RETRY: RetryConfig = {
    "max_retries": 3,
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
    "retry_timeout": timedelta(seconds=8),
}
"""Within one call, for 5xx, connections and reads: as long as a caller may be held. Workers try for longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Access:
    """What is ``None`` is looked for where AWS's programs look for it: ``AWS_*``, a role of the machine or its pod."""

    bucket: str
    prefix: str = ""
    """Folder in the bucket, without slashes at its ends."""
    endpoint: str | None = None
    """Scheme and host, without the bucket; AWS's own of the region if ``None``."""
    public_endpoint: str | None = None
    """The same for those who follow links from elsewhere; ``endpoint`` if ``None``."""
    region: str | None = None
    access_key_id: str | None = None
    secret_access_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    virtual_host: bool = False
    """Whether the bucket stands before the host, and not at the head of the path."""
    allow_http: bool = False
    """Whether files may travel unencrypted."""
    ca: Path | None = None
    """Certificates of a CA of one's own, in PEM."""

    def store(self) -> S3Store:
        """Raises `ValueError`."""
        return self._store(self.endpoint)

    def public_store(self) -> S3Store:
        """For signing alone. Raises `ValueError`."""
        return self._store(self.public_endpoint or self.endpoint)

    def tls(self) -> ssl.SSLContext:
        """Raises ``OSError`` where ``ca`` cannot be read."""
        context = ssl.create_default_context()
        if self.ca is not None:
            context.load_verify_locations(self.ca)
        return context

    def _store(self, endpoint: str | None) -> S3Store:
        config: S3Config = {
            "virtual_hosted_style_request": self.virtual_host,
            # One request a file, which every S3 knows; and at a time we delete the few files of one clip.
            "disable_bulk_delete": True,
        }
        if endpoint is not None:
            self._check(endpoint)
            config["endpoint"] = _with_bucket(endpoint, self.bucket) if self.virtual_host else endpoint.rstrip("/")
        if self.region is not None:
            config["region"] = self.region
        if self.access_key_id is not None:
            config["access_key_id"] = self.access_key_id
        if self.secret_access_key is not None:
            config["secret_access_key"] = self.secret_access_key
        if self.session_token is not None:
            config["session_token"] = self.session_token
        client: ClientConfig = {
            "allow_http": self.allow_http,
            "connect_timeout": timedelta(seconds=3),
            "read_timeout": timedelta(seconds=10),
            "timeout": timedelta(days=1),  # of a whole reply, which a slow reader may take minutes for
        }
        if self.ca is not None:
            client["root_certificate"] = self.ca.read_text()
        return S3Store(
            self.bucket, prefix=self.prefix or None, config=config, client_options=client, retry_config=RETRY
        )

    def _check(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise ValueError(f"{endpoint!r} is no address of an S3; use one such as https://s3.example.org")
        if parts.scheme == "http" and not self.allow_http:
            raise ValueError(
                f"{endpoint} is not encrypted: whoever listens on the way sees every clip. Use https, or allow this"
            )


def s3_place(url: str) -> tuple[str, str]:
    """Bucket and prefix of ``s3://bucket/prefix``. Raises `ValueError`."""
    bucket, _, prefix = url.removeprefix(SCHEME).partition("/")
    prefix = prefix.strip("/")
    if not bucket or any(part in ("", ".", "..") for part in prefix.split("/") if prefix) or set(url) & set("?#@\\ "):
        raise ValueError(f"{url!r} is no place in a bucket; use s3://bucket or s3://bucket/folder")
    return bucket, prefix


def _with_bucket(endpoint: str, bucket: str) -> str:
    parts = urlsplit(endpoint)
    host = parts.netloc if parts.netloc.startswith(f"{bucket}.") else f"{bucket}.{parts.netloc}"
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
