"""Graphs for the tests of pages: a small one, a hostile one, a large one."""

from __future__ import annotations

from kg.graph.rows import LeaderboardRow, ResultRow
from kg.pages.view import PageEdge, PageGraph, PageNode

# Names that would be markup, code, a template's hole or a change of direction if a page let them.
HOSTILE = (
    "</script><script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 1'>",
    '"\' onmouseover=window.broken=1 x="',
    "${window.broken = 1}",
    "{{TITLE}} {{constructor.constructor('window.broken = 1')()}}",
    "\u202egnp.exe\u2066 \u200fabc",
    "<!-- <script>",
    "]]> &lt;b&gt; &amp;",
    "nul\x00 bell\x07 half\ud800",
    "a" * 300,
)
ADDRESSES = (
    "javascript:window.broken=1",
    "JaVaScRiPt:window.broken=1",
    " javascript:window.broken=1",
    "java\nscript:window.broken=1",
    "data:text/html,<script>window.broken=1</script>",
    "vbscript:x",
    "//elsewhere.example/x",
    "/\\elsewhere.example/x",
    "\\\\elsewhere.example/x",
    "file:///etc/passwd",
)


def make_result(
    result: str,
    value: float,
    unit: str,
    *,
    paper: str,
    ends: tuple[str | None, str | None, str | None],
    sentence: str,
) -> ResultRow:
    """A score whose ends (system, benchmark, metric) a page knows by their ids."""
    none = dict.fromkeys(ResultRow.__dataclass_fields__)
    ids = dict(zip(("subject_id", "benchmark_id", "metric_id"), ends, strict=True))
    said = {"paper": paper, "title": paper, "sentence": sentence, "start": 0}
    number = {"result": result, "value": value, "unit": unit, "kind": "absolute"}
    return ResultRow(**{**none, "metric_inferred": False, **number, **ids, **said})


def make_place(value: float, subject: str = "Foo-7B", **said: object) -> LeaderboardRow:
    """A place on a board: of the small graph's newer paper, without a rank."""
    none = dict.fromkeys(LeaderboardRow.__dataclass_fields__)
    of = {"subject": subject, "subject_id": f"model:{subject.lower()}", "value": value}
    proof = {"paper": "arxiv:2501.00001", "result": f"result:{value}", "metric_inferred": False}
    return LeaderboardRow(**{**none, **of, **proof, **said})


def make_small() -> PageGraph:
    """Two papers that share GRPO and accuracy; one number; one name that hangs on nothing."""
    nodes = [
        PageNode(
            "arxiv:2501.00001", "Deep Paper", "Paper", date="2025-01", url="https://arxiv.org"
        ),
        PageNode("arxiv:2402.00002", "Old Paper", "Paper", date="2024-02", abstract="It is old."),
        PageNode("benchmark:math", "MATH", "Benchmark", papers=2),
        PageNode(
            "method:grpo", "GRPO", "Method", ("Group Relative Policy Optimization",), papers=2
        ),
        PageNode("method:ppo", "PPO", "Method", papers=1),
        PageNode("metric:accuracy", "accuracy", "Metric", papers=2),
        PageNode("model:foo-7b", "Foo-7B", "Model", papers=1, facts=(("size", "7B"),)),
        PageNode("repo:github.com/foo/bar", "foo/bar", "Repo", url="https://github.com/foo/bar"),
        PageNode("task:alone", "a task alone", "Task"),
    ]
    deep, old = "arxiv:2501.00001", "arxiv:2402.00002"
    edges = [
        PageEdge(deep, "method:grpo", "USES", deep, "We use GRPO to train."),
        PageEdge(deep, "model:foo-7b", "INTRODUCES", deep, "We present Foo-7B."),
        PageEdge(deep, "metric:accuracy", "MEASURES", deep, "Foo-7B has 70% accuracy."),
        PageEdge(deep, "repo:github.com/foo/bar", "HAS_REPO", deep, "Code: github.com/foo/bar"),
        PageEdge(old, "method:grpo", "INTRODUCES", old, "We propose GRPO."),
        PageEdge(old, "benchmark:math", "EVALUATES_ON", old, "We test on MATH."),
        PageEdge(old, "metric:accuracy", "MEASURES", old, "The accuracy is high."),
        PageEdge("method:grpo", "method:ppo", "BASED_ON", old, "GRPO is a variant of PPO."),
    ]
    sentence = "Foo-7B has 70% accuracy on MATH."
    ends = ("model:foo-7b", "benchmark:math", "metric:accuracy")
    number = make_result("result:1", 70.0, "%", paper=deep, ends=ends, sentence=sentence)
    ordered = tuple(sorted(nodes, key=lambda n: n.id))
    return PageGraph("Small graph", "Two papers.", ordered, tuple(edges), (number,))


