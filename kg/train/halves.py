"""Whether products of 16 bits are worth it: a GPU is faster with them, many a processor is not."""

from __future__ import annotations

import time
from functools import cache

import torch

# Rows and columns of the matrices that are tried.
TRIED = 512
ROUNDS = 3


def halves(device: torch.device) -> torch.autocast:
    """Return a context whose products take bfloat16 where the device is faster with it."""
    return torch.autocast(device.type, torch.bfloat16, enabled=_faster(device))


@cache
def _faster(device: torch.device) -> bool:
    """Tell by trying, on a processor: one without such products makes them 5 to 25 times slower."""
    return device.type != "cpu" or _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(kind: torch.dtype) -> float:
    """Return the shortest time of some products."""
    one = torch.ones(TRIED, TRIED, dtype=kind)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        one @ one
        times.append(time.perf_counter() - start)
    return min(times)
