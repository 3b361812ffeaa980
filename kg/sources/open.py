"""From a path to lines of text: compression, encoding, overlong lines."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.ids import arxiv_id
from kg.sources.archive import ARCHIVE_ERRORS, DAMAGED, IsNoArchive, is_archive, members
from kg.sources.fields import one_line

# What it gives is a feed with abstracts; ids stand behind it, with commas between.
ARXIV_BY_IDS = "https://export.arxiv.org/api/query?id_list="
HEAD_BYTES = 1 << 16
_PIECE = 1 << 12
# The longest abstract on arXiv has about 6,000 characters; a line of 64 MB is no record of a paper.
MAX_LINE = 64 << 20
TOO_LONG = f"line of over {MAX_LINE:,} characters"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TO_JSON = (
    "save it as JSON lines first, e.g. with pandas: "
    "read_{0}('FILE').to_json('papers.jsonl', orient='records', lines=True)"
)
_FOREIGN = {
    b"PAR1": f"Parquet; {_TO_JSON.format('parquet')}",
    b"ARROW1": f"Feather or Arrow; {_TO_JSON.format('feather')}",
    b"FEA1": f"Feather; {_TO_JSON.format('feather')}",
    b"\xff\xff\xff\xff": (
        "Arrow as data sets keep it; save it as JSON lines first, with datasets: "
        "Dataset.from_file('FILE').to_json('papers.jsonl')"
    ),
    b"ORC": f"ORC; {_TO_JSON.format('orc')}",
    b"Obj\x01": "Avro; save it as JSON lines first",
    b"\x93NUMPY": "an array of numpy; save its texts as JSON lines",
    b"\x89HDF\r\n": f"HDF5; {_TO_JSON.format('hdf')}",
    b"\x80\x04\x95": "a pickle of Python, which is not safe to read; save it as JSON lines",
    b"\x80\x05\x95": "a pickle of Python, which is not safe to read; save it as JSON lines",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"Rar!\x1a\x07": "a RAR archive; unpack it first",
    b"%PDF": "a PDF; kg reads titles and abstracts, e.g. as JSON lines",
    b"SQLite format 3": "a database; save its table of papers as CSV",
    b"\xd0\xcf\x11\xe0": "a file of old Office; save it as CSV",
}
_ZSTD = b"\x28\xb5\x2f\xfd"
# Python's own from 3.14 on, and packages with the same function.
_ZSTD_MODULES = ("compression.zstd", "backports.zstd", "pyzstd", "zstandard")
_PACKED: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": gzip.open,
    b"\xfd7zXZ\x00": lzma.open,
    b"BZh": bz2.open,
}
_ESCAPED = re.compile("[\udc80-\udcff]")
_REPLACEMENTS = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)
}
READ_ERRORS = (OSError, EOFError, UnicodeError, *DAMAGED)


class _Prefixed(io.RawIOBase):
    """A stream that begins with bytes that were already taken from it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


