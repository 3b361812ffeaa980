"""Queries made at random from the subset of Cypher that shipped files may use."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

PAPER_TYPES = ("INTRODUCES", "USES", "EVALUATES_ON", "MEASURES", "ADDRESSES", "MENTIONS")
ENTITY_TYPES = ("BASED_ON", "OUTPERFORMS", "PART_OF", "BENCHMARK_FOR")
RESULT_TYPES = ("OF", "ON", "MEASURED_BY", "VERSUS")
# type, label at its start, label at its end
EDGES = (
    *((kind, "Paper", "Entity") for kind in PAPER_TYPES),
    *((kind, "Entity", "Entity") for kind in ENTITY_TYPES),
    *((kind, "Result", "Entity") for kind in RESULT_TYPES),
    ("REPORTS", "Paper", "Result"),
    ("WRITTEN_BY", "Paper", "Author"),
)
ENTITIES = ("Model", "Method", "Benchmark", "Metric", "Task", "Dataset")
STRINGS = {
    "Paper": ("id", "name", "title"),
    "Entity": ("id", "name", "usualMetric", "family"),
    "Result": ("id", "unit", "kind", "sentence"),
    "Author": ("id", "name"),
    "says": ("sentence", "as"),
    "claims": ("key", "paper", "rule"),
}
NUMBERS = {
    "Paper": ("year",),
    "Entity": ("paperCount",),
    "Result": ("value", "confidence"),
    "says": ("confidence",),
    "claims": ("confidence",),
}
LISTS = {"Paper": ("categories", "otherIds"), "Entity": ("aliases", "lookup")}
DATES = {"Paper": ("publishedAt",)}
WORDS = ("", "a", "e", "model", "GPT", "LLM", "Tr", "n", "'", "`", "é", "模", "math", "arxiv:2")


@dataclass
class Made:
    """A query as it grows: variables with what they are, clauses, parameters."""

    draw: st.DrawFn
    kinds: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    params: dict[str, object] = field(default_factory=dict)

    def one(self, values):
        return self.draw(st.sampled_from(list(values)))

    def flip(self, chances: int = 2) -> bool:
        return self.draw(st.integers(1, chances)) == 1

    def param(self, value: object) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"${name}"

    # ---- patterns

    def node(self, kind: str | None = None) -> str:
        """Return `(n0:Label)` with a new variable."""
        kind = kind or self.one(("Paper", "Entity", "Result", "Author"))
        name = f"n{len(self.kinds)}"
        self.kinds[name] = kind
        label = self.one((kind, *ENTITIES)) if kind == "Entity" and self.flip() else kind
        return f"({name}:{label})"

    def hop(self, start: str, *, named: bool = True) -> str:
        """Return `-[r0:TYPE]->(n1:Label)` from a variable."""
        kind = self.kinds[start]
        typ, source, target = self.one(e for e in EDGES if kind in e[1:])
        outward = source == kind and (target != kind or self.flip())
        types = typ
        if kind == "Entity" == source == target and self.flip():
            types = "|".join(sorted({typ, self.one(ENTITY_TYPES)}))
        name = ""
        if named:
            name = f"r{len(self.links)}"
            self.links[name] = {"Paper": "says", "Entity": "claims"}.get(source, "")
            if types in ("REPORTS", "WRITTEN_BY"):
                self.links[name] = ""
        end = self.node(target if outward else source)
        link = f"[{name}:{types}]"
        return f"-{link}->{end}" if outward else f"<-{link}-{end}"

    def pattern(self) -> str:
        text = self.node()
        for _ in range(self.draw(st.integers(0, 2))):
            text += self.hop(list(self.kinds)[-1])
        return text

    # ---- expressions: text of a scalar

    def variable(self, table) -> tuple[str, str] | None:
        both = {**self.kinds, **self.links}
        fitting = [(name, kind) for name, kind in both.items() if table.get(kind)]
        return self.one(fitting) if fitting else None

    def prop(self, table) -> str | None:
        found = self.variable(table)
        return None if found is None else f"{found[0]}.{self.one(table[found[1]])}"

    def string(self) -> str:
        text = self.prop(STRINGS) or "'x'"
        shape = self.one(
            (
                "{}",
                "{}",
                "toLower({})",
                "toUpper({})",
                "left({}, 3)",
                "coalesce({}, 'none')",
                "substring({}, 1, 4)",
                "split({}, ' ')[0]",
                "replace({}, 'a', 'bb')",
                "CASE WHEN {0} IS NULL THEN 'null' ELSE {0} END",
            )
        )
        return shape.format(text)

    def number(self) -> str:
        text = self.prop(NUMBERS) or "1"
        shape = self.one(
            (
                "{}",
                "{}",
                "{} + 1",
                "{} * 2.0",
                "-{}",
                "abs({} - 3)",
                "coalesce({}, 0)",
                "CASE WHEN {} > 1 THEN 1 ELSE 0 END",
                "toInteger({})",
            )
        )
        if self.flip(4):
            return f"size({self.string()})"
        return shape.format(text)

    def scalar(self) -> str:
        made = self.one((self.string, self.string, self.number, self.other))()
        return made

    def other(self) -> str:
        dates, lists = self.prop(DATES), self.prop(LISTS)
        links = [name for name in self.links]
        choices = [f"{self.one(self.kinds)} IS NULL"]
        if dates:
            choices += [f"toString({dates})", f"{dates}.year", f"{dates}.month"]
        if lists:
            choices += [f"size(coalesce({lists}, []))", f"coalesce({lists}, [])[0]"]
            choices += [f"size([x IN coalesce({lists}, []) WHERE x CONTAINS 'a' | x])"]
            choices += [f"reduce(s = '', x IN coalesce({lists}, []) | s + left(x, 1))"]
        if links:
            choices += [f"type({self.one(links)})"]
        return self.one(choices)

    # ---- conditions

    def condition(self) -> str:
        return self.one((self.of_string, self.of_number, self.of_list, self.of_pattern))()

    def of_string(self) -> str:
        text, word = self.string(), self.param(self.one((*WORDS, None)))
        operator = self.one(("=", "<>", "<", ">=", "STARTS WITH", "ENDS WITH", "CONTAINS"))
        if self.flip(4):
            return f"{text} {self.one(('IS NULL', 'IS NOT NULL'))}"
        if self.flip(5):
            return f"{text} IN {self.param([self.one(WORDS), '%', 'absolute'])}"
        return f"{text} {operator} {word}"

    def of_number(self) -> str:
        value = self.param(self.one((0, 1, 2, 0.5, 70.0, 2024, -1, None)))
        return f"{self.number()} {self.one(('=', '<>', '<', '<=', '>', '>='))} {value}"

    def of_list(self) -> str:
        text = self.prop(LISTS)
        if text is None:
            dates = self.prop(DATES)
            day = self.param(self.one(("2024-02-29", "2025-01-01")))
            return f"{dates} >= date({day})" if dates else self.of_number()
        word, kind = self.param(self.one(WORDS)), self.one(("any", "all", "none"))
        if self.flip():
            return f"{word} IN coalesce({text}, [])"
        return f"{kind}(x IN coalesce({text}, []) WHERE x CONTAINS {word})"

    def of_pattern(self) -> str:
        name = self.one(self.kinds)
        before = dict(self.kinds)
        pattern = f"({name}){self.hop(name, named=False)}"
        # Variables inside braces are not seen outside.
        self.kinds = before
        if self.flip():
            return f"{self.one(('', 'NOT '))}EXISTS {{ {pattern} }}"
        # kglite takes "(COUNT {" for the start of a pattern.
        return f"{self.param(self.one((0, 1, 2)))} {self.one(('<', '='))} COUNT {{ {pattern} }}"

    def where(self) -> str:
        first = self.condition()
        if self.flip():
            return f"WITH *\nWHERE {first}\n"
        joined = f"({first}) {self.one(('AND', 'OR', 'XOR'))} ({self.condition()})"
        return f"WITH *\nWHERE {self.one(('', 'NOT '))}({joined})\n"

    # ---- endings

    def rows(self) -> str:
        columns = {f"c{i}": self.scalar() for i in range(self.draw(st.integers(1, 3)))}
        columns |= {f"id{i}": f"{name}.id" for i, name in enumerate(self.kinds)}
        listed = ", ".join(f"{text} AS {name}" for name, text in columns.items())
        order = ", ".join(f"{c}{self.one(('', ' DESC'))}" for c in columns)
        limit = f"\nLIMIT {self.param(self.one((1, 3, 50)))}" if self.flip() else ""
        skip = f"\nSKIP {self.param(2)}" if self.flip(4) else ""
        distinct = self.one(("", "DISTINCT "))
        return f"RETURN {distinct}{listed}\nORDER BY {order}{skip}{limit}"

    def groups(self) -> str:
        name = self.one(self.kinds)
        aggregates = ["count(*)", f"count(DISTINCT {name}.id)", f"count({self.scalar()})"]
        aggregates += [f"min({self.string()})", f"max({self.string()})", f"max({self.number()})"]
        aggregates += [f"sum({self.number()})", f"avg({self.number()})"]
        aggregates += [f"size(collect(DISTINCT {self.string()}))"]
        key, first, second = self.string(), self.one(aggregates), self.one(aggregates)
        having = f"WHERE a >= {self.param(1)}\n" if first.startswith("count") else ""
        return (
            f"WITH {key} AS k, {first} AS a, {second} AS b\n{having}"
            "RETURN k AS k, a AS a, b AS b\nORDER BY k, a, b"
        )


@st.composite
def queries(draw) -> tuple[str, dict[str, object]]:
    """Draw a query whose order is total, and its parameters."""
    made = Made(draw)
    text = f"MATCH {made.pattern()}\n"
    if made.flip():
        text += made.where()
    if made.flip(3):
        name = made.one(made.kinds)
        text += f"OPTIONAL MATCH ({name}){made.hop(name)}\n"
        if made.flip():
            text += made.where()
    if made.flip(5):
        name = made.one(made.kinds)
        before = dict(made.kinds)
        inner = f"MATCH ({name}){made.hop(name, named=False)}"
        made.kinds = before
        text += f"CALL {{\n  WITH {name}\n  {inner}\n  RETURN count(*) AS inside\n}}\n"
        text += f"WITH *\nWHERE inside {made.one(('>', '<='))} {made.param(1)}\n"
    text += made.one((made.rows, made.groups))()
    return text, made.params


@st.composite
def walks(draw) -> tuple[str, dict[str, object]]:
    """Draw a query of variable length, a shortest path, a look-up by list or a union."""
    made = Made(draw)
    types = "|".join(draw(st.sets(st.sampled_from(ENTITY_TYPES), min_size=1, max_size=3)))
    low, high = draw(st.integers(0, 1)), draw(st.integers(1, 3))
    arrow = made.one((("-", "->"), ("<-", "-"), ("-", "-")))
    link = f"{arrow[0]}[:{types}*{low}..{high}]{arrow[1]}"
    start = made.one(("model:e0", "model:e3", "benchmark:imagenet", "model:e100", "no"))
    end = made.one(("model:e5", "model:e1", "method:transformer", "model:e11"))
    texts = (
        f"MATCH (a:Entity {{id: {made.param(start)}}}){link}(b:Entity)\n"
        "RETURN b.id AS id, count(*) AS n\nORDER BY id",
        f"MATCH p = (a:Entity {{id: {made.param(start)}}}){link}(b:Entity)\n"
        "WITH length(p) AS hops, [x IN nodes(p) | x.id] AS ids\n"
        "RETURN hops AS hops, ids[0] AS first, ids[-1] AS last, count(*) AS n\n"
        "ORDER BY hops, first, last",
        f"MATCH (a:Entity {{id: {made.param(start)}}}), (b:Entity {{id: {made.param(end)}}})\n"
        f"MATCH p = shortestPath((a)-[:{types}*..4]-(b))\nRETURN length(p) AS n",
        f"UNWIND {made.param([start, end, 'no', start])} AS id\nMATCH (n:Entity {{id: id}})\n"
        "RETURN id AS id, n {.id, .name} AS node, COUNT { (n)--() } AS degree\nORDER BY id",
        f"MATCH (n:Entity)\nWHERE n.name CONTAINS {made.param(made.one(WORDS))}\n"
        "RETURN n.id AS id, 'entity' AS kind\nUNION\nMATCH (n:Paper)\n"
        f"WHERE n.title CONTAINS {made.param(made.one(WORDS))}\n"
        "RETURN n.id AS id, 'paper' AS kind",
    )
    text = made.one(texts)
    return text, {k: v for k, v in made.params.items() if f"${k}" in text}
