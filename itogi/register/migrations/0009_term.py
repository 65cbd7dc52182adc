# The model by makemigrations.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0008_former'),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('term', models.TextField(primary_key=True, serialize=False)),
            ],
        ),
    ]
