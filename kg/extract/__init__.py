"""Reading: from one paper's text to what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import lead_to

if TYPE_CHECKING:
    from kg.extract.pipeline import Unread, build_nlp, extract, read
    from kg.extract.version import pipeline_version

__all__ = ["Unread", "build_nlp", "extract", "pipeline_version", "read"]

lead_to("extract", module=__name__)


if not TYPE_CHECKING:  # a type checker that sees it takes any name for one of the module's

    def __getattr__(name: str) -> object:
        # The pipeline loads spaCy, over a second: whoever needs only a rule does not wait for it.
        if name == "pipeline_version":
            from kg.extract import version

            return version.pipeline_version
        if name in __all__:
            from kg.extract import pipeline

            return getattr(pipeline, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return also what is imported on first use."""
    return sorted({*globals(), *__all__})
