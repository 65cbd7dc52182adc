# The models by makemigrations.

import itogi.register.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0005_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Brief',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('type', models.CharField(max_length=40)),
                ('organisation', models.CharField(max_length=200)),
                ('home', models.CharField(max_length=200)),
                ('homes', models.JSONField(encoder=itogi.register.models.PlainJSON)),
                ('first', models.DateField(null=True)),
                ('last', models.DateField(null=True)),
                ('heard', models.DateField()),
                ('lane', models.CharField(max_length=20, null=True)),
                ('title', models.TextField()),
                ('slots', models.JSONField(encoder=itogi.register.models.PlainJSON)),
                ('topics', models.JSONField(encoder=itogi.register.models.PlainJSON)),
                ('countries', models.TextField()),
                ('stage', models.CharField(max_length=40)),
                ('review', models.CharField(max_length=10)),
                ('confidence', models.FloatField()),
                ('risk', models.IntegerField(null=True)),
                ('records', models.PositiveIntegerField()),
                ('sources', models.PositiveIntegerField()),
                ('differing', models.JSONField(encoder=itogi.register.models.PlainJSON)),
                ('disputes', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('risk__isnull', False)), fields=['home', '-risk', 'id', 'type', 'confidence'], name='brief_waiting'), models.Index(condition=models.Q(('risk__isnull', False)), fields=['-risk', 'id', 'type', 'confidence'], name='brief_waiting_all'), models.Index(condition=models.Q(('lane__isnull', False)), fields=['organisation', 'lane', '-records', 'id'], name='brief_lane'), models.Index(condition=models.Q(('lane__isnull', False)), fields=['organisation', 'lane', 'first'], name='brief_lane_days'), models.Index(condition=models.Q(('disputes__isnull', False)), fields=['organisation', '-heard', 'id'], name='brief_disputed')],
            },
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.CharField(db_index=True, max_length=64)),
                ('type', models.CharField(max_length=40)),
                ('organisation', models.CharField(max_length=200)),
                ('new', models.BooleanField()),
                ('stage', models.CharField(max_length=40)),
                ('before', models.CharField(max_length=40)),
                ('learnt', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-learnt', '-id'], name='news_learnt'), models.Index(fields=['organisation', '-learnt', '-id'], name='news_of_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.CharField(max_length=200)),
                ('facet', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=100)),
                ('year', models.IntegerField()),
                ('n', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'facet', 'value', 'year'), name='tallied_once')],
            },
        ),
    ]
