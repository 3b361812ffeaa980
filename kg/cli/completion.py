"""`kg completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

# Set where a shell asks for completions.
COMPLETE = "_KG_COMPLETE"
# Without its completion system zsh has no compdef: it is loaded where nobody did.
_COMPINIT = "(( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i; }"


class _Bash(BashComplete):
    """Bash cuts `--type=mod` into three words; the one between is no value."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return args[:-1] if args[-1:] == ["="] else args, incomplete


class _OneWord(ShellComplete):
    """To other shells `--type=mod` is one word, which is completed as a whole."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not (equals and option.startswith("-")):
            return found
        return [
            CompletionItem(f"{option}={item.value}", item.type, item.help)
            if item.type == "plain"
            else item
            for item in found
        ]


class _Zsh(_OneWord, ZshComplete):
    def source(self) -> str:
        # A file behind `--workspace=` is a word of its own.
        files = super().source().replace("_path_files", "compset -P '--*='; _path_files")
        tag, rest = files.split("\n", 1)
        return f"{tag}\n\n{_COMPINIT}\n{rest}"


class _Fish(_OneWord, FishComplete):
    def source(self) -> str:
        # A help text has commas of its own.
        return super().source().replace('string split ","', 'string split -m 1 ","')


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


@click.command(
    epilog="""\b
Put this into the file that your shell reads when it starts:
  ~/.bashrc                   eval "$(kg completion bash)"
  ~/.zshrc                    eval "$(kg completion zsh)"
  ~/.config/fish/config.fish  kg completion fish | source"""
)
@click.argument("shell", type=click.Choice([*SHELLS]))
def completion(shell: str) -> None:
    """Print the shell completion script.

    Example: eval "$(kg completion bash)"
    """
    from kg.cli import cli

    click.echo(SHELLS[shell](cli, {}, "kg", COMPLETE).source())


def offer() -> None:
    """Let what a shell asks for be completed as the scripts here expect it."""
    for kind in SHELLS.values():
        add_completion_class(kind)
