"""What words outside the lexicon are kinds of: a *marmot* is read as a squirrel, *lollops* as walks.

The table is made from WordNet's hypernyms by ``python -m tools.kindred``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).with_name("data") / "kindred.txt"
HEAD = """\
# Words by the phrase of the lexicon that they are read as. Made by `python -m tools.kindred` from WordNet 3.0: mend
# tools/kindred.toml, not this.
#
# This software and database is being provided to you, the LICENSEE, by Princeton University under the following
# license. By obtaining, using and/or copying this software and database, you agree that you have read, understood, and
# will comply with these terms and conditions.: Permission to use, copy, modify and distribute this software and
# database and its documentation for any purpose and without fee or royalty is hereby granted, provided that you agree
# to comply with the following copyright notice and statements, including the disclaimer, and that the same appear on
# ALL copies of the software, database and documentation, including modifications that you make for internal use or for
# distribution. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. THIS SOFTWARE AND DATABASE IS
# PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR IMPLIED. BY WAY OF
# EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF MERCHANTABILITY OR
# FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT
# INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS. The name of Princeton University or
# Princeton may not be used in advertising or publicity pertaining to distribution of the software and/or database.
# Title to copyright in this software, database and any associated documentation shall at all times remain with
# Princeton University and LICENSEE agrees to preserve same.
"""


@cache
def kindred(section: str) -> Mapping[str, str]:
    """``nouns`` or ``verbs``: each word, lower case, with the phrase of the lexicon that it is read as."""
    text = (files(__package__) / "data" / DATA.name).read_text(encoding="utf-8")
    rows = text.partition(f"\n[{section}]\n")[2].partition("\n[")[0]
    found: dict[str, str] = {}
    for row in rows.splitlines():
        target, _, words = row.partition(": ")
        found.update(dict.fromkeys(words.split(", "), target))
    found.pop("", None)
    return found
