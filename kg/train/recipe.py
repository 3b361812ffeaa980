"""The whole way from gold and corpus to the weights that ship; every step can be resumed."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import torch

from kg.errors import ConfigError
from kg.evaluate import read_annotated
from kg.extract.encode import Tokenizer, load_tokenizer
from kg.train.base import load_base, tokenizer_json
from kg.train.corrected import FILE as CORRECTED
from kg.train.corrected import read_corrected
from kg.train.data import Example, prepare
from kg.train.encoder import Encoder
from kg.train.export import export
from kg.train.fit import Talk, fit, keep
from kg.train.gold import gold_example, load_gold, text_of
from kg.train.measure import figures
from kg.train.model import JointReader
from kg.train.plan import (
    CHUNK,
    FIRST,
    GOLD_ONLY,
    HEADS,
    LEARNT,
    LIMITS,
    MASKED,
    MEASURED,
    SECOND,
    SILVER,
    TEACHERS,
    Plan,
)
from kg.train.pretrain import pretrain
from kg.train.read import mapped, read_texts
from kg.train.silver import Silver, fits, packed, unpacked
from kg.train.texts import as_words, read_corpus


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run reads and writes.

    Attributes:
        gold: Folder of the annotated papers.
        corpus: Folder of the unread abstracts.
        out: Folder of checkpoints and, at the end, of `reader/`.
        device: Where to train.
        jobs: Processes for the work on the processor.
        number: Only so many papers of each file and texts, for a trial; None for all.
        corrected: The corrected abstracts.
    """

    gold: Path
    corpus: Path
    out: Path
    device: torch.device
    jobs: int = 1
    number: int | None = None
    corrected: Path = CORRECTED


