"""The licence of LTX-2's weights is the owner's to accept; here it is asked whether that was done, and said what it is.

Our own words, and no substitute for reading it. The weights are never shipped with this program, nor fetched unasked.
"""

from __future__ import annotations

import os

from vitascope.core.errors import EngineMissing

ACCEPTED = "VITASCOPE_ACCEPT_LTX_LICENSE"
LINK = "https://github.com/Lightricks/LTX-2/blob/main/LICENSE"

DUTIES = (
    "LTX-2's code and weights are under the LTX-2 Community License, a contract between you and Lightricks. In short: "
    "a company with a revenue of 10 million dollars a year or more needs a paid licence; you may offer a service on "
    "the weights if you pass its use restrictions on to your users; a service that competes with Lightricks' own "
    "products, or takes their place, needs a separate licence; marks of provenance must not be removed."
)


def check_accepted() -> None:
    """Raises `EngineMissing`, with the duties in our words, where the owner has not said yes."""
    if os.environ.get(ACCEPTED, "").strip().lower() not in ("1", "true", "yes"):
        raise EngineMissing(
            f"{DUTIES} Read it ({LINK}); if you accept it, say so with --accept-ltx-license, or {ACCEPTED}=true."
        )
