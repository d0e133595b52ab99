from __future__ import annotations

import gzip
import io
import os
import threading

import pytest

from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources.files import find_sources

LINE = '{"title": "Tea"}\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.jsonl", "a.jsonl", "sub/c.jsonl", "sub/.hidden.jsonl", ".git/d.jsonl", "sub/code.py", "z.jsonl.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(LINE.encode()) if name.endswith(".gz") else LINE.encode())
    return tmp_path


def paths(*inputs, **options):
    return [source.path for source in find_sources(inputs, **options)]


def error(*inputs, **options):
    with pytest.raises(SourceError) as caught:
        find_sources(inputs, **options)
    assert caught.value.hint
    return caught.value.message


def test_a_folder_is_all_visible_files_below_it_sorted(folder):
    assert paths(folder) == [str(folder / name) for name in ("a.jsonl", "b.jsonl", "sub/c.jsonl", "z.jsonl.gz")]


def test_globs_are_expanded_and_sorted(folder):
    assert paths("*.jsonl") == ["a.jsonl", "b.jsonl"]
    assert paths("**/*.jsonl") == ["a.jsonl", "b.jsonl", "sub/c.jsonl"]
    assert paths("[ab].jsonl") == ["a.jsonl", "b.jsonl"]
    assert paths("s*") == ["sub/c.jsonl"]


def test_inputs_keep_their_order(folder):
    assert paths("b.jsonl", "a.jsonl", "sub") == ["b.jsonl", "a.jsonl", "sub/c.jsonl"]


def test_a_name_that_looks_like_a_glob_is_a_file_first(folder):
    (folder / "x[1].jsonl").write_text(LINE)
    assert paths("x[1].jsonl") == ["x[1].jsonl"]


def test_the_home_folder_is_known(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    assert paths("~/a.jsonl", "~/b*") == [str(folder / "a.jsonl"), str(folder / "b.jsonl")]


def test_a_file_of_a_folder_that_holds_no_papers_is_reported(folder):
    (folder / "notes.txt").write_text("milk, sugar, tea")
    found = [item for source in find_sources([folder]) for item in source.read()]
    problems = [item for item in found if not isinstance(item, Paper)]
    assert [str(problem) for problem in problems] == [
        f"{folder}/notes.txt: no format of papers is found in the file, which is left out"
    ]
    assert len(found) == 5


def test_a_named_file_that_holds_no_papers_is_an_error(folder):
    (folder / "notes.txt").write_text("milk, sugar, tea")
    assert error("notes.txt") == "The format of notes.txt cannot be told from its content."


def test_a_folder_without_any_papers_is_an_error(folder):
    (folder / "empty").mkdir()
    assert error("empty") == "The folder empty has no file of papers."
    (folder / "empty" / "notes.txt").write_text("milk, sugar, tea")
    assert error("empty") == "No papers are found in empty/notes.txt."


def test_what_is_not_there_is_an_error(folder):
    assert error("nowhere.jsonl") == "There is no file nowhere.jsonl."
    assert error("*.bib") == "No file matches *.bib."
    assert error() == "There is nothing to read."


def test_all_inputs_are_checked_before_any_is_read(folder):
    assert error("a.jsonl", "nowhere.jsonl") == "There is no file nowhere.jsonl."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x is empty."),
        (b" \n\t\n", "x is empty."),
        (b"\xef\xbb\xbf\n", "x is empty."),
        (gzip.compress(b""), "x is empty."),
        (b"%PDF-1.7\n", "x is a PDF, not text."),
        (b"PK\x03\x04rest", "x is a ZIP archive, not text."),
        ("Tea".encode("utf-16"), "x is UTF-16, not text."),
        (b"PAR1\x00", "x is a Parquet file, not text."),
        (b"Tea\nNetworks\x00", "x:2: byte 13 of the file (0x00) is a control character; this is not text."),
        (bytes(range(1, 9)) * 9, "x:1: byte 1 of the file (0x01) is a control character; this is not text."),
        ("茶".encode("gbk") * 40, "x:1: byte 1 of the file (0xB2) is no UTF-8; this is not text."),
    ],
)
def test_what_is_no_text_is_an_error(folder, data, message):
    (folder / "x").write_bytes(data)
    assert error("x") == message
    assert error("x", format_name="jsonl") == message


def test_a_stray_control_character_is_no_reason_to_refuse(folder):
    (folder / "x").write_text('{"title": "Tea"}\n' * 20 + '{"title": "T\x01ea"}\n')
    assert paths("x") == ["x"]


def test_broken_gzip_is_an_error_when_it_is_met(folder):
    packed = gzip.compress("".join(f'{{"title": "Tea {i * 7919}"}}\n' for i in range(5_000)).encode())
    (folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) - 300])
    (source,) = find_sources(["cut.jsonl.gz"])
    with pytest.raises(SourceError, match=r"cut\.jsonl\.gz is gzipped, but broken \(.*\)\. Fetch or pack it again\."):
        list(source.read())
    (folder / "bad.gz").write_bytes(b"\x1f\x8bxx")
    assert error("bad.gz").startswith("bad.gz is gzipped, but broken")


def test_a_file_that_may_not_be_read_is_an_error(folder, monkeypatch):
    def refuse(self, *args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert error("a.jsonl") == "a.jsonl cannot be read: Permission denied."


def test_a_file_that_goes_before_it_is_read_is_an_error(folder):
    (source,) = find_sources(["a.jsonl"])
    (folder / "a.jsonl").unlink()
    with pytest.raises(SourceError, match=r"a\.jsonl cannot be read: No such file"):
        list(source.read())


def test_standard_input_is_read_once(folder):
    stdin = io.BytesIO(gzip.compress(LINE.encode()))
    (source,) = find_sources(["-"], stdin=stdin)
    assert [paper.title for paper in source.read()] == ["Tea"]
    assert not stdin.closed
    assert error("-", "-", stdin=io.BytesIO(LINE.encode())) == "Standard input can be read only once."
    assert error("-", stdin=io.BytesIO(b"")) == "Standard input is empty."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_though_it_gives_its_content_once(folder):
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: (folder / "pipe").write_text(LINE * 3))
    writer.start()
    (source,) = find_sources(["pipe"])
    assert [paper.title for paper in source.read()] == ["Tea"] * 3
    writer.join()


def test_an_unknown_format_is_an_error(folder):
    assert error("a.jsonl", format_name="cvs") == "There is no format 'cvs'."
