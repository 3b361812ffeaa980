"""One command a question; names and defaults are those of the methods of `kg.Graph`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from kg.cli.answers import (
    answer,
    confidence_option,
    family_option,
    limit_option,
    opened,
    question,
    show,
    type_option,
)
from kg.cli.common import TYPE, TYPES, print_rows
from kg.cli.offered import names_of, relations
from kg.cli.shown import evidence_of_sides, gaps_in_a_line, told_apart
from kg.graph import Rows
from kg.graph.links import MOST_HOPS
from kg.text.shown import distinct_aliases

# What tables show of evidence; --json and --csv have every field.
_FACT = ("paper", "published", "sentence")
_NUMBER = ("subject", "benchmark", "metric", "value", "unit", "kind")
_HOPS = click.IntRange(1, MOST_HOPS)
# What gives way first in a narrow terminal; a sentence does where a number stands for itself.
_ANY, _BOARD, _SYSTEM = names_of(), names_of("Benchmark", "Dataset"), names_of("Model", "Method")
_DATES = ("published",)
_PROOFS = ("published", "sentence")


@question
@click.argument("benchmark", shell_complete=_BOARD)
@click.option("--metric", shell_complete=names_of("Metric"), help="Only results by this metric.")
@click.option("--unit", help="Only results in this unit.")
@family_option("what is part of it, such as versions")
@confidence_option
@limit_option(20)
def leaderboard(graph: str, form: str | None, benchmark: str, **options: Any) -> None:
    """Show the results on a benchmark, best first, each metric by itself.

    Example: kg leaderboard MathVista --metric accuracy
    """
    with opened(graph) as found:
        board = ("benchmark",) if options["family"] else ()
        score = ("subject", *board, "value", "unit", "metric", "confidence")
        columns = ("rank", *score, *_FACT)
        answer(found.leaderboard(benchmark, **options), form, columns, _PROOFS)


@question
@click.argument("benchmark", shell_complete=_BOARD)
@click.option(
    "--metric",
    shell_complete=names_of("Metric"),
    help="By this metric; without it the one of most papers.",
)
@click.option("--unit", help="In this unit.")
@family_option("what is part of it, such as versions")
@confidence_option
def sota(graph: str, form: str | None, benchmark: str, **options: Any) -> None:
    """Show the best result over time, a step a record.

    Example: kg sota MathVista --metric accuracy
    """
    with opened(graph) as found:
        board = ("benchmark",) if options["family"] else ()
        score = ("subject", *board, "value", "unit", "gain", "metric", "confidence")
        columns = ("published", *score, "paper", "sentence")
        answer(found.sota(benchmark, **options), form, columns, ("sentence", "gain"))


@question
@click.argument("paper")
@confidence_option
def paper(graph: str, form: str | None, paper: str, **options: Any) -> None:
    """Show all that a paper says: by arXiv id, DOI, address, or words of its title.

    --csv has relations and results in one table, the column "table" tells which; --json has all.

    Example: kg paper Vision-R1
    """
    with opened(graph) as found:
        show(
            found.paper(paper, **options),
            form,
            relations=("relation", "source", "target", "confidence", "sentence"),
            results=(*_NUMBER, "versus", "confidence"),
        )


@question
@click.argument("name", shell_complete=_ANY)
@type_option
@confidence_option
@limit_option(50)
def entity(graph: str, form: str | None, name: str, **options: Any) -> None:
    """Show all that papers say of a model, a method, a benchmark, ….

    --csv has neighbors and results in one table, the column "table" tells which; --json has all.

    Example: kg entity GRPO
    """
    with opened(graph) as found:
        entity = found.entity(name, **options)
        if form is None:
            entity = replace(entity, aliases=tuple(distinct_aliases(entity.name, entity.aliases)))
        show(
            entity,
            form,
            _DATES,
            neighbors=("direction", "relation", "other", *_FACT),
            results=(*_NUMBER, "paper", "confidence"),
        )


@question
@click.argument("text", nargs=-1, required=True, callback=lambda *given: " ".join(given[-1]))
@click.option(
    "--type", type=click.Choice(["Paper", *TYPES], case_sensitive=False), help="Only this type."
)
@confidence_option
@limit_option(20)
def search(graph: str, form: str | None, text: str, **options: Any) -> None:
    """Find entities and papers by words; all of them have to fit.

    Example: kg search "kv cache"
    """
    with opened(graph) as found:
        columns = ("type", "name", "match", "papers", "published", "snippet", "id")
        rows = found.search(text, **options)
        answer(rows if form else told_apart(rows), form, columns, (*_DATES, "match"))


@question
@click.option("--task", shell_complete=names_of("Task"), help="Papers that name this task.")
@click.option("--method", shell_complete=names_of("Method", "Model"), help="This method or model.")
@click.option("--benchmark", shell_complete=_BOARD, help="This benchmark or data set.")
@click.option("--author", help="Written by this name.")
@click.option("--year", type=int, help="Published in this year.")
@click.option("--since", metavar="DATE", help="Published since 2025, 2025-10 or 2025-10-27.")
@click.option("--with-code", is_flag=True, help="Only with code or weights, e.g. on GitHub.")
@family_option("parts, and what is narrower by its name")
@confidence_option
@limit_option(50)
def papers(graph: str, form: str | None, **options: Any) -> None:
    """List papers that fit all that is given, newest first.

    Code lies on a host of code or weights: a project page, a data set or a list of papers is none.

    Example: kg papers --method GRPO --with-code
    """
    with opened(graph) as found:
        columns = ("paper", "title", "published", "relation", "entity", "repos")
        answer(found.papers(**options), form, columns, ("published", "relation", "entity"))


@question
@click.argument("name", shell_complete=_ANY)
@type_option
@click.option(
    "--direction",
    type=click.Choice(["both", "up", "down"]),
    default="both",
    show_default=True,
    help="up: what it is based on; down: what is based on it.",
)
@click.option("--depth", type=_HOPS, default=3, show_default=True, help="Most steps.")
@click.option("--family", is_flag=True, help="Walk from sizes to their family and back too.")
@confidence_option
@limit_option(50)
def lineage(graph: str, form: str | None, name: str, **options: Any) -> None:
    """Show what a thing is based on, and what is based on it.

    Example: kg lineage LoRA --direction down
    """
    with opened(graph) as found:
        columns = ("depth", "direction", "source", "relation", "target", *_FACT)
        answer(found.lineage(name, **options), form, columns, (*_DATES, "direction"))


@question
@click.argument("left", shell_complete=_SYSTEM)
@click.argument("right", shell_complete=_SYSTEM)
@family_option("what is part of them, such as sizes")
@confidence_option
def compare(graph: str, form: str | None, left: str, right: str, **options: Any) -> None:
    """Show two systems side by side on all benchmarks they share.

    Example: kg compare "Kimi k1.5" Vision-R1-7B
    """
    with opened(graph) as found:
        scores = ("left", "left_value", "right", "right_value", "difference", "unit", "better")
        rows = found.compare(left, right, **options)
        # Mostly one paper has both numbers: its id stands once.
        apart = any(row.right_paper not in (None, row.left_paper) for row in rows)
        proofs = ("left_paper", "left_sentence", *["right_paper"][:apart], "right_sentence")
        columns = ("benchmark", "metric", *scores, "kind", "confidence", *proofs)
        yields = ["kind", "right_sentence", "right_paper", "left_sentence", "left_paper"]
        # Which of the two is better is the answer, and so is a difference that a paper reports.
        yields += ["confidence", "difference"][: 1 + all(row.kind == "absolute" for row in rows)]
        answer(rows, form, columns, yields, below=evidence_of_sides)


@question
@click.argument("name", required=False, shell_complete=_ANY)
@family_option("what is part of it, such as sizes")
@confidence_option
@limit_option(50)
def outperforms(graph: str, form: str | None, name: str | None, **options: Any) -> None:
    """Show who is said to beat whom; contradictions stand side by side, first.

    Example: kg outperforms GBLM-Pruner
    """
    with opened(graph) as found:
        columns = ("winner", "loser", "contradicted", *_FACT)
        answer(found.outperforms(name, **options), form, columns, _DATES)


@question
@click.argument("task", required=False, shell_complete=names_of("Task", "Method", "Model"))
@family_option("parts, and what is narrower by its name")
@confidence_option
@limit_option(50)
def benchmarks(graph: str, form: str | None, task: str | None, **options: Any) -> None:
    """List the benchmarks of a task or of a method, or all, those that most papers use first.

    Papers evaluate on it; with a task those of the task, and those that name it for the task.
    Results are the scores that kg leaderboard shows, before repeats are joined, of any task.
    Stated is True where a paper says that it is a benchmark for the task.

    Example: kg benchmarks "mathematical reasoning"
    """
    with opened(graph) as found:
        columns = ("benchmark", "papers", "results", "first_seen", "stated", "paper", "sentence")
        answer(found.benchmarks(task, **options), form, columns)


@question
@click.argument("name", shell_complete=_ANY)
@type_option
@click.option(
    "--relation", shell_complete=relations, help="Only this relationship type, e.g. BASED_ON."
)
@confidence_option
@limit_option(50)
def neighbors(graph: str, form: str | None, name: str, **options: Any) -> None:
    """Show papers and entities one step from a thing.

    Example: kg neighbors LoRA --relation BASED_ON
    """
    with opened(graph) as found:
        columns = ("direction", "relation", "other", "other_type", *_FACT)
        answer(found.neighbors(name, **options), form, columns, (*_DATES, "other_type"))


@question
@click.argument("source", shell_complete=_ANY)
@click.argument("target", shell_complete=_ANY)
@click.option("--max-hops", type=_HOPS, default=4, show_default=True, help="Most steps.")
@confidence_option
def path(graph: str, form: str | None, source: str, target: str, **options: Any) -> None:
    """Show a shortest way from one thing or paper to another, with the evidence of each step.

    It passes through a metric, which nearly every paper shares, only where there is no other way.

    Example: kg path LoRA GPT-4
    """
    with opened(graph) as found:
        columns = ("step", "source", "relation", "target", *_FACT)
        answer(found.path(source, target, **options), form, columns, _DATES)


@question
@click.argument("name", shell_complete=_ANY)
@type_option
@click.option("--other", type=TYPE, help="Only things of this type.")
@click.option("--min-papers", type=int, default=1, show_default=True, help="Fewest papers.")
@confidence_option
@limit_option(20)
def cooccurrence(graph: str, form: str | None, name: str, **options: Any) -> None:
    """Show what is named in the same papers.

    Example: kg cooccurrence LoRA --other Benchmark
    """
    with opened(graph) as found:
        columns = ("other", "type", "papers", "examples")
        rows = found.cooccurrence(name, **options)
        answer(rows if form else told_apart(rows), form, columns)


@question
@click.argument("name", required=False, shell_complete=_ANY)
@type_option
@family_option("parts, and what is narrower by its name")
@confidence_option
def trends(graph: str, form: str | None, name: str | None, **options: Any) -> None:
    """Show papers per month, of all or of those that name a thing.

    Share is in % of all papers of the month. Months of which the graph has no paper are one line;
    --json and --csv have each.

    Example: kg trends GPT-4
    """
    with opened(graph) as found:
        rows = found.trends(name, **options)
        if form is None:
            rows = Rows(gaps_in_a_line(rows), rows.notes)
        answer(rows, form, ("month", "papers", "total", "share"))


@question
@click.argument("name", required=False, shell_complete=_ANY)
@click.option("--host", help="Only on this host, e.g. github.com.")
@confidence_option
@limit_option(50)
def repos(graph: str, form: str | None, name: str | None, **options: Any) -> None:
    """List repositories with the papers that release them.

    Example: kg repos LoRA --host github.com
    """
    with opened(graph) as found:
        columns = ("url", "paper", "title", "published")
        answer(found.repos(name, **options), form, columns, _DATES)


@question
@click.argument("name", required=False, shell_complete=_ANY)
@confidence_option
@limit_option(50)
def conflicts(graph: str, form: str | None, name: str | None, **options: Any) -> None:
    """Show results that disagree on one system, benchmark and metric.

    Example: kg conflicts MMLU
    """
    with opened(graph) as found:
        columns = ("group", "subject", "benchmark", "metric", "value", "unit", "confidence", *_FACT)
        answer(found.conflicts(name, **options), form, columns, _PROOFS)


@question
def stats(graph: str, form: str | None) -> None:
    """Show how many papers, entities, relations and results there are.

    Example: kg stats --json
    """
    with opened(graph) as found:
        answer(found.stats(), form, ("part", "name", "amount"))


@question
def schema(graph: str, form: str | None) -> None:
    """Show labels, relationship types and properties: of every graph the same.

    Example: kg schema
    """
    # Taken as every question takes it, so that a command changed into this one runs.
    del graph
    from kg.graph.things import schema_rows

    rows = schema_rows()
    if form is None:
        from kg.schema import load_schema

        click.echo(load_schema().describe(), nl=False)
    else:
        print_rows(rows, form=form)
