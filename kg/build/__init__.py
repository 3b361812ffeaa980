"""From files to the graph: read, extract what is new, resolve, write what changed.

This is where sources, extraction, corpus, resolution and stores meet.
"""

from __future__ import annotations

from kg.arguments import AnyPath, as_path, check_flag, check_whole, lead_to
from kg.build.graph import rows_of, update_graph
from kg.build.steps import Build, BuildReport
from kg.sources.given import Given, as_given

__all__ = ["Build", "BuildReport", "build", "rows_of", "update_graph"]

lead_to("build", module=__name__)


def build(
    paths: Given,
    *,
    workspace: AnyPath,
    jobs: int = 1,
    refresh: bool = False,
    weights: AnyPath | None = None,
) -> BuildReport:
    """Read papers and bring the workspace's graph up to date.

    Everything read is kept at once: after a kill the same call goes on where it stopped. A paper
    whose reading fails is told in the report and tried again by the next call (one that was to be
    refreshed keeps its older reading, and the next `refresh` tries it again). While another
    process or thread holds the workspace the call waits.

    Args:
        paths: Files, folders, or `-` for stdin, or records: dictionaries with `title`, `abstract`
            and whatever else a line of JSON may have, `kg.Paper`s, or a data frame with a row for
            each, the ids in its index or in a column; or records by their ids. One or several; none
            at all (`[]`) only updates the graph.
        workspace: Folder; made if missing.
        jobs: Processes that read papers; 0 means one per core, as for `kg build`. With more than
            one a script calls this under `if __name__ == "__main__":`, as each process imports it.
        refresh: Read again what an older version of the reader has read.
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: What is given is no path and no record, the folder is no path, there is no such
            number of processes, `refresh` is neither true nor false, or the folder of the weights
            lacks a file.
        InputError: A file is in no known format, cannot be read, or has no paper that can be
            used; the graph shows the others. Or a correction of an earlier kg cannot be used.
        StoreError: The workspace cannot be written.

    Example:
        >>> from kg.build import build
        >>> build([{"title": "Foo", "abstract": "We introduce Foo."}], workspace="own.kg").extracted
        1
    """
    given = as_given(paths)
    check_whole("jobs", jobs, least=0)
    check_flag("refresh", refresh)
    if weights is not None:
        weights = as_path("weights", weights)
    with Build(as_path("workspace", workspace), weights) as run:
        for _ in run.add(given):
            pass
        for _ in run.extract(jobs=jobs, refresh=refresh):
            pass
        run.update()
        if run.failures:
            raise run.failures[0]
        return run.report()
