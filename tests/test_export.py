"""The graph as a file: RDF with its evidence, GraphML, and nothing half written."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
from xml.etree import ElementTree

import networkx
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.namespace import PROV, RDF, RDFS, XSD

from kg.cli import cli
from kg.corpus import Corpus
from kg.errors import ConfigError, InputError, KGError
from kg.export import FORMATS, export_csv, export_file
from kg.export.csv import HEADERS
from kg.graph import open_graph
from kg.rdf import BASE, iri, schema_terms, to_rdf
from kg.resources import resource_path
from kg.schema import load_schema
from tests.made import A, B, Made

NASTY = 'a "quoted" \\ back\\slash\nline\r\n <script> &amp; ]]> é 🙂 \x0b'


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "papers.kg"
    made = Made().paper(A, "2024-01", title=NASTY, categories=["cs.CL"]).paper("paper:x", "2023")
    made.author(A, "Ada Lovelace").says(A, "USES", "model:llama 2/ü", confidence=0.5)
    made.claims(A, "model:b", "BASED_ON", "model:llama 2/ü").derived(
        "model:c", "PART_OF", "model:b"
    )
    made.entity("metric:accuracy", unit="%", higherIsBetter=True)
    made.result(A, 60, of="model:b", on="benchmark:mmlu", by="metric:accuracy")
    made.write(folder)
    with open_graph(folder) as opened:
        yield opened


def test_turtle_writes_types_with_the_prefix_that_it_declares(graph, tmp_path):
    # Previously xsd: was declared and each literal carried its full address
    export_file(graph, tmp_path / "out.ttl")
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert text.count("XMLSchema#") == 1
    assert "^^xsd:" in text


def test_who_exports_can_watch_how_far_it_is(graph, tmp_path):
    seen = []

    def watch(parts):
        for part in parts:
            seen.append(part)
            yield part

    export_file(graph, tmp_path / "out.nt", watch=watch)
    assert "".join(seen) == (tmp_path / "out.nt").read_text(encoding="utf-8") != ""


# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("ending", [".ttl", ".nt", ".jsonld"])
def test_every_format_of_rdf_holds_the_same_triples(graph, tmp_path, ending):
    export_file(graph, tmp_path / f"out{ending}")
    found = rdflib.Graph().parse(tmp_path / f"out{ending}")
    assert set(found) == set(to_rdf(graph))


@pytest.mark.parametrize(
    "base",
    [
        "foo",
        "",
        "http://ex.org/a b>",
        "http://ex.org/a",
        "//ex.org/",
        "http:/ex.org/",
        "http:///",
        "C:/papers/",
        "http://ex.org/#a#",
        "http://ex.org/%zz/",
        "http://ex.org/\n/",
        "http://ex.org/\udcff/",
        "urn:papers",
    ],
)
@pytest.mark.parametrize("ending", [".ttl", ".nt", ".jsonld"])
def test_a_base_that_no_name_can_begin_with_is_refused(graph, tmp_path, base, ending):
    # Previously relative or broken addresses were written, and the exit was 0
    with pytest.raises(ConfigError, match=r"is no absolute address that ends in / or #"):
        export_file(graph, tmp_path / f"out{ending}", base=base)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "base",
    [
        "https://ex.org/",
        "HTTP://ex.org:8080/a/",
        "http://ex.org/kg#",
        "http://ex.org#",
        "http://müller.example/ü/%C3%BC/",
        "urn:example:papers:",
        BASE,
    ],
)
def test_a_base_is_what_names_begin_with(graph, tmp_path, base):
    export_file(graph, tmp_path / "out.ttl", base=base)
    found = rdflib.Graph().parse(tmp_path / "out.ttl")
    assert (rdflib.URIRef(base + "model:b"), None, None) in found


def test_a_base_is_refused_where_nodes_are_named_by_their_ids(graph, tmp_path):
    with pytest.raises(ConfigError, match="leave the base out"):
        export_file(graph, tmp_path / "out.graphml", base="https://ex.org/")


def test_each_node_has_its_kinds_and_its_name_and_a_result_its_paper(graph):
    found, terms = to_rdf(graph), schema_terms(load_schema())
    (result,) = found.subjects(RDF.type, terms["kg:Result"])
    assert (result, PROV.wasQuotedFrom, iri(A)) in found
    kinds = {
        iri(A): ["fabio:ResearchPaper"],
        iri("model:b"): ["skos:Concept", "kg:Model"],
        iri("metric:accuracy"): ["skos:Concept", "kg:Metric"],
        iri("benchmark:mmlu"): ["skos:Concept", "kg:Benchmark"],
        result: ["kg:Result"],
    }
    for node, names in kinds.items():
        assert set(found.objects(node, RDF.type)) == {terms[name] for name in names}
    for node, name in ((iri("model:b"), "b"), (iri(A), NASTY)):
        assert str(found.value(node, RDFS.label)) == name


def test_a_statement_is_quoted_from_its_paper_with_sentence_and_offsets(graph):
    found = to_rdf(graph)
    rows = found.query(
        "SELECT ?sentence ?start ?paper WHERE { ?s rdf:predicate kg:basedOn ;"
        " prov:value ?sentence ; oa:start ?start ; prov:wasQuotedFrom ?paper }"
    )
    ((sentence, start, paper),) = rows
    assert str(sentence) == f"{A} says model:b BASED_ON model:llama 2/ü."
    assert (start.toPython(), str(paper)) == (0, "https://arxiv.org/abs/2401.00001")


def test_what_a_record_states_is_no_quote_of_its_paper(tmp_path):
    # Previously the paper was said to have it in its text
    made = Made().paper(A, "2024-01").says(A, "USES", "model:a")
    made.says(A, "HAS_REPO", "repo:github.com/a/b", origin="record")
    made.write(tmp_path / "papers.kg")
    with open_graph(tmp_path / "papers.kg") as opened:
        found = to_rdf(opened)
    paper = iri(A)
    for kind, said_by, other in (
        ("HAS_REPO", PROV.hadPrimarySource, PROV.wasQuotedFrom),
        ("USES", PROV.wasQuotedFrom, PROV.hadPrimarySource),
    ):
        term = schema_terms(load_schema())[load_schema().relationships[kind].rdf]
        (statement,) = found.subjects(RDF.predicate, term)
        assert (statement, said_by, paper) in found
        assert (statement, other, None) not in found


def test_a_derived_relation_names_its_rule_and_no_paper(graph):
    found = to_rdf(graph)
    (statement,) = found.subjects(RDF.predicate, rdflib.DCTERMS.isPartOf)
    assert (statement, PROV.wasQuotedFrom, None) not in found
    rule = schema_terms(load_schema())["kg:rule"]
    assert (statement, rule, rdflib.Literal("size of family")) in found


def test_dates_are_as_precise_as_they_are_known(graph):
    found = to_rdf(graph)
    dates = {(str(o), o.datatype) for o in found.objects(None, rdflib.DCTERMS.issued)}
    assert dates == {("2024-01", XSD.gYearMonth), ("2023", XSD.gYear)}


def test_names_are_addresses_whatever_the_id_holds():
    assert iri("doi:10.1/a b") == rdflib.URIRef("https://doi.org/10.1/a%20b")
    assert iri("model:a<b>") == rdflib.URIRef(BASE + "model:a%3Cb%3E")
    assert iri("model:x", base="https://kg.example/") == rdflib.URIRef("https://kg.example/model:x")


def test_the_export_conforms_to_the_shapes(graph):
    import pyshacl

    shapes = rdflib.Graph().parse(resource_path("schema", "shapes.ttl"))
    conforms, _, text = pyshacl.validate(to_rdf(graph), shacl_graph=shapes)
    assert conforms, text


def test_graphml_holds_every_node_and_edge(graph, tmp_path):
    export_file(graph, tmp_path / "out.graphml")
    found = networkx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)
    whole = graph.to_networkx()
    assert (set(found), found.number_of_edges()) == (set(whole), whole.number_of_edges())
    assert found.nodes[A]["categories"] == "cs.CL"


def test_graphml_keeps_every_property_and_its_type(graph, tmp_path):
    export_file(graph, tmp_path / "out.graphml")
    found = networkx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)
    whole = graph.to_networkx()
    written = {node: _as_graphml(values) for node, values in whole.nodes(data=True)}
    assert {node: dict(values) for node, values in found.nodes(data=True)} == written
    edges = sorted((a, b, str(_as_graphml(v))) for a, b, v in whole.edges(data=True))
    assert sorted((a, b, str(dict(v))) for a, b, v in found.edges(data=True)) == edges


def _as_graphml(values: dict) -> dict:
    """GraphML has no lists, XML no control characters, and readers make one break of \\r\\n."""
    joined = {k: "; ".join(v) if isinstance(v, list) else v for k, v in values.items()}
    return {k: v.replace("\x0b", " ") if isinstance(v, str) else v for k, v in joined.items()}


def test_graphml_declares_each_key_once_and_gives_each_edge_an_id(graph, tmp_path):
    # Previously edges were called by their type, and Gephi took all of one type for one edge
    export_file(graph, tmp_path / "out.graphml")
    root = ElementTree.parse(tmp_path / "out.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = [key.get("id") for key in root.iter(f"{space}key")]
    used = {data.get("key") for data in root.iter(f"{space}data")}
    assert used <= set(keys)
    assert len(keys) == len(set(keys))
    edges = [edge.get("id") for edge in root.iter(f"{space}edge")]
    assert len(edges) == len(set(edges)) == graph.to_networkx().number_of_edges()


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_graph_gives_the_same_bytes(graph, tmp_path, ending):
    for name in ("one", "two"):
        export_file(graph, tmp_path / f"{name}{ending}")
    one, two = ((tmp_path / f"{name}{ending}").read_bytes() for name in ("one", "two"))
    assert one == two
    assert b"\r\n" not in one


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_written_while_the_graph_is_read(graph, ending):
    asked: list[str] = []
    with open_graph(graph.store.url, trace=lambda text, _: asked.append(text)) as traced:
        lines = FORMATS[ending](traced, None)
        next(line for line in lines if "Ada Lovelace" in line)
        assert len(asked) < 3
        assert sum(1 for _ in lines) > 5
    assert len(asked) > 10


def test_an_unknown_ending_lists_the_known_ones(graph, tmp_path):
    with pytest.raises(
        ConfigError, match=r"use one of \.ttl, \.nt, \.jsonld, \.graphml, or: kg export neo4j-csv"
    ):
        export_file(graph, tmp_path / "out.xyz")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_that_cannot_be_written_leaves_nothing(graph, tmp_path, ending):
    with pytest.raises(InputError, match="cannot write"):
        export_file(graph, tmp_path / "missing" / f"out{ending}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("page", "-o"), ("export",)], ids=str)
def test_a_link_stays_a_link_and_a_file_keeps_its_rights(graph, tmp_path, words):
    # Previously the link became a file, and a file that all may read was read by nobody else
    target, link = tmp_path / "there.ttl", tmp_path / "link.ttl"
    for old in (None, "old"):
        if old is not None:
            target.write_text(old, encoding="utf-8")
            target.chmod(0o640)
        link.unlink(missing_ok=True)
        link.symlink_to(target.name)
        done = CliRunner().invoke(cli, [*words, str(link), "--graph", graph.store.url])
        assert done.exit_code == 0, done.output
        assert link.is_symlink()
        assert target.stat().st_size > 1000
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [link, target]


STOPPED = """
import os, shutil, signal, sys, time
from kg.cli import main
def stop(*_):
    os.kill(os.getpid(), getattr(signal, how))
    time.sleep(10)
