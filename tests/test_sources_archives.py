"""Archives that are odd in themselves: what can be read in them is read, the rest is told."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile

import pytest

from kg.errors import InputError
from kg.sources import read_papers

NAMES = ("Alpha Owls", "Beta Owls", "Gamma Owls")
SAID = "We count owls by night and find more of them than anyone did before."
UNKNOWN_METHOD = 99


def make_files():
    return {
        f"{number}.jsonl": json.dumps({"title": title, "abstract": SAID}).encode()
        for number, title in enumerate(NAMES)
    }


def make_zip(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def make_tar(files):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def marked(archive, number, *, flags=0, method=0):
    """Return a zip one of whose files says that it is encrypted or packed in another way."""
    data = bytearray(archive)
    for mark, behind in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        for _ in range(number + 1):
            place = data.index(mark, place + 1)
        data[place + behind] |= flags
        data[place + behind + 2] |= method
    return bytes(data)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"flags": 1}, "encrypted; unpack it with its password first"),
        ({"method": UNKNOWN_METHOD}, "not to be unpacked: That compression method is not"),
    ],
    ids=["encrypted", "packed in another way"],
)
def test_a_file_of_a_zip_that_cannot_be_opened_costs_only_itself(fault, told, tmp_path):
    # Previously it ended the reading of the whole
    path = tmp_path / "owls.zip"
    path.write_bytes(marked(make_zip(make_files()), 1, **fault))
    problems = []
    papers = [*read_papers(path, on_problem=problems.append)]
    assert [paper.title for paper in papers] == [NAMES[0], NAMES[2]]
    assert [(one.file, one.is_file) for one in problems] == [(f"{path}/1.jsonl", True)]
    assert problems[0].reason.startswith(told)
    assert "ZipInfo" not in problems[0].reason


def test_several_tars_one_after_another_are_read(read):
    # Previously the second one was called a damaged header
    files = make_files()
    parts = [make_tar({name: data}) for name, data in files.items()]
    papers, problems = read(b"".join(parts))
    assert ([paper.title for paper in papers], problems) == ([*NAMES], [])


def test_damage_within_a_second_tar_is_told(read):
    files = make_files()
    first, second = make_tar(dict([*files.items()][:1])), bytearray(make_tar(files))
    second[second.index(b"1.jsonl")] = 0xFF
    papers, problems = read(first + bytes(second))
    assert [paper.title for paper in papers] == [NAMES[0], NAMES[0]]
    assert len(problems) == 1
    assert "damaged header" in problems[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (make_zip({}), "is an archive without a file in it"),
        (make_zip({"a/": b"", ".b": b"x"}), "is an archive without a file in it"),
        (make_tar({".a": b"x"}), "is an archive without a file in it"),
        (make_tar({}), "is of null bytes alone: an empty tar, or"),
        (
            make_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            r"is an Office file \(OpenDocument\); save it as CSV",
        ),
        (make_zip({"mimetype": b"application/epub+zip"}), "is an EPUB; kg reads"),
        (make_zip({"Index/Document.iwa": b"x"}), "is a file of Numbers or Pages; export"),
        (b"\x93NUMPY\x01\x00v\x00{'descr'", "is an array of numpy; save"),
    ],
)
def test_an_archive_without_papers_says_what_it_is(content, told, read):
    # Previously each was of no known format, or its files were told of one by one
    with pytest.raises(InputError, match=told):
        read(content)


def test_a_file_called_mimetype_makes_no_office_file(read):
    papers, _ = read(make_zip({"mimetype": b"text/plain", **make_files()}))
    assert [paper.title for paper in papers] == [*NAMES]
