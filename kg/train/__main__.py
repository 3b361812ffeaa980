"""Train the reader: `python -m kg.train --gold FOLDER --corpus FOLDER --out FOLDER`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from kg.corpus.lock import workspace_lock
from kg.errors import KGError


def _command() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(prog="python -m kg.train", description=main.__doc__)
    command.add_argument("--gold", type=Path, required=True, help="folder of annotated papers")
    command.add_argument("--corpus", type=Path, required=True, help="folder of unread abstracts")
    command.add_argument("--out", type=Path, required=True, help="folder of checkpoints")
    command.add_argument("--gold-only", action="store_true", help="no teachers, no unread text")
    command.add_argument("--number", type=int, help="so many papers of each file, for a trial")
    command.add_argument("--jobs", type=int, default=1, help="processes beside the training")
    command.add_argument("--device", help="cpu or cuda; the best there is where not given")
    return command


def main(arguments: list[str] | None = None) -> None:
    """Run the recipe; a second run goes on where the first was stopped."""
    command = _command()
    given = command.parse_args(arguments)
    # Help needs neither, and they take seconds.
    try:
        import torch
    except ImportError:
        command.error("torch is not installed; training needs: pip install 'papers-kg[train]'")

    from kg.train.recipe import Place, Recipe

    torch.set_float32_matmul_precision("high")
    name = given.device or ("cuda" if torch.cuda.is_available() else "cpu")
    place = Place(given.gold, given.corpus, given.out, torch.device(name), given.jobs, given.number)
    start = time.monotonic()

    def talk(line: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - start:7.0f} s] {line}\n")

    try:
        # Two that write the same checkpoints would each go on from the other's.
        with workspace_lock(place.out, name="training", make=True, on_wait=talk):
            recipe = Recipe(place, talk=talk)
            folder = recipe.gold_only() if given.gold_only else recipe.whole()
    except KGError as error:
        sys.exit(f"Error: {error}")
    except OSError as error:
        # A full disk, or a file where the folder should be: what was kept stays.
        sys.exit(f"Error: cannot write below '{given.out}': {error.strerror or error}")
    except KeyboardInterrupt:
        sys.stderr.write(f"\nstopped; the same command goes on from '{given.out}'\n")
        sys.exit(130)
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