def make_hostile() -> PageGraph:
    """Every hostile name as title, name, alias, person, fact and sentence; every bad address."""
    papers = [
        PageNode(f"paper:{i}", name, "Paper", url=ADDRESSES[i % len(ADDRESSES)], people=(name,))
        for i, name in enumerate(HOSTILE)
    ]
    methods = [
        PageNode(f"method:{i}{name[:9]}", name, "Method", (name[::-1],), facts=((name, name),))
        for i, name in enumerate(HOSTILE)
    ]
    repos = [PageNode(f"repo:{i}", a, "Repo", url=a) for i, a in enumerate(ADDRESSES)]
    edges = [
        PageEdge(paper.id, other.id, kind, paper.id, f"{HOSTILE[i]} and {other.name}")
        for i, paper in enumerate(papers)
        for other, kind in ((methods[i], "USES"), (repos[i % len(repos)], "HAS_REPO"))
    ]
    results = [
        make_result(
            f"result:{i}",
            1.0,
            name,
            paper=papers[i].id,
            ends=(methods[i].id, None, None),
            sentence=name,
        )
        for i, name in enumerate(HOSTILE)
    ]
    nodes = tuple(sorted([*papers, *methods, *repos], key=lambda n: n.id))
    return PageGraph(HOSTILE[0], HOSTILE[1], nodes, tuple(edges), tuple(results))


def make_large(size: int) -> PageGraph:
    """A graph of papers and names, three relations a node, in topics; the same each time."""
    kinds = ("Paper", "Paper", "Method", "Model", "Benchmark", "Task", "Metric", "Dataset")
    words = ("Dense", "Sparse", "Graph", "Policy", "Visual", "Robust", "Causal", "Latent")
    nodes = []
    for i in range(size):
        kind = kinds[i % 8]
        name = f"{words[i // 8 % 8]}{words[i // 64 % 8]}-{i}"
        year = f"{2015 + i % 11}-0{1 + i % 9}"
        title = f"{name}: on {words[i % 8].lower()} things we learnt by looking"
        text = title if kind == "Paper" else name
        nodes.append(PageNode(f"{kind.lower()}:{i:06}", text, kind, date=year, papers=1))
    edges = []
    topics = max(1, size // 200)
    for i in range(0, size, 8):
        for k in range(24):
            # Most ends lie in the paper's own topic; a few anywhere; low numbers are hubs.
            spread = (i * 7919 + k * 104729) % size
            near = (i // 8 % topics) * 8 + (spread // 8 % 25) * topics * 8 + k % 6 + 2
            target = (near if k % 5 else spread % max(8, size // 50)) % size
            source = i + k % 2
            if source < size and target != source and nodes[target].type != "Paper":
                sentence = (
                    f"We study {nodes[target].name} under budget {spread % 97} and find gain {k}."
                )
                paper = nodes[source].id
                edges.append(PageEdge(paper, nodes[target].id, "USES", paper, sentence))
    return PageGraph(f"{size:,} nodes", "Made for measurements.", tuple(nodes), tuple(edges))