class Recipe:
    """Makes each thing once and finds it again in a later run.

    Args:
        place: Where to read and write.
        talk: Called with a line now and then.
        base: Gives a pre-trained encoder by its name.

    Raises:
        ConfigError: The folder to write to has a run on another number of papers.
    """

    def __init__(
        self, place: Place, *, talk: Talk, base: Callable[[str], Encoder] = load_base
    ) -> None:
        self.place = place
        self.tokenizer = load_tokenizer(tokenizer_json())
        self._talk = talk
        self._base = base
        place.out.mkdir(parents=True, exist_ok=True)
        self._begin()

    def _begin(self) -> None:
        """Refuse to go on from checkpoints of a trial, or of more than a trial."""
        note, number = self.place.out / "run.json", self.place.number
        if not note.exists():
            keep(note, json.dumps({"number": number}).encode())
        before = json.loads(note.read_text(encoding="utf-8"))["number"]
        if before != number:
            was = f"with --number={before}" if before else "without --number"
            raise ConfigError(
                f"'{self.place.out}' holds a run {was}; give another --out, or delete it"
            )

    def gold_only(self) -> Path:
        """Train on the annotated papers alone; return the folder of the weights."""
        reader = self._trained("gold-only", "minilm", self._gold(), GOLD_ONLY, masked=False)
        return self._shipped(reader)

    def whole(self) -> Path:
        """Train as the weights that ship were; return the folder of the weights."""
        silver = self._silver()
        gold = self._gold()
        first = self._trained("student", "minilm", gold * 2 + silver, FIRST)
        careful = [x for x in gold if x.style == 0]
        mixed = gold * 2 + careful * 4 + silver
        seconds = [self._gone_on(f"student-{plan.seed}", first, mixed, plan) for plan in SECOND]
        states = [reader.state_dict() for reader in seconds]
        first.load_state_dict({k: sum(s[k] for s in states) / len(states) for k in states[0]})
        best = careful * 3 + self._corrected()
        for number, plan in enumerate(HEADS):
            first = self._gone_on(f"heads-{number}", first, best, plan)
        return self._shipped(first)

    def _gold(self) -> list[Example]:
        return load_gold(self.place.gold, LEARNT, self.tokenizer, number=self.place.number)

    def _corrected(self) -> list[Example]:
        found = read_corrected(dict(self._texts()), self.place.corrected)
        papers = list(islice(found, self.place.number))
        self._talk(f"{len(papers)} corrected abstracts found in the corpus")
        return [gold_example(paper, self.tokenizer, style=0) for paper in papers]

    def _texts(self) -> list[tuple[str, str]]:
        names = [*LEARNT, *MEASURED]
        papers = [p for name in names for p in read_annotated(self.place.gold / f"{name}.jsonl")]
        return read_corpus(self.place.corpus, without=papers)[: self.place.number]

    def _masked(self, base: str) -> Encoder:
        encoder = self._base(base)
        encoder.to(self.place.device)
        done = self.place.out / f"masked-{base}.pt"
        if done.exists():
            encoder.load_state_dict(torch.load(done, map_location="cpu", weights_only=True))
            return encoder
        own = [p for name in LEARNT for p in read_annotated(self.place.gold / f"{name}.jsonl")]
        texts = [text_of(paper) for paper in own[: self.place.number]]
        texts += [text for _, text in self._texts()]
        words = mapped(
            partial(as_words, tokenizer=self.tokenizer),
            [text for text in texts if len(text) > 100],
            jobs=self.place.jobs,
        )
        passes, rate = MASKED[base]
        checkpoint = self.place.out / f"masking-{base}.pt"
        pretrain(encoder, words, passes=passes, rate=rate, checkpoint=checkpoint, talk=self._talk)
        keep(done, encoder.state_dict())
        return encoder

    def _trained(
        self, name: str, base: str, examples: Sequence[Example], plan: Plan, *, masked: bool = True
    ) -> JointReader:
        torch.manual_seed(plan.seed)
        encoder = self._masked(base) if masked else self._base(base)
        reader = JointReader(encoder).to(self.place.device)
        return self._fitted(name, reader, examples, plan)

    def _gone_on(
        self, name: str, start: JointReader, examples: Sequence[Example], plan: Plan
    ) -> JointReader:
        reader = JointReader(Encoder(start.encoder.size)).to(self.place.device)
        reader.load_state_dict(start.state_dict())
        return self._fitted(name, reader, examples, plan)

    def _fitted(
        self, name: str, reader: JointReader, examples: Sequence[Example], plan: Plan
    ) -> JointReader:
        checkpoint = self.place.out / f"{name}.pt"
        fit(reader, examples, plan, checkpoint=checkpoint, talk=self._talk)
        self._measure(name, [reader])
        return reader

    def _silver(self) -> list[Example]:
        texts = self._texts()[:SILVER]
        files = [self.place.out / f"silver-{at}.pickle" for at in range(0, len(texts), CHUNK)]
        missing = [number for number, file in enumerate(files) if not file.exists()]
        teachers = self._teachers() if missing else []
        for number in missing:
            some = texts[CHUNK * number : CHUNK * (number + 1)]
            keep(files[number], pickle.dumps(self._labelled(some, teachers)))
            self._talk(f"{CHUNK * number + len(some)} of {len(texts)} texts labelled")
        goals: list[Silver] = [goal for file in files for goal in pickle.loads(file.read_bytes())]
        by_name = dict(texts)
        examples = mapped(
            partial(_example, tokenizer=self.tokenizer),
            [(goal, by_name[goal.name]) for goal in goals if goal.name in by_name],
            jobs=self.place.jobs,
        )
        return [example for example in examples if example]

    def _teachers(self) -> list[JointReader]:
        gold = self._gold()
        teachers = [self._trained(f"teacher-{t.plan.seed}", t.base, gold, t.plan) for t in TEACHERS]
        self._measure("teachers together", teachers)
        return teachers

    def _labelled(
        self, texts: Sequence[tuple[str, str]], teachers: Sequence[JointReader]
    ) -> list[Silver]:
        find = partial(prepare, tokenizer=self.tokenizer)
        reads = read_texts(
            teachers,
            [text for text in mapped(find, texts, jobs=self.place.jobs) if len(text.pieces.ids)],
            limits=replace(LIMITS, outside=0.5, same=0.5),
            device=self.place.device,
            jobs=self.place.jobs,
        )
        return [packed(read) for read in reads]

    def _measure(self, name: str, readers: Sequence[JointReader]) -> None:
        files = {part: self.place.gold / f"{part}.jsonl" for part in MEASURED}
        # Those who train on gold alone need not have them.
        for part in (part for part, file in files.items() if file.exists()):
            reached = figures(
                readers,
                files[part],
                limits=LIMITS,
                tokenizer=self.tokenizer,
                device=self.place.device,
            )
            self._talk(f"{name} on {part}: {reached}")

    def _shipped(self, reader: JointReader) -> Path:
        self._measure("what ships", [reader])
        folder = self.place.out / "reader"
        export(reader.cpu(), LIMITS, folder, tokenizer=tokenizer_json())
        return folder


def _example(item: tuple[Silver, str], tokenizer: Tokenizer) -> Example | None:
    goal, text = item
    example = unpacked(goal, text, tokenizer)
    # Labels of an earlier run may ask for numbers or pairs that the rules of today do not find.
    return example if fits(goal, example) else None
