"""How a clip was made, kept inside the file: JSON in the ``comment`` tag, the prompt as the title."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av


def receipt_tags(receipt: Mapping[str, Any]) -> dict[str, str]:
    """Container tags for ``receipt``, whose values are JSON values."""
    tags = {"comment": json.dumps(receipt, ensure_ascii=False, separators=(",", ":"), sort_keys=True)}
    if isinstance(prompt := receipt.get("prompt"), str):
        tags["title"] = prompt
    return tags


def read_receipt(path: Path) -> dict[str, Any]:
    """The receipt inside a clip; empty where the file carries none."""
    with av.open(str(path)) as container:
        comment = container.metadata.get("comment", "")
    try:
        receipt = json.loads(comment)
    except ValueError:
        return {}
    return receipt if isinstance(receipt, dict) else {}
