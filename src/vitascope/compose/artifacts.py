"""Where settings say that files are kept: a folder, or a bucket and how to reach it."""

from __future__ import annotations

import os
import secrets

from vitascope.artifacts import keys
from vitascope.artifacts.access import SCHEME, S3Access, s3_place
from vitascope.artifacts.store import ArtifactStore, open_store
from vitascope.core.errors import Conflict, NotFound, Unavailable, VitascopeError
from vitascope.settings import Settings


class ArtifactsUnusable(VitascopeError):
    """The place that the settings name for files cannot be used."""

    code = "artifacts_unusable"


def artifacts_of(settings: Settings) -> ArtifactStore:
    """The store that ``settings`` name. Raises `ArtifactsUnusable` for what cannot be right."""
    where = settings.artifacts_url
    try:
        return open_store(_access(settings, where) if where.startswith(SCHEME) else where)
    except (ValueError, OSError) as error:
        raise ArtifactsUnusable(f"--artifacts (VITASCOPE_ARTIFACTS) is {where}: {error}.") from error


def _access(settings: Settings, where: str) -> S3Access:
    bucket, prefix = s3_place(where)
    return S3Access(
        bucket=bucket,
        prefix=prefix,
        endpoint=settings.s3_endpoint or _aws("ENDPOINT_URL_S3", "ENDPOINT_URL", "ENDPOINT"),
        public_endpoint=settings.s3_public_endpoint,
        region=settings.s3_region or _aws("REGION", "DEFAULT_REGION"),
        access_key_id=settings.s3_access_key_id,
        secret_access_key=settings.s3_secret_access_key,
        session_token=settings.s3_session_token,
        virtual_host=settings.s3_virtual_host,
        allow_http=settings.s3_allow_http or (_aws("ALLOW_HTTP") or "").lower() in ("true", "1"),
        ca=settings.s3_ca,
    )


def _aws(*names: str) -> str | None:
    return next((value for name in names if (value := os.environ.get(f"AWS_{name}"))), None)


def artifacts_environment(settings: Settings) -> dict[str, str]:
    """The same place for a process of ours."""
    return {
        "VITASCOPE_ARTIFACTS": settings.artifacts_url,
        "VITASCOPE_S3_ENDPOINT": settings.s3_endpoint or "",
        "VITASCOPE_S3_REGION": settings.s3_region or "",
        "VITASCOPE_S3_ACCESS_KEY_ID": settings.s3_access_key_id or "",
        "VITASCOPE_S3_SECRET_ACCESS_KEY": settings.s3_secret_access_key or "",
        "VITASCOPE_S3_SESSION_TOKEN": settings.s3_session_token or "",
        "VITASCOPE_S3_VIRTUAL_HOST": str(settings.s3_virtual_host).lower(),
        "VITASCOPE_S3_ALLOW_HTTP": str(settings.s3_allow_http).lower(),
        "VITASCOPE_S3_CA": "" if settings.s3_ca is None else str(settings.s3_ca.expanduser().absolute()),
    }


async def try_out(store: ArtifactStore) -> None:
    """Write, list, read and delete a file of our own. Raises `ArtifactsUnusable`, which says what does not work."""
    key, data = f"{keys.TRIALS}{secrets.token_hex(8)}", secrets.token_bytes(64)
    try:
        doing = "written"
        await store.put_bytes(key, data)
        try:
            doing = "listed"
            found = [head.key async for head in store.list(keys.TRIALS)]
            if key not in found:
                raise ArtifactsUnusable("What was written is not in the list of files.")
            doing = "read"
            if await store.get_bytes(key) != data:
                raise ArtifactsUnusable("What was written reads otherwise.")
        finally:
            if doing != "written":
                await store.delete([key])
        doing = "deleted"
        await store.delete([key])  # a second time, as a sweep may
    except (VitascopeError, OSError) as error:
        if isinstance(error, ArtifactsUnusable):
            raise
        raise ArtifactsUnusable(f"It cannot be {doing}: {_reason(error)}") from error


async def claim_place(settings: Settings, installation: str) -> None:
    """Make sure that a place which is named keeps the files of this database, and of no other.

    Each installation sweeps files that its database does not know: two of them at one place would delete each other's.
    A place that was never used becomes this one's. Raises `ArtifactsUnusable`.
    """
    if settings.artifacts is None:
        return
    store, mine = artifacts_of(settings), f"{installation}\n".encode()
    try:
        found = await _owner(store)
        if found is None:
            try:
                await store.put_bytes(keys.OWNER, mine)
                found = mine
            except Conflict:  # another process of ours, or of theirs, was faster
                found = await _owner(store)
    except (VitascopeError, OSError) as error:
        raise ArtifactsUnusable(
            f"--artifacts (VITASCOPE_ARTIFACTS) is {settings.artifacts}, which cannot be used: {_reason(error)} "
            "`vitascope doctor` says more."
        ) from error
    if found != mine:
        raise ArtifactsUnusable(
            f"The files at {settings.artifacts} belong to the installation on another database, which deletes what it "
            f"does not know: name another folder. If that database is gone, delete the file {keys.OWNER} there."
        )


async def _owner(store: ArtifactStore) -> bytes | None:
    try:
        return await store.get_bytes(keys.OWNER)
    except NotFound:
        return None


def _reason(error: Exception) -> str:
    """With what the server of the bucket said, as far as it is one line."""
    cause = error.__cause__ if isinstance(error, Unavailable) else None
    said = str(cause).splitlines()[0] if cause is not None and str(cause) else ""
    return f"{error} ({said[:300]})" if said else str(error)
