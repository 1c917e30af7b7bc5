"""Bundle the pictures that stand for what no rig draws: ``python -m tools.pictures ICONS.json``.

``ICONS.json`` is that of the npm package ``@iconify-json/noto`` (Noto Emoji, Apache-2.0), fetched with ``npm pack``.
What is bundled is what ``reading/data/pictures.toml`` names: the same bytes for the same two files.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

from vitascope.engines.animatic.draw.rigs.pictures import BUNDLE
from vitascope.engines.animatic.reading.pictures import pictures


def main(icons: Path) -> int:
    """Write the bundle; 2 where a picture that the table names is not among ``icons``."""
    bodies = json.loads(icons.read_text(encoding="utf-8"))["icons"]
    wanted = sorted(set(pictures().values()))
    missing = [name for name in wanted if name not in bodies]
    if missing:
        print(f"pictures: {icons} has no {', '.join(missing)}", file=sys.stderr)
        return 2
    text = json.dumps({name: bodies[name]["body"] for name in wanted}, separators=(",", ":"), ensure_ascii=True)
    BUNDLE.write_bytes(lzma.compress(text.encode(), preset=9))
    print(f"pictures: {len(wanted)} in {BUNDLE.stat().st_size / 1000:.0f} KB")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tools.pictures ICONS.json")
    sys.exit(main(Path(sys.argv[1])))