@dataclass(slots=True)
class Lines:
    """The lines of one file, read once and lazily.

    Attributes:
        head: The beginning of the text, for a look at the format.
        stream: The whole text.
        number: Of the line read last.
        faults: Number of the first line with bytes that are no UTF-8; 0 if there is none.
    """

    head: str
    stream: io.TextIOWrapper
    number: int = 0
    faults: int = 0

    def __iter__(self) -> Iterator[str | None]:
        """Yield each line with its end; None for one that is too long."""
        while line := self.stream.readline(MAX_LINE):
            self.number += 1
            if len(line) < MAX_LINE or line.endswith("\n"):
                yield self.mended(line)
                continue
            while line and not line.endswith("\n"):
                line = self.stream.readline(MAX_LINE)
            yield None

    def mended(self, text: str) -> str:
        """Return the text with every byte that is no UTF-8 read as Windows-1252."""
        if text.isascii() or not _ESCAPED.search(text):
            return text
        self.faults = self.faults or max(self.number, 1)
        return text.translate(_REPLACEMENTS)


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a path for a message: in quotes, or the standard input for `-`."""
    return "the standard input" if str(path) == "-" else f"'{path}'"


def _no_file(path: str) -> str:
    """Return what to do with an address or an arXiv id that was given for a file."""
    if known := arxiv_id(path):
        return f"; kg fetches nothing: save what {ARXIV_BY_IDS}{known[0]} gives"
    return "; kg fetches nothing: save the page and give its file" if "://" in path else ""


@contextmanager
def open_texts(path: str | Path) -> Iterator[Iterator[tuple[str, Lines | InputError]]]:
    """Open a file, or with `-` the standard input, as text; an archive as those of its files.

    gzip, xz, bzip2 and zstd are recognised by content, zip and tar, too; text is UTF-8, or what its
    byte order mark or its null bytes say. A file of an archive is to be read before the next one.

    Yields:
        The name of each file in an archive, empty for what is none, with its lines or why there
        are none.

    Raises:
        InputError: It cannot be read or is of a kind that is known to be no text.
    """
    try:
        raw = sys.stdin.buffer if str(path) == "-" else Path(path).open("rb")  # noqa: SIM115 - see finally
    except OSError as error:
        shown = str(path) if len(str(path)) <= 200 else f"{str(path)[:60]}…"
        hint = _no_file(str(path)) if isinstance(error, FileNotFoundError) else ""
        raise InputError(f"cannot read '{shown}': {error.strerror or error}{hint}") from error
    try:
        yield _texts(cast(BinaryIO, raw), path)
    finally:
        if raw is not sys.stdin.buffer:
            raw.close()


def _texts(raw: BinaryIO, path: str | Path) -> Iterator[tuple[str, Lines | InputError]]:
    stream, head = _unpacked(raw, shown_path(path))
    if not is_archive(head):
        yield "", _lines(stream, head)
        return
    begun = False
    try:
        for name, member in members(_buffered(head, stream), raw if stream is raw else None):
            begun = True
            name = one_line(name)
            try:
                yield name, _of_member(member, shown_path(f"{path}/{name}"))
            except InputError as error:
                yield name, error
    except IsNoArchive as error:
        raise InputError(f"{shown_path(path)} is {error}") from error
    except ARCHIVE_ERRORS as error:
        told = InputError(f"cannot read {shown_path(path)}{' further' * begun}: {error}")
        if not begun:
            raise told from error
        yield "…", told
        return
    if not begun:
        raise InputError(f"{shown_path(path)} is an archive without a file in it")


def _of_member(data: BinaryIO | str, shown: str) -> Lines:
    if isinstance(data, str):
        raise InputError(f"{shown} is {data}")
    stream, head = _unpacked(data, shown)
    if is_archive(head):
        raise InputError(f"{shown} is an archive in an archive; unpack it first")
    return _lines(stream, head)


def _lines(stream: BinaryIO, head: bytes) -> Lines:
    encoding = _encoding(head)
    wrapper = io.TextIOWrapper(
        _buffered(head, stream),
        encoding=encoding,
        errors="surrogateescape" if encoding.startswith("utf-8") else "replace",
    )
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(head).replace("\r\n", "\n").replace("\r", "\n")
    return Lines(text, wrapper)


def _unpacked(raw: BinaryIO, shown: str) -> tuple[BinaryIO, bytes]:
    stream = raw
    for _ in range(3):
        try:
            head = _read_head(stream)
        except READ_ERRORS as error:
            raise InputError(f"cannot read {shown}: {error}") from error
        if head and not head.strip(b"\0"):
            raise InputError(f"{shown} is of null bytes alone: an empty tar, or never written")
        for magic, kind in _FOREIGN.items():
            if head.startswith(magic):
                raise InputError(f"{shown} is {kind}")
        opener = next((opener for magic, opener in _PACKED.items() if head.startswith(magic)), None)
        if head.startswith(_ZSTD):
            opener = _zstd(shown)
        if opener is None:
            return stream, head
        stream = cast(BinaryIO, opener(_buffered(head, stream)))
    raise InputError(f"{shown} is packed more than twice; unpack it first")


def _zstd(shown: str) -> Callable[[BinaryIO], object]:
    for name in _ZSTD_MODULES:
        with suppress(ImportError):
            opened: Callable[[BinaryIO], object] = import_module(name).open
            return opened
    raise InputError(
        f"{shown} is zstd data; unpack it first (zstd -d FILE), or install backports.zstd"
    )


def _buffered(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, _Prefixed(head, rest)), HEAD_BYTES)


def _read_head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES:
        try:
            # In small pieces, of which only the one with a fault is lost.
            data = stream.read(min(_PIECE, HEAD_BYTES - len(head)))
        except (EOFError, *DAMAGED):
            # A packed file that was cut short: what came before the cut counts.
            if head:
                break
            raise
        if not data:
            break
        head += data
    return head


def _encoding(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    if max(even, odd) > len(head[:400]) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"
