# The model by makemigrations.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0007_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('record', models.CharField(max_length=64)),
            ],
        ),
    ]
