import pytest

from itogi.errors import DataError
from itogi.language import tables, weights


@pytest.mark.parametrize(
    "name", ["abbreviations", "openers", "lookalikes", "grammemes", "names", "given_names"]
)
def test_tables_are_read(name):
    assert len(tables.rows(name)) > 10
    assert all(all(cell for cell in row) for row in tables.rows(name))


def test_a_faulty_table_names_its_line(tmp_path, monkeypatch):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "faulty.tsv").write_text("a\tb\n1\t2\n3\n", "utf-8")
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match=r"faulty\.tsv, line 3"):
        tables.rows("faulty")


def test_missing_models_say_what_to_do(tmp_path, monkeypatch):
    with pytest.raises(DataError, match="pip install"):
        weights.read_embedding(tmp_path)
    monkeypatch.setattr(weights.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="natasha"):
        weights.data_folder()


def test_a_broken_model_file_is_named(tmp_path):
    path = tmp_path / weights.MODELS["morph"]
    path.parent.mkdir()
    path.write_bytes(b"no tar")
    with pytest.raises(DataError, match="slovnet_morph"):
        weights.read_model(tmp_path, "morph")


def test_the_words_with_vectors_are_sorted_but_for_the_last_two():
    found = weights.read_embedding(weights.data_folder())
    assert found.words[:-2] == sorted(found.words[:-2])
    assert found.words[found.row("совет")] == "совет" and found.words[found.row("ёлка")] == "ёлка"
    for unknown in ("", "а" * 40, "<unk>", "<pad>", "яяяяя", "ёяяяя"):
        assert found.words[found.row(unknown)] == "<unk>"
