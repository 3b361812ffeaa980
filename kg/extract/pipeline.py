"""The spaCy pipeline that reads a paper, and the ways to run it."""

# No annotations from __future__: spaCy up to 3.8.11 asks those of a factory for types, not texts.

import re
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.arguments import AnyPath, as_text, brief, check_call, check_whole
from kg.errors import ConfigError
from kg.extract.abbreviations import find_abbreviations
from kg.extract.assemble import assemble
from kg.extract.calibration import Calibration, load_calibration
from kg.extract.clean import readable
from kg.extract.findings import Findings
from kg.extract.numbers import open_numbers
from kg.extract.processes import CHUNK, cores, side_by_side
from kg.extract.reader import Reader
from kg.extract.sentences import sentence_spans
from kg.extract.version import pipeline_version, reader_folder
from kg.records import Extraction, Paper
from kg.text.links import find_repos

_LONGEST_REASON = 200
_TOKEN = re.compile(r"(\s|\w+|[^\w\s])( ?)")
_EXTENSIONS = (
    "kg_text",
    "kg_sentences",
    "kg_abbreviations",
    "kg_links",
    "kg_numbers",
    "kg_reading",
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper that could not be read, by a fault of kg's.

    Attributes:
        paper: Its id.
        reason: The error's kind and message, one line.
        trace: The traceback, for who mends it.
    """

    paper: str
    reason: str
    trace: str

    def __str__(self) -> str:
        return f"{self.paper}: it cannot be read ({self.reason})"


_ReadOne = Callable[[Paper, Path], Extraction | Unread]


@lru_cache(maxsize=4)
def shared_reader(folder: Path) -> Reader:
    """Return the one reader of this process with the weights of a folder."""
    return Reader.load(folder, outside=_calibration(folder).outside)


@lru_cache(maxsize=4)
def _pipeline(folder: Path) -> Language:
    return build_nlp(folder)


@lru_cache(maxsize=4)
def _version(folder: Path) -> str:
    return pipeline_version(folder)


@lru_cache(maxsize=4)
def _calibration(folder: Path) -> Calibration:
    return load_calibration(folder)


def build_nlp(weights: AnyPath | None = None, *, outside: float | None = None) -> Language:
    """Return the pipeline: sentences, abbreviations, links and numbers by rule, then the reader.

    Args:
        weights: Folder of the reader's weights; None takes those that ship.
        outside: How readily a reader of its own takes names in; None takes the shared reader, which
            goes by the calibration beside the weights.

    Raises:
        ConfigError: The folder lacks a file.
    """
    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    nlp = spacy.blank("en")
    nlp.tokenizer = LinearTokenizer(nlp.vocab)
    # A guard of parsers; nothing here grows faster than the text.
    nlp.max_length = 1 << 31
    for name in ("kg_text", "kg_sentences", "kg_abbreviations", "kg_links", "kg_numbers"):
        nlp.add_pipe(name)
    config = {"weights": str(reader_folder(weights)), "outside": outside}
    nlp.add_pipe("kg_reader", config=config)
    return nlp


class LinearTokenizer:
    """Splits words, marks and white space in time linear in the text.

    spaCy's own strips marks one by one: thousands of them in a row take minutes.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the tokens; together they are the text."""
        pairs = _TOKEN.findall(text)
        words, spaces = [word for word, _ in pairs], [bool(space) for _, space in pairs]
        ends = accumulate((len(word) + len(space) for word, space in pairs), initial=0)
        # What spaCy would have to work out anew from its tokens.
        known = {"kg_text": text, "kg_starts": list(ends)[:-1]}
        return Doc(self.vocab, words=words, spaces=spaces, user_data=known)


@Language.component("kg_text", assigns=["doc._.kg_text"])
def add_text(doc: Doc) -> Doc:
    """Keep the text: spaCy joins it anew from the tokens at each use."""
    doc._.kg_text = doc.user_data["kg_text"]
    return doc


@Language.component(
    "kg_sentences",
    requires=["doc._.kg_text"],
    assigns=["doc._.kg_sentences", "token.is_sent_start"],
)
def add_sentences(doc: Doc) -> Doc:
    """Add the sentences of the text."""
    spans = sentence_spans(doc._.kg_text)
    doc._.kg_sentences = spans
    first = np.isin(doc.user_data["kg_starts"], [0, *(start for start, _ in spans)])
    # All at once: spaCy's setter of one token looks at the whole text.
    column: Any = np.where(first, 1, -1).astype(np.uint64)[:, None]
    doc.from_array(["SENT_START"], column)
    return doc


@Language.component(
    "kg_abbreviations", requires=["doc._.kg_text"], assigns=["doc._.kg_abbreviations"]
)
def add_abbreviations(doc: Doc) -> Doc:
    """Add the abbreviations that the text defines."""
    doc._.kg_abbreviations = find_abbreviations(doc._.kg_text)
    return doc


@Language.component("kg_links", requires=["doc._.kg_text"], assigns=["doc._.kg_links"])
def add_links(doc: Doc) -> Doc:
    """Add the links to code, data and pages."""
    doc._.kg_links = find_repos(doc._.kg_text)
    return doc


@Language.component("kg_numbers", requires=["doc._.kg_links"], assigns=["doc._.kg_numbers"])
def add_numbers(doc: Doc) -> Doc:
    """Add the numbers that could be results; none inside a link."""
    links = ((link.start, link.end) for link in doc._.kg_links)
    doc._.kg_numbers = open_numbers(doc._.kg_text, links)
    return doc


class ReaderComponent:
    """Reads names, relations and results with the trained reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Add the reading of the text."""
        doc._.kg_reading = self.reader.read(
            doc._.kg_text,
            numbers=[(number.start, number.end) for number in doc._.kg_numbers],
            repos=[(link.start, link.end) for link in doc._.kg_links],
            abbreviations=doc._.kg_abbreviations,
            sentences=doc._.kg_sentences,
        )
        return doc


@Language.factory(
    "kg_reader",
    requires=[
        "doc._.kg_sentences",
        "doc._.kg_numbers",
        "doc._.kg_links",
        "doc._.kg_abbreviations",
    ],
    assigns=["doc._.kg_reading"],
    default_config={"outside": None},
)
def make_reader(nlp: Language, name: str, weights: str, outside: float | None) -> ReaderComponent:
    """Return the reader's component with the weights of a folder."""
    if outside is None:
        return ReaderComponent(shared_reader(Path(weights)))
    return ReaderComponent(Reader.load(Path(weights), outside=outside))


def read(text: str, *, weights: AnyPath | None = None) -> Extraction:
    """Return what a paper's text says.

    Args:
        text: The title, a line break, and the abstract; any length, any language.
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: It is no text, or the folder lacks a file.
    """
    return _read(as_text("text", text), reader_folder(weights))


def _read(text: str, folder: Path) -> Extraction:
    version = _version(folder)
    if not text.strip():
        return Extraction(version)
    found = find(text, nlp=_pipeline(folder))
    return assemble(found, version=version, calibration=_calibration(folder))


def find(text: str, weights: AnyPath | None = None, *, nlp: Language | None = None) -> Findings:
    """Return what rules and reader find in a text, before it is put together.

    Args:
        text: As for `read`; not blank.
        weights: Folder of the reader's weights; None takes those that ship.
        nlp: A pipeline from `build_nlp` instead of the one that is shared.
    """
    cleaned = readable(text)
    doc = (nlp or _pipeline(reader_folder(weights)))(cleaned.text)
    return Findings(
        original=text,
        cleaned=cleaned,
        sentences=doc._.kg_sentences,
        abbreviations=doc._.kg_abbreviations,
        links=doc._.kg_links,
        numbers=doc._.kg_numbers,
        reading=doc._.kg_reading,
    )


def extract(
    papers: Iterable[Paper],
    *,
    jobs: int = 1,
    weights: AnyPath | None = None,
    on_unread: Callable[[Unread], object] | None = None,
) -> Iterator[tuple[Paper, Extraction]]:
    """Read papers, in their order.

    Args:
        papers: Taken only a little ahead of what is yielded.
        jobs: Processes that read; 0 takes one a core. An interrupt ends them all. With more than
            one a script calls this under `if __name__ == "__main__":`, as each process imports it;
            a few papers are read in this process all the same.
        weights: Folder of the reader's weights; None takes those that ship.
        on_unread: Called with each paper whose reading fails, which is then passed over; None
            lets the error through.

    Raises:
        ConfigError: What is given is no papers or no number of processes, the folder lacks a file,
            or one of several processes cannot be started or ends before its work.
    """
    jobs = check_whole("jobs", jobs, least=0) or cores()
    check_call("on_unread", on_unread)
    if isinstance(papers, (Paper, str)) or not isinstance(papers, Iterable):
        raise ConfigError(f"papers is {brief(papers)}; give several, each a kg.Paper")
    # Looked for once: with thousands of papers a second look at each takes time.
    folder = reader_folder(weights)
    read_one = _read_strictly if on_unread is None else _read_or_tell
    return _told(_outcomes(papers, jobs, read_one, folder), on_unread)


def _outcomes(
    papers: Iterable[Paper], jobs: int, read_one: _ReadOne, folder: Path
) -> Generator[tuple[Paper, Extraction | Unread]]:
    source = map(_as_paper, papers)
    # What one process is given at a time it reads no sooner than this one, which is there.
    first = list(islice(source, CHUNK + 1)) if jobs > 1 else []
    every = chain(first, source)
    if len(first) <= CHUNK:
        yield from ((paper, read_one(paper, folder)) for paper in every)
    else:
        yield from side_by_side(every, jobs, read_one, folder)


def _as_paper(value: object) -> Paper:
    if not isinstance(value, Paper):
        raise ConfigError(f"{brief(value)} is no paper; give kg.Paper, or text to kg.extract.read")
    return value


def _told(
    outcomes: Generator[tuple[Paper, Extraction | Unread]],
    on_unread: Callable[[Unread], object] | None,
) -> Iterator[tuple[Paper, Extraction]]:
    with closing(outcomes):
        for paper, outcome in outcomes:
            if isinstance(outcome, Extraction):
                yield paper, outcome
            elif on_unread is not None:
                on_unread(outcome)


def _read_strictly(paper: Paper, folder: Path) -> Extraction:
    return _read(paper.text, folder)


def _read_or_tell(paper: Paper, folder: Path) -> Extraction | Unread:
    # Whether there is a reader is no matter of one paper.
    _pipeline(folder), _calibration(folder)
    try:
        return _read(paper.text, folder)
    except Exception as error:  # whatever a rule or a library trips over
        said = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
        return Unread(paper.id, said, "".join(traceback.format_exception(error)))
