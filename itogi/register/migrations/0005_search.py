# The models by makemigrations; the table of words is made by hand, in the way of each database.

from typing import Any

from django.db import migrations, models

# Terms are whole words that we made ourselves: the tokenizer must only part them at blanks. Where a word
# stands in a text is not kept (detail=none), as PostgreSQL keeps it only for the first 16,383 words.
WORDS = {
    'sqlite': [
        """CREATE VIRTUAL TABLE register_words USING fts5(words, detail=none, tokenize="ascii tokenchars ':_'")""",
    ],
    'postgresql': [
        'CREATE TABLE register_words (number bigint PRIMARY KEY, words tsvector NOT NULL)',
        'CREATE INDEX register_words_found ON register_words USING gin (words)',
    ],
}


def make_words(apps: Any, schema_editor: Any) -> None:
    for sql in WORDS[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


def drop_words(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute('DROP TABLE register_words')


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0004_reprints'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('key', models.CharField(max_length=64)),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('digest', models.BigIntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='indexed',
            constraint=models.UniqueConstraint(fields=('key', 'kind'), name='indexed_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['node', 'id'], name='record_of_node'),
        ),
        migrations.RunPython(make_words, drop_words),
    ]
