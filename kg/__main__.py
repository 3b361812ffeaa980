"""`python -m kg` is `kg`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `kg`; Ctrl-C while the modules of `kg.cli` load ends it in a line, too."""
    try:
        from kg.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
