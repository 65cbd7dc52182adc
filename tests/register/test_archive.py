from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from databases import empty_database, missing
from django.db import connections
from making import fact, fill, report, state

from itogi.errors import RegisterError
from itogi.register import open_register

TITLE = "программа укрепления горной границы"


def told(n):
    return report(
        fact(
            "meeting", f"Сессия прошла, {n}.", organisation="CSTO", level="heads-of-state", date="2024-11-28"
        ),
        fact("document", f"Подписана {TITLE}, {n}.", organisation="CSTO", title=TITLE, stage="signed"),
        fact("quote", f"«Всё хорошо, {n}», – сказал он.", text=f"Всё хорошо, {n}"),
        published=f"2024-11-{n + 10}" if n else None,
    )


@pytest.fixture
def filled(register):
    with register.run("itogi", {"version": "1"}) as run:
        register.add_all([told(n) for n in range(6)], run=run)
    document, quote = (register.entries(type=t)[0] for t in ("document", "quote"))
    register.decide("accept", document.id, actor="Анна")
    register.decide("edit", document.id, actor="Анна", slot="kind", value="programme")
    register.decide("split", document.id, actor="Анна", others=[document.records[2].id])
    undone = register.decide("reject", quote.id, actor="Анна")
    register.undo(undone.number, actor="Борис", reason="поспешил")
    register.decide("reject", quote.records[0].id, actor="Анна")
    return register


def test_a_whole_register_has_no_problems(filled):
    assert list(filled.verify()) == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE register_article SET text = 'Другое.' WHERE id = (SELECT min(id) FROM register_article)",
         "not verbatim"),
        ("UPDATE register_record SET organisation = 'SCO' WHERE id = (SELECT min(id) FROM register_record)",
         "organisation do not follow"),
        ("UPDATE register_record SET said = '2001-01-01' WHERE id = (SELECT min(id) FROM register_record)",
         "counts by"),
        ("UPDATE register_record SET node_id = NULL WHERE id = (SELECT min(id) FROM register_record)",
         "belongs to no entry"),
        ("UPDATE register_node SET size = size + 1 WHERE id = (SELECT min(id) FROM register_node)",
         "size or head"),
        ("UPDATE register_node SET entry_id = (SELECT max(id) FROM register_entry)", "belongs to"),
        ("UPDATE register_entry SET date_to = '2001-01-01'", "do not follow"),
        ("DELETE FROM register_subject", "organisations do not follow"),
        ("DELETE FROM register_indexed WHERE kind = 'entries'", "not in the index"),
        ("DELETE FROM register_words", "words in the index do not follow"),
        ("UPDATE register_words SET words = 'слово'", "words in the index do not follow"),
        ("INSERT INTO register_indexed (number, kind, key, digest) VALUES (1, 'articles', 'x', 1)",
         "index: it holds"),
    ],
)  # fmt: skip
def test_what_is_broken_is_named(filled, sql, said):
    with connections[filled._rows.alias].cursor() as cursor:
        cursor.execute(sql)
    assert any(said in str(problem) for problem in filled.verify())


def test_restoring_is_moving(filled, tmp_path, request):
    path = tmp_path / "register.zip"
    counts = filled.backup(path)
    assert (counts["articles"], counts["records"], counts["decisions"]) == (6, 18, 6)
    on_sqlite = filled.location.engine == "sqlite"
    if on_sqlite and not missing():
        with empty_database(request.getfixturevalue("template")) as other:
            same(filled, other, path)
    same(filled, str(tmp_path / "other.db"), path)


def test_old_addresses_of_entries_move_as_well(register, tmp_path):
    slots = {"organisation": "CSTO", "level": "heads-of-state", "date": "2024-11-28"}
    fill(register, report(fact("meeting", "Саммит прошёл.", **slots), published="2024-11-29"))
    old = next(register.all_entries()).id
    fill(register, report(fact("meeting", "Саммит пройдёт.", **slots), published="2024-11-20"))
    now = register.successor(old)
    register.backup(tmp_path / "register.zip")
    with open_register(str(tmp_path / "other.db")) as moved:
        moved.restore(tmp_path / "register.zip")
        assert now and moved.successor(old) == now


def same(register, other, path):
    with open_register(other) as moved:
        assert moved.restore(path)["articles"] == 6
        assert state(moved) == state(register)
        assert list(moved.export()) == list(register.export())
        assert moved.history() == register.history()
        assert not list(moved.verify())
        assert moved.decide("comment", moved.entries()[0].id, actor="Вера").number > 6
        with pytest.raises(RegisterError, match="not empty"):
            moved.restore(path)


def test_an_export_is_lines_of_json_sorted_by_id(filled):
    rows = [json.loads(line) for line in filled.export()]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert sum(len(row["records"]) for row in rows) == 18
    assert {row["review"] for row in rows} == {"", "accepted", "rejected"}


def archive(path, **files):
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("_", "."), text)
    return path


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "no backup"),
        ({}, "no backup"),
        ({"register_json": '{"format": 99, "counts": {}}'}, "format 99"),
        ({"register_json": '{"format": 1, "counts": {}}', "runs_jsonl": "{"}, "no backup"),
    ],
)
def test_archives_that_cannot_be_restored(register, tmp_path, files, said):
    path = tmp_path / "x.zip"
    if files is None:
        path.write_text("Это не архив.")
    else:
        archive(path, **files)
    with pytest.raises(RegisterError, match=said):
        register.restore(path)
    assert register.counts().articles == 0


def test_an_archive_with_a_changed_sentence_is_refused_whole(filled, tmp_path):
    path = tmp_path / "a.zip"
    filled.backup(path)
    with zipfile.ZipFile(path) as made:
        files = {name: made.read(name).decode() for name in made.namelist()}
    files["articles.jsonl"] = files["articles.jsonl"].replace(
        "Всё хорошо, 5», – сказал", "Всё плохо, 5», – сказал", 1
    )
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder) / "r.db") as other:
        with pytest.raises(RegisterError, match="verbatim"):
            other.restore(path)
        assert other.counts().articles == 0
