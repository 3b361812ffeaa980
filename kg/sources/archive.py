"""The files in an archive: zip and tar."""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# What Python raises for damaged data that is packed.
DAMAGED = (lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)
# A damaged list of files makes it raise more; the last also what is encrypted or packed in a way it
# does not know.
ARCHIVE_ERRORS = (
    *(OSError, EOFError, *DAMAGED),
    *(ValueError, IndexError, struct.error, RuntimeError),
)
# By the name of a file in them, and how that begins.
_NO_ARCHIVES = (
    ("[Content_Types].xml", b"", "an Office file; save it as CSV"),
    ("mimetype", b"application/vnd.oasis.", "an Office file (OpenDocument); save it as CSV"),
    ("mimetype", b"application/epub", "an EPUB; kg reads titles and abstracts, e.g. as JSON lines"),
    ("Index/Document.iwa", b"", "a file of Numbers or Pages; export it as CSV"),
)
_ENCRYPTED = 0x1


class IsNoArchive(ValueError):  # noqa: N818 - it is a finding, told with the name of the file
    """A zip is a file of a program of its own; the message says of which, and what to do."""


class _Header(tarfile.TarInfo):
    """Where a damaged header is no end: Python passes over it, and over the end of a first tar."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if not buf.strip(b"\0"):
                raise
            told = "a damaged header; what stands behind it was not read"
            raise tarfile.ReadError(told) from error


def is_archive(head: bytes) -> bool:
    """Tell whether data begins like a zip or a tar archive."""
    return head.startswith((_ZIP, _EMPTY_ZIP)) or head[257:262] == b"ustar"


def members(
    stream: io.BufferedReader, whole: BinaryIO | None
) -> Iterator[tuple[str, BinaryIO | str]]:
    """Yield name and data of each file, or why there are none, in their order; no hidden ones.

    Args:
        stream: From the beginning of the archive on; several tars may stand one after another.
        whole: The file itself where it is packed in nothing else: a zip has its list at the end.

    Raises:
        IsNoArchive: It is a file of Office or the like.
    """
    if not stream.peek(4).startswith(b"PK"):
        data = cast(IO[bytes], stream)
        with tarfile.open(fileobj=data, mode="r|", tarinfo=_Header, ignore_zeros=True) as tar:
            for member in tar:
                if member.isfile() and _is_shown(member.name):
                    yield member.name, cast(BinaryIO, tar.extractfile(member))
        return
    seekable = whole if whole is not None and whole.seekable() else io.BytesIO(stream.read())
    with zipfile.ZipFile(seekable) as archive:
        _check_kind(archive)
        for one in archive.infolist():
            if not one.is_dir() and _is_shown(one.filename):
                yield from _opened(archive, one)


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {*archive.namelist()}
    for name, beginning, kind in _NO_ARCHIVES:
        if name in names:
            with archive.open(name) as data:
                if data.read(len(beginning)) == beginning:
                    raise IsNoArchive(kind)


def _opened(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[tuple[str, BinaryIO | str]]:
    """Yield name and data of a file, or why there are none; the next one may be whole."""
    if one.flag_bits & _ENCRYPTED:
        yield one.filename, "encrypted; unpack it with its password first"
        return
    try:
        # By the entry: two may have one name.
        data = archive.open(one)
    except (RuntimeError, *DAMAGED) as error:
        yield one.filename, f"not to be unpacked: {error}"
        return
    with data:
        yield one.filename, cast(BinaryIO, data)


def _is_shown(name: str) -> bool:
    """Whether a file is none of a system's own, as macOS adds them."""
    return not any(
        part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/")
    )