how = sys.argv.pop(1)
# What is called once all is written, and nothing in its place yet.
shutil.copymode = stop
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(("how", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
@pytest.mark.parametrize("words", [("page", "-o"), ("export",), ("names", "export"), ("site",)])
def test_what_a_signal_ends_leaves_what_was_there(graph, tmp_path, words, how, code):
    # Previously a kill left what was written so far beside it, and Ctrl-C half of the site's page
    file = tmp_path / "out.ttl"
    if words != ("site",):
        file.write_text("old", encoding="utf-8")
    where = graph.store.url
    if words == ("names", "export"):
        where = str(tmp_path / "w")
        Corpus.open(tmp_path / "w").close()
    command = [sys.executable, "-c", STOPPED, how, *words, str(file), "--graph", where]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if words == ("site",):
        assert [path.name for path in file.iterdir()] == [".kg-site"]
    else:
        assert file.read_text(encoding="utf-8") == "old"
        assert {path.name for path in tmp_path.iterdir()} <= {"out.ttl", "w"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_the_next_run_removes_what_a_killed_one_left_of_the_same_file(graph, tmp_path):
    # Previously .graph.html.4121.kg-part stayed beside the page for ever
    words = ["page", "-o", str(tmp_path / "out.html"), "--graph", graph.store.url]
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", STOPPED, "SIGKILL", *words], timeout=60)
        assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    process = left.name.split(".")[-2]
    # Of another file, and of a process that is at work.
    others = {f".other.html.{process}.kg-part", f".out.html.{os.getppid()}.kg-part"}
    for name in others:
        (tmp_path / name).touch()
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"out.html", *others}


@pytest.mark.parametrize("words", [("page", "-o"), ("export",)], ids=str)
@pytest.mark.parametrize("place", ["file/out.ttl", f"{'x' * 300}.ttl", "loop.ttl/out.ttl"])
def test_what_cannot_be_written_is_told_with_its_place(graph, tmp_path, words, place):
    # Previously a bare "Not a directory" from the removal of what had never been written
    (tmp_path / "file").touch()
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    done = CliRunner().invoke(cli, [*words, str(tmp_path / place), "--graph", graph.store.url])
    assert isinstance(done.exception, KGError)
    assert str(done.exception).startswith(f"cannot write '{tmp_path / place}'")


def test_kg_export_writes_the_file_and_the_import_files(graph, tmp_path):
    args = ["--graph", graph.store.url]
    nodes, links = len(list(graph.nodes())), len(list(graph.relationships()))
    size = rf"{nodes:,} nodes, {links:,} relationships, [\d.]+ (kB|MB)"
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "out.ttl"), *args])
    assert (done.stdout, done.exit_code) == ("", 0)
    assert re.search(rf"out\.ttl: {size}$", done.stderr.strip())
    done = CliRunner().invoke(cli, ["export", "neo4j-csv", str(tmp_path / "csv"), *args])
    assert re.search(size, done.stderr)
    assert (tmp_path / "csv" / "import.args").exists()
    assert CliRunner().invoke(cli, ["export", "neo4j-csv", *args]).exit_code == 2


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_a_file_of_nodes_of_relations_and_of_results(graph, tmp_path):
    files = export_csv(graph, tmp_path / "csv")
    nodes, relations, results = map(read_csv, files)
    names = {row["id"]: row["name"] for row in nodes}
    assert {row["type"] for row in nodes} >= {"Paper", "Author", "Model", "Benchmark", "Metric"}
    based = next(row for row in relations if row["relation"] == "BASED_ON")
    assert (based["source"], based["target"]) == (names["model:b"], names["model:llama 2/ü"])
    assert (based["paper"], based["derived"]) == (A, "")
    assert next(row for row in relations if row["relation"] == "PART_OF")["derived"] != ""
    assert next(row for row in relations if row["relation"] == "USES")["paper"] == A
    wanted = {"subject": names["model:b"], "benchmark": names["benchmark:mmlu"], "value": "60"}
    assert wanted.items() <= results[0].items()
    assert results[0]["paper"] == A


