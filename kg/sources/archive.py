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
# What Python raises for damaged data that is packed.
DAMAGED = (lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)
# A damaged list of files makes it raise more; the last also what is encrypted or packed in a way it
# does not know.
ARCHIVE_ERRORS = (
    *(OSError, EOFError, *DAMAGED),
    *(ValueError, IndexError, struct.error, RuntimeError),
)

_OFFICE = "[Content_Types].xml"


class IsOffice(ValueError):  # noqa: N818 - it is a finding, told with the name of the file
    """A zip is a file of Office."""


def is_archive(head: bytes) -> bool:
    """Tell whether data begins like a zip or a tar archive."""
    return head.startswith(_ZIP) or head[257:262] == b"ustar"


def members(stream: io.BufferedReader, whole: BinaryIO | None) -> Iterator[tuple[str, BinaryIO]]:
    """Yield name and data of each file, in their order; hidden ones are left out.

    Args:
        stream: From the beginning of the archive on.
        whole: The file itself where it is packed in nothing else: a zip has its list at the end.
    """
    if not stream.peek(4).startswith(_ZIP):
        with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as tar:
            for member in tar:
                if member.isfile() and _is_shown(member.name):
                    yield member.name, cast(BinaryIO, tar.extractfile(member))
            _check_end(cast(IO[bytes], tar.fileobj))
        return
    seekable = whole if whole is not None and whole.seekable() else io.BytesIO(stream.read())
    with zipfile.ZipFile(seekable) as archive:
        files = [one for one in archive.infolist() if not one.is_dir()]
        if any(one.filename == _OFFICE for one in files):
            raise IsOffice("an Office file; save it as CSV")
        for one in files:
            if _is_shown(one.filename):
                # By the entry: two may have one name.
                with archive.open(one) as data:
                    yield one.filename, cast(BinaryIO, data)


def _check_end(rest: IO[bytes]) -> None:
    """Refuse what stands behind the end of a tar: a damaged header reads as its end."""
    while block := rest.read(1 << 16):
        if block.strip(b"\0"):
            raise tarfile.ReadError("a damaged header; what stands behind it was not read")


def _is_shown(name: str) -> bool:
    """Whether a file is none of a system's own, as macOS adds them."""
    return not any(
        part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/")
    )
