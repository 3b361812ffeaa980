"""What a reported number points to: who reached it, on what, by which measure, against whom."""

from __future__ import annotations

from kg.records import Extraction, Result

ROLES = ("subject", "benchmark", "metric", "versus")
# The graph's relationship for each.
ROLE_LINKS = dict(zip(ROLES, ("OF", "ON", "MEASURED_BY", "VERSUS"), strict=True))


def role_surfaces(extraction: Extraction, result: Result) -> dict[str, str]:
    """Return by role how the text first writes the thing; empty where the number points to none.

    Args:
        extraction: What was read in the paper.
        result: One of its results.
    """
    first = {one.name: one.mentions[0].text for one in extraction.entities if one.mentions}
    return {role: first.get(getattr(result, role) or "", "") for role in ROLES}