def test_csv_says_where_it_cannot_be_written(graph, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"cannot write to '.*file'"):
        export_csv(graph, tmp_path / "file")


def test_a_csv_makes_up_no_day_of_a_date(tmp_path):
    # Previously a paper of January stood there as of its first day
    made = Made().paper(A, "2024-01").result(A, 5, of="model:a").paper(B)
    made.write(tmp_path / "papers.kg")
    with open_graph(tmp_path / "papers.kg") as opened:
        nodes, _, results = map(read_csv, export_csv(opened, tmp_path / "csv"))
    dates = {row["id"]: row["published"] for row in nodes if row["type"] == "Paper"}
    assert dates == {A: "2024-01", B: ""}
    assert results[0]["published"] == "2024-01"


def test_a_csv_tells_what_a_record_states_from_what_a_paper_says(tmp_path):
    # Previously both were sentences, and nothing told them apart
    made = Made().paper(A, "2024-01").says(A, "USES", "model:a")
    made.says(A, "HAS_REPO", "repo:github.com/a/b", origin="record")
    made.write(tmp_path / "papers.kg")
    with open_graph(tmp_path / "papers.kg") as opened:
        _, relations, _ = map(read_csv, export_csv(opened, tmp_path / "csv"))
    assert {row["relation"]: row["origin"] for row in relations} == {
        "USES": "",
        "HAS_REPO": "record",
    }


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("begin", ["", "\t", "\r\n", " "])
def test_no_text_of_a_csv_is_a_formula_to_a_spreadsheet(sign, begin, tmp_path):
    made = Made().paper(A, "2024-01", title=f'{begin}{sign}HYPERLINK("http://ex.org","x")')
    made.says(A, "USES", "model:a").result(A, -3, of="model:a")
    made.write(tmp_path / "papers.kg")
    with open_graph(tmp_path / "papers.kg") as opened:
        nodes, _, results = map(read_csv, export_csv(opened, tmp_path / "csv"))
    assert f"'{sign}HYPERLINK" in next(row["name"] for row in nodes if row["type"] == "Paper")
    assert results[0]["value"] == "-3"


