"""Random streams addressed by name and replication, never by position.

Adding, removing or reordering streams moves no other stream, so two scenarios that share a name
share its luck. Keys go through ``numpy.random.SeedSequence`` with a distinct ``spawn_key``.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, name: str, replication: int) -> np.random.Generator:
    """The generator of one named stream in one replication.

    >>> bool(stream(1, "a", 0).random() == stream(1, "a", 0).random())
    True
    >>> bool(stream(1, "a", 0).random() == stream(1, "a", 1).random())
    False
    """
    digest = sha256(name.encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4)]
    key = np.random.SeedSequence(entropy=seed, spawn_key=(*words, replication))
    return np.random.Generator(np.random.PCG64(key))


def uniforms(
    seed: int, name: str, replication: int, size: int, out: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """``size`` numbers in (0, 1) of the named stream: the open interval, so every quantile exists.

    A longer draw begins with the same numbers as a shorter one. ``out`` is an array of that size
    to be filled and answered, for who draws many times over.
    """
    drawn = stream(seed, name, replication).random(size, out=out)
    return np.maximum(drawn, 2.0**-54, out=drawn)
