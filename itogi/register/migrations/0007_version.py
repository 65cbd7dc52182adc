# The model by makemigrations.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0006_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('part', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('number', models.IntegerField()),
            ],
        ),
    ]