def test_graphml_is_written_without_rdflib(graph):
    # Previously each format loaded it
    code = (
        "import sys, kg; from kg.export import export_lines\n"
        f"with kg.open({graph.store.url!r}) as graph: list(export_lines(graph, '.graphml'))\n"
        "print('rdflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_the_format_may_be_named_and_stdout_takes_one_file(graph, tmp_path):
    args = ["--graph", graph.store.url]
    text = CliRunner().invoke(cli, ["export", "-", "--format", "nt", *args])
    export_file(graph, tmp_path / "out.nt")
    assert text.stdout == (tmp_path / "out.nt").read_text(encoding="utf-8")
    named = tmp_path / "named"
    assert CliRunner().invoke(cli, ["export", str(named), "--format", "nt", *args]).exit_code == 0
    assert named.read_text(encoding="utf-8") == text.stdout
    folder = [str(tmp_path / "d"), "--format", "csv"]
    assert CliRunner().invoke(cli, ["export", *folder, *args]).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "d").iterdir()) == sorted(HEADERS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "give --format"),
        (["-", "--format", "csv"], "csv is several files: kg export csv DIR"),
        (["csv"], "csv needs a folder: kg export csv DIR"),
        (["a.ttl", "b"], "'b' is one name too many"),
    ],
)
def test_an_export_that_cannot_be_says_what_can(graph, words, said):
    done = CliRunner().invoke(cli, ["export", *words, "--graph", graph.store.url])
    assert (done.exit_code, said in done.stderr) == (2, True)
