"""How the kernels that paint solids are compiled.

Numba counts who holds an array, and every row or slice that a kernel takes of one is counted up and down again, with
the bus locked: a third of the time that figures took. What is compiled here does not count. It may therefore make no
arrays: it is handed those that it fills.
"""

# mypy: disable-error-code="call-overload"
# numba's types leave out `_nrt`

from __future__ import annotations

import numba

kernel = numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy", _nrt=False)
inlined = numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy", _nrt=False, forceinline=True)
"""The same for what is a part of another kernel's loop."""
