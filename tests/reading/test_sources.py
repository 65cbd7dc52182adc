"""Files, folders and standard input: what is found, what is read, and that no bad input stops the rest."""

import io
import os
from datetime import date
from pathlib import Path

import pytest

from itogi.errors import InputError
from itogi.model.article import Article, article_id, hash_bytes
from itogi.reading import Source, discover, read_all, read_source

TITLE = "Министры договорились о границе"
BODY = "Министры пяти стран подписали в Энске протокол о границе."
REPORT = f"{TITLE}\n{BODY}\n"
PAGE = f"<!DOCTYPE html><html><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "a.md").write_text("# " + REPORT, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.HTML").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.json").write_text('{"outlet": "Вести", "published": "2024-05-01"}', encoding="utf-8")
    for skipped in (".hidden.txt", "README.md", "table.csv", "alone.json"):
        (tmp_path / skipped).write_text("x", encoding="utf-8")
    return tmp_path


def names(sources):
    return [Path(source.name).name for source in sources]


def refusal(path) -> InputError:
    found = list(read_all([path]))
    assert len(found) == 1
    assert isinstance(found[0], InputError)
    return found[0]


def test_a_folder_in_order(folder):
    found = list(discover([folder]))
    assert names(found) == ["a.md", "b.txt", "c.HTML"]
    assert [source.sidecar for source in found] == [None, folder / "b.json", None]
    assert names(discover([folder], recursive=False)) == ["a.md", "b.txt"]


def test_each_file_once(folder):
    (folder / "again").symlink_to(folder)
    (folder / "z.txt").symlink_to(folder / "b.txt")
    assert names(discover([folder / "b.txt", folder, str(folder)])) == ["b.txt", "a.md", "c.HTML"]


def test_an_article(folder):
    article = read_source(Source(folder / "b.txt", folder / "b.json"))
    raw = (folder / "b.txt").read_bytes()
    assert article.text == REPORT.strip()
    assert (article.title, article.outlet, article.published) == (TITLE, "Вести", date(2024, 5, 1))
    assert article.raw_hash == hash_bytes(raw)
    assert article.id == article_id(article.raw_hash)
    assert article.source == str(folder / "b.txt")
    assert article.source_offset(len(TITLE) + 1) == len(TITLE) + 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r", "cp866"])
def test_files_in_every_encoding(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(REPORT.replace("\n", "\r\n").encode(encoding))
    (article,) = read_all([tmp_path])
    assert article.text == REPORT.strip()
    assert [article.text[a:b].strip() for a, b in article.verbatim_pieces(0, len(article.text))] == [
        TITLE,
        BODY,
    ]


def test_the_sidecar_may_name_the_encoding(tmp_path):
    (tmp_path / "a.txt").write_bytes("ОДКБ".encode("koi8-r"))
    (tmp_path / "a.json").write_text('{"encoding": "koi8-r"}')
    (article,) = read_all([tmp_path])
    assert (article.text, article.encoding) == ("ОДКБ", "koi8-r")


def test_a_page_is_known_by_how_it_begins(tmp_path):
    (tmp_path / "saved.txt").write_text("\n <!-- saved -->\n" + PAGE, encoding="utf-8")
    (article,) = read_all([tmp_path])
    assert article.text == REPORT.strip()


def test_standard_input():
    assert [source.name for source in discover(["-"])] == ["-"]
    for text in (REPORT, PAGE):
        article = read_source(Source(None), stdin=io.BytesIO(text.encode("cp1251")))
        assert (article.text, article.source) == (REPORT.strip(), "-")
    with pytest.raises(InputError, match="empty"):
        read_source(Source(None), stdin=io.BytesIO(b""))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.txt", b"", "empty"),
        ("space.md", b" \n", "empty"),
        ("data.txt", b"\x00\x01" * 90, "binary"),
        ("paper.txt", b"%PDF-1.4", "PDF"),
        ("broken.txt", BODY.encode()[:-1] + b"\xff.", "broken UTF-8"),
        ("french.txt", "déjà vu".encode("latin-1"), "cannot be told"),
        ("links.txt", "Читайте также:\nЦены выросли".encode(), "no text of a report"),
        ("page.html", b"<html><body></body></html>", "no report"),
        ("big.txt", b"a" * 2_000, "larger than the limit"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_is_read(tmp_path, name, content, problem):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(REPORT, encoding="utf-8")
    bad, good = read_all([tmp_path], max_bytes=1_000)
    assert isinstance(bad, InputError)
    assert problem in bad.problem
    assert (bad.where, bool(bad.remedy)) == (str(tmp_path / name), True)
    assert isinstance(good, Article)


def test_fifty_megabytes_of_one_line(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50_000_000)
    assert "larger than the limit of 20 MB" in refusal(tmp_path / "a.txt").problem


def test_a_bad_sidecar_is_named_not_its_report(folder):
    (folder / "b.json").write_text('{"published": "2024-13-45"}')
    bad = [found for found in read_all([folder]) if isinstance(found, InputError)]
    assert [error.where for error in bad] == [str(folder / "b.json")]


def test_a_folder_without_reports(tmp_path):
    (tmp_path / "x.txt").mkdir()
    for path in (tmp_path, tmp_path / "x.txt"):
        error = refusal(path)
        assert "no reports (looked for .txt, .md, .html, .htm)" in error.problem
        assert error.where == str(path)
    with pytest.raises(InputError, match="no reports"):
        list(discover([tmp_path]))


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "a.docx").write_bytes(b"x")
    expected = {
        "loop.txt": "leads back to itself",
        "lost.txt": "no such file",
        "none.txt": "no such file",
        "a.docx": "'.docx' are not read",
        "n" * 400: "name is too long",
        "\x00": "no path",
    }
    for name, problem in expected.items():
        assert problem in refusal(str(tmp_path / name)).problem
    (tmp_path / "ok.txt").write_text(REPORT, encoding="utf-8")
    assert [type(found) for found in read_all([tmp_path])] == [InputError, InputError, Article]


def test_a_file_that_vanishes_after_it_was_found(folder):
    found = discover([folder])
    first = next(found)
    (folder / "a.md").unlink()
    with pytest.raises(InputError, match="no such file"):
        read_source(first)
    with pytest.raises(InputError, match="folder, not a file"):
        read_source(Source(folder))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(folder):
    (folder / "b.txt").chmod(0)
    (folder / "inner").chmod(0)
    try:
        bad = [found for found in read_all([folder]) if isinstance(found, InputError)]
        assert ["denied" in error.problem for error in bad] == [True, True]
    finally:
        (folder / "inner").chmod(0o700)


def test_no_permission_as_the_system_says_it(folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission to read it is denied" in refusal(folder / "a.md").problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_does_not_block(folder):
    os.mkfifo(folder / "pipe.txt")
    bad = [found for found in read_all([folder]) if isinstance(found, InputError)]
    assert ["pipe" in error.problem for error in bad] == [True]
