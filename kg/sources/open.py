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
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import InputError

HEAD_BYTES = 1 << 16
# The longest abstract on arXiv has about 6,000 characters; a line of 64 MB is no record of a paper.
MAX_LINE = 64 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = {
    b"PK\x03\x04": "a zip archive or an Office file; unpack it, or save it as CSV",
    b"PAR1": "Parquet; save it as JSON lines first",
    b"%PDF": "a PDF; kg reads titles and abstracts, e.g. as JSON lines",
    b"\x28\xb5\x2f\xfd": "zstd data; unpack it first",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "a file of old Office; save it as CSV",
}
_PACKED: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": gzip.open,
    b"\xfd7zXZ\x00": lzma.open,
    b"BZh": bz2.open,
}
_ESCAPED = re.compile("[\udc80-\udcff]")
_REPLACEMENTS = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)
}
READ_ERRORS = (OSError, EOFError, lzma.LZMAError, zlib.error, UnicodeError)


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


@contextmanager
def open_lines(path: str | Path) -> Iterator[Lines]:
    """Open a file, or with `-` the standard input, as text.

    gzip, xz and bzip2 are recognised by content; text is UTF-8, or what its byte order mark or
    its null bytes say.

    Raises:
        InputError: It cannot be read or is of a kind that is known to be no text.
    """
    try:
        raw = sys.stdin.buffer if str(path) == "-" else Path(path).open("rb")  # noqa: SIM115 - see finally
    except OSError as error:
        shown = str(path) if len(str(path)) <= 200 else f"{str(path)[:60]}…"
        raise InputError(f"cannot read '{shown}': {error.strerror or error}") from error
    try:
        stream, head = _unpacked(cast(BinaryIO, raw), path)
        encoding = _encoding(head)
        wrapper = io.TextIOWrapper(
            _buffered(head, stream),
            encoding=encoding,
            errors="surrogateescape" if encoding.startswith("utf-8") else "replace",
        )
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        text = decoder.decode(head).replace("\r\n", "\n").replace("\r", "\n")
        yield Lines(text, wrapper)
    finally:
        if raw is not sys.stdin.buffer:
            raw.close()


def _unpacked(raw: BinaryIO, path: str | Path) -> tuple[BinaryIO, bytes]:
    stream = raw
    for _ in range(3):
        try:
            head = _read_head(stream)
        except READ_ERRORS as error:
            raise InputError(f"cannot read {shown_path(path)}: {error}") from error
        for magic, kind in _FOREIGN.items():
            if head.startswith(magic):
                raise InputError(f"{shown_path(path)} is {kind}")
        if head[257:262] == b"ustar":
            raise InputError(f"{shown_path(path)} is a tar archive; unpack it first")
        opener = next((opener for magic, opener in _PACKED.items() if head.startswith(magic)), None)
        if opener is None:
            return stream, head
        stream = cast(BinaryIO, opener(_buffered(head, stream)))
    raise InputError(f"{shown_path(path)} is packed more than twice; unpack it first")


def _buffered(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, _Prefixed(head, rest)), HEAD_BYTES)


def _read_head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES:
        try:
            data = stream.read(HEAD_BYTES - len(head))
        except (EOFError, lzma.LZMAError, zlib.error):
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
