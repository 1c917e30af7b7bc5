"""Who signs the clips of this installation, if anybody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitascope.core.errors import BadInput
from vitascope.settings import Settings

if TYPE_CHECKING:
    from vitascope.media.c2pa_signer import ClipSigner


def signer_of(settings: Settings) -> ClipSigner | None:
    """The signer that ``settings`` name, tried once; ``None`` where they name none.

    Raises `BadInput` where half of it is missing, `SigningUnusable`.
    """
    cert, key = settings.c2pa_cert, settings.c2pa_key
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        missing, given = ("--c2pa-key", "--c2pa-cert") if key is None else ("--c2pa-cert", "--c2pa-key")
        raise BadInput(f"{given} is set without {missing}: signing takes a certificate and its private key.")
    # With NumPy and the codecs, which a worker needs for nothing else: its child renders.
    from vitascope.media.c2pa_signer import load_signer

    return load_signer(cert, key)
