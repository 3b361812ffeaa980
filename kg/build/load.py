"""From a workspace to a Neo4j server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.arguments import AnyPath, as_path
from kg.corpus import Corpus
from kg.corpus.lock import workspace_lock
from kg.errors import ConfigError
from kg.store import is_server

if TYPE_CHECKING:
    from kg.store.neo4j import LoadPolicy, LoadReport, Login


def load(  # noqa: PLR0913 - two callbacks beside what and where
    url: str,
    *,
    workspace: AnyPath,
    login: Login | None = None,
    policy: LoadPolicy | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
    on_wait: Callable[[str], object] | None = None,
) -> LoadReport:
    """Bring a Neo4j database to the state of a workspace.

    What others added to the database stays. After any interruption the same call goes on where
    the last one stopped. While another process changes the workspace the call waits. Papers that
    are not read yet are left out and counted: `kg.build.build` reads them.

    Args:
        url: `neo4j://host:7687`, `bolt://`, `neo4j+s://`, `bolt+s://`.
        workspace: Folder of the corpus.
        login: Who logs in; None means what NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE and
            NEO4J_CREDENTIALS say.
        policy: What the load may do; None means all but replacing another workspace.
        dry_run: Only find out what would change.
        progress: Called with rows done and rows in all.
        on_wait: Called with who holds the workspace, if that has to be waited for.

    Raises:
        ConfigError: The address is no server's or holds a password, or the folder is no path.
        StoreError: There is no such workspace, the server failed, another load is under way, or
            the policy forbids it.
    """
    if not is_server(url):
        raise ConfigError(f"{url!r} is no address of a server; write neo4j://localhost:7687")
    workspace = as_path("workspace", workspace)
    from kg.build import rows_of
    from kg.store.neo4j import open_neo4j

    # Whether both ends are there is known in a moment; the rows take their time.
    with Corpus.open(workspace, existing=True):
        store = open_neo4j(url, read_only=dry_run, login=login)
    with closing(store):
        with (
            workspace_lock(workspace, name="kg load", on_wait=on_wait),
            Corpus.open(workspace) as corpus,
        ):
            rows, unread = rows_of(corpus), corpus.pending_count()
        if dry_run:
            report = store.compare(rows, policy=policy)
        else:
            report = store.write(rows, progress=progress, policy=policy)
        return replace(report, unread=unread)
