"""Archives that are odd in themselves: what can be read in them is read, the rest is told."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
from contextlib import suppress

import pytest

from kg.errors import InputError
from kg.sources import read_papers

NAMES = ("Alpha Owls", "Beta Owls", "Gamma Owls")
SAID = "We count owls by night and find more of them than anyone did before."
UNKNOWN_METHOD = 99


def make_line(title):
    return json.dumps({"title": title, "abstract": SAID}).encode() + b"\n"


def make_files():
    return {f"{number}.jsonl": make_line(title) for number, title in enumerate(NAMES)}


def make_zip(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def make_tar(files, mode="w"):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return held.getvalue()


FILES = {
    "a/one.jsonl": make_line(NAMES[0]),
    "a/.two.jsonl": make_line(NAMES[1]),
    "__MACOSX/a/._one.jsonl": b"\x00",
    "b/three.jsonl.gz": gzip.compress(make_line(NAMES[2])),
}


@pytest.mark.parametrize(
    "content",
    [
        make_zip(FILES),
        make_tar(FILES),
        make_tar(FILES, "w:gz"),
        make_tar(FILES, "w:xz"),
        gzip.compress(make_zip(FILES)),
    ],
)
def test_an_archive_is_read_as_a_folder_is(content, read):
    # Previously each was refused
    papers, problems = read(content)
    assert ([paper.title for paper in papers], problems) == ([NAMES[0], NAMES[2]], [])


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_what_cannot_be_read_in_an_archive_costs_only_itself(make, tmp_path):
    path = tmp_path / "papers.any"
    files = {"a.pdf": b"%PDF-1.5", "b.zip": make_zip(FILES), "c.jsonl": b"{\n" + make_line("C")}
    path.write_bytes(make(files))
    problems = []
    papers = list(read_papers(path, on_problem=problems.append))
    assert len(papers) == 1
    assert [str(one).removeprefix(f"{path}/")[:30] for one in problems] == [
        "a.pdf: a PDF; kg reads titles ",
        "b.zip: an archive in an archiv",
        "c.jsonl:1: no JSON: expecting ",
    ]


def test_an_archive_that_was_cut_off_keeps_what_came_before(read):
    many = {"a.jsonl": make_line(NAMES[0]), "b.jsonl": make_line(NAMES[1]) * 9000}
    papers, problems = read(make_tar(many)[:60_000])
    assert len(papers) > 100
    assert problems


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


@pytest.mark.parametrize("before", [b"", make_tar({"a.jsonl": make_line(NAMES[0])})])
@pytest.mark.parametrize("size", [1, 300])
def test_a_damaged_header_within_a_tar_is_told(size, before, read):
    tar = bytearray(make_tar(make_files()))
    place = tar.index(b"1.jsonl")
    tar[place : place + size] = b"\xff" * size
    papers, problems = read(before + bytes(tar))
    assert [paper.title for paper in papers] == [NAMES[0]] * (2 if before else 1)
    assert len(problems) == 1
    assert "damaged header" in problems[0]


@pytest.mark.parametrize("mode", ["w:gz", "w:xz", "w:bz2", "zip"])
def test_a_damaged_archive_is_told(mode, tmp_path):
    # Previously errors of zlib, lzma and of names in a list of files came as tracebacks
    whole = make_zip({"owls.jsonl": make_line(NAMES[0]) * 50})
    if mode != "zip":
        whole = make_tar({"owls.jsonl": random.Random(7).randbytes(20_000)}, mode)
    path = tmp_path / "input"
    for place in range(10, len(whole) - 8, max(1, len(whole) // 60)):
        path.write_bytes(whole[:place] + b"\xff\xff\xff" + whole[place + 3 :])
        with suppress(InputError):
            list(read_papers(path, on_problem=lambda _: None))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_a_zip_are_both_read(read):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for title in NAMES:
            archive.writestr("owls.jsonl", make_line(title))
    papers, _ = read(held.getvalue())
    assert [paper.title for paper in papers] == [*NAMES]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (make_zip({}), "is an archive without a file in it"),
        (make_zip({"a/": b"", ".b": b"x"}), "is an archive without a file in it"),
        (make_tar({".a": b"x"}), "is an archive without a file in it"),
        (make_tar({}), "is of null bytes alone: an empty tar, or"),
        (make_zip({"a.txt": b"hello"}), "no papers in any file of"),
        (make_zip(FILES)[:100], "cannot read"),
        (make_zip({"[Content_Types].xml": b"<x/>"}), "is an Office file; save it as CSV"),
        (
            make_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            r"is an Office file \(OpenDocument\); save it as CSV",
        ),
        (make_zip({"mimetype": b"application/epub+zip"}), "is an EPUB; kg reads"),
        (make_zip({"Index/Document.iwa": b"x"}), "is a file of Numbers or Pages; export"),
        (b"PAR1" + b"\x00" * 9, r"Parquet; save .* read_parquet\('FILE'\).to_json"),
        (b"ARROW1\x00\x00", r"Feather or Arrow; save .* read_feather"),
        (b"\xff\xff\xff\xff\x10", "Arrow as data sets keep it; save"),
        (b"\x93NUMPY\x01\x00v\x00{'descr'", "is an array of numpy; save"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(content, told, read):
    # Previously each was of no known format, or its files were told of one by one
    with pytest.raises(InputError, match=told):
        read(content)


def test_a_file_called_mimetype_makes_no_office_file(read):
    papers, _ = read(make_zip({"mimetype": b"text/plain", **make_files()}))
    assert [paper.title for paper in papers] == [*NAMES]


def test_zstd_is_read_or_refused_with_the_way(read):
    data = make_line(NAMES[0])
    # One block that is not compressed, its size in three bytes behind that of the frame.
    frame = b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little")
    packed = frame + (len(data) << 3 | 1).to_bytes(3, "little") + data
    try:
        papers, _ = read(packed)
    except InputError as error:
        assert "zstd -d FILE" in str(error)  # noqa: PT017 - it depends on what is installed
    else:
        assert [paper.title for paper in papers] == [NAMES[0]]
