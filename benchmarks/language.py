"""Natasha's chain and ours on the same texts: how fast, how much memory, and whether the answers agree.

usage: language.py [--rounds N] [--limit N] [--quick]

Both read ../shared/corpora/nerel (933 articles) and 5,000 items of ../shared/corpora/tv-news.jsonl.gz in one
process on one thread, several rounds in turn. Natasha's chain: segmentation, morphology, syntax, names,
lemmas, normal forms of names. Ours: the spaCy pipeline of itogi.language.pipeline, to the same end but for
the normal forms. Then slovnet itself reads the sentences as we split them, and its answers are held
against ours word by word. Writes results/language.json; the last line is the ratio on articles.

Seconds are processor time of the one thread: on a machine with other work it says the same, more steadily.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import inspect
import itertools
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before anything imports numpy, which looks once

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
OUT = Path(__file__).parent / "results" / "language.json"
ITEMS = 5_000
RATIO, SAME, PEAK_MB = 10.0, 0.999, 600.0
MODELS = (("morph", "Morph"), ("syntax", "Syntax"), ("ner", "NER"))
Texts = Sequence[str]


def articles(limit: int | None) -> list[str]:
    """Whole articles of about 2,900 characters."""
    return [path.read_text("utf-8") for path in sorted((CORPORA / "nerel").rglob("*.txt"))[:limit]]


def items(limit: int | None) -> list[str]:
    """Headline and lead of news items, about 260 characters."""
    path = CORPORA / "tv-news.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in itertools.islice(stream, min(limit or ITEMS, ITEMS))]
    return [f"{row['title']}\n{row['text']}" for row in rows]


def revive_pymorphy2() -> None:
    """What pymorphy2 asks of Python and later versions no longer have."""
    spec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = lambda function: spec(*inspect.getfullargspec(function)[:4])  # type: ignore[attr-defined]


def natasha_chain() -> Callable[[Texts], int]:
    """Reads texts by natasha, one by one as it does, and counts the words."""
    revive_pymorphy2()
    import natasha

    embedding, segmenter, vocab = natasha.NewsEmbedding(), natasha.Segmenter(), natasha.MorphVocab()
    morph, syntax = natasha.NewsMorphTagger(embedding), natasha.NewsSyntaxParser(embedding)
    ner = natasha.NewsNERTagger(embedding)

    def read(text: str) -> int:
        doc = natasha.Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.parse_syntax(syntax)
        doc.tag_ner(ner)
        for token in doc.tokens:
            token.lemmatize(vocab)
        for span in doc.spans:
            span.normalize(vocab)
        return len(doc.tokens)

    return lambda texts: sum(map(read, texts))


def our_chain() -> Callable[[Texts], int]:
    """Reads texts by our pipeline, and counts the words."""
    from itogi.language.pipeline import load

    pipeline = load()
    return lambda texts: sum(len(doc) for doc in pipeline.pipe(texts))


def timed(chain: Callable[[Texts], int], texts: Texts) -> dict[str, float]:
    """Texts and words a second."""
    started = time.process_time()
    words = chain(texts)
    seconds = time.process_time() - started
    return {"seconds": seconds, "texts_per_second": len(texts) / seconds, "words_per_second": words / seconds}


def race(theirs: Callable[[Texts], int], ours: Callable[[Texts], int], texts: Texts, rounds: int) -> Any:
    """Rounds in turn; the first one finds all caches empty or filled with other texts."""
    found: dict[str, list[dict[str, float]]] = {"natasha": [], "itogi": []}
    for number in range(rounds):
        turn = [("natasha", theirs), ("itogi", ours)]
        for side, chain in turn if number % 2 else reversed(turn):
            found[side].append(timed(chain, texts))
        print(f"  round {number + 1}: natasha {found['natasha'][-1]['texts_per_second']:.1f} texts a second,"
              f" itogi {found['itogi'][-1]['texts_per_second']:.1f}", flush=True)  # fmt: skip
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(found["natasha"], found["itogi"], strict=True)]
    middle = {
        side: {key: median(each[key] for each in made) for key in made[0]} for side, made in found.items()
    }
    return {
        "texts": len(texts),
        **middle,
        "ratios": ratios,
        "ratio": median(ratios),
        "ratio_first": ratios[0],
    }


def sentences(texts: Texts) -> Iterator[list[str]]:
    """Words of all sentences, as our models see them."""
    from itogi.language import segment

    for text in texts:
        for found in segment.sentences(text):
            yield [segment.clean(text[start:end]) for start, end in found.tokens]


def slovnet_itself() -> Callable[[list[list[str]]], Iterator[tuple[Any, ...]]]:
    """slovnet's own answers for sentences: tags, (ids, heads, relations), BIO tags."""
    import navec
    import slovnet

    from itogi.language import weights

    folder = weights.data_folder()
    vectors = navec.Navec.load(str(folder / weights.EMBEDDING))
    infers = [
        getattr(slovnet, kind).load(str(folder / weights.MODELS[name])).navec(vectors).infer
        for name, kind in MODELS
    ]

    def read(batch: list[list[str]]) -> Iterator[tuple[Any, ...]]:
        answers = [infer.decoder(infer.process(infer.encoder(batch))) for infer in infers]
        yield from zip(*answers, strict=True)

    return read


def inside(names: Sequence[tuple[int, int, str]], size: int) -> list[str]:
    """For each word the name it stands in, as (first word, last word, label)."""
    found = [""] * size
    for start, end, label in names:
        found[start:end] = [f"{start}-{end}-{label}"] * (end - start)
    return found


def compare(texts: Texts) -> dict[str, float]:
    """Share of words with the same answer as slovnet's; "in trees": after heads are made a tree."""
    import numpy as np

    from itogi.language import slovnet

    theirs, models = slovnet_itself(), slovnet.load()
    same: collections.Counter[str] = collections.Counter()
    stream = sentences(texts)
    places = {label: place for place, label in enumerate(models.ner.labels)}
    while batch := list(itertools.islice(stream, 16)):
        pairs = zip(theirs(batch), models(batch, repair=False), models(batch), strict=True)
        for (tags, (_, heads, rels), bio), ours, trees in pairs:
            numbers = np.array([places[tag] for tag in bio], np.intp)
            names = models.ner.names(numbers, np.zeros(1, np.intp))
            size = len(ours.tags)
            sides = {
                "tags": (tags, ours.tags),
                "heads": ([int(head) for head in heads], ours.heads),
                "relations": (rels, ours.rels),
                "names": (inside(names, size), inside(ours.names, size)),
                "heads in trees": ([int(head) for head in heads], trees.heads),
                "relations in trees": (rels, trees.rels),
            }
            same["words"] += size
            for key, (a, b) in sides.items():
                same[key] += sum(x == y for x, y in zip(a, b, strict=True))
    return {key: count / same["words"] if key != "words" else count for key, count in same.items()}


def peak(limit: int | None) -> float:
    """Peak memory in MB of a process that reads both corpora by our chain alone."""
    command = [sys.executable, __file__, "--peak", *([f"--limit={limit}"] if limit else [])]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def measure(rounds: int, limit: int | None, quick: bool) -> dict[str, Any]:
    """All measures."""
    found: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    found["peak_mb"] = peak(limit)
    ours, theirs = our_chain(), natasha_chain()
    corpora = {"articles": articles(limit), "items": items(limit)}
    for key, texts in corpora.items():
        print(f"{key}: {len(texts)} texts, {sum(map(len, texts))} characters", flush=True)
        found[key] = race(theirs, ours, texts, rounds)
        if not quick:
            found[key]["same"] = compare(texts)
    return found


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 5 if value < 1 else 2) if isinstance(value, float) else value


def report(found: dict[str, Any]) -> None:
    print(f"peak memory of our chain alone: {found['peak_mb']:.0f} MB (at most {PEAK_MB:g})")
    for key in ("articles", "items"):
        side = found[key]
        for chain in ("natasha", "itogi"):
            texts, words = side[chain]["texts_per_second"], side[chain]["words_per_second"]
            print(f"{key}, {chain}: {texts:.1f} texts, {words:.0f} words a second")
        print(f"{key}, ratio: {side['ratio']:.2f} (in the first round {side['ratio_first']:.2f})")
        for name, share in side.get("same", {}).items():
            target = "" if name == "words" or "trees" in name else f" (at least {SAME})"
            print(f"{key}, same as slovnet, {name}: {share:.5f}{target}")
    print(f"ratio {found['articles']['ratio']:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of both chains (3)")
    parser.add_argument("--limit", type=int, help="only so many texts of each corpus; writes nothing")
    parser.add_argument("--quick", action="store_true", help="do not ask slovnet; writes nothing")
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not articles(1) or not items(1):
        print(f"skipped: the corpora are not in {CORPORA}")
        return 0
    if options.peak:
        chain = our_chain()
        chain(articles(options.limit))
        chain(items(options.limit))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    try:
        natasha_chain()
    except ImportError as error:
        print(f"skipped: natasha cannot be imported here ({error}); setuptools below 81 has pkg_resources")
        return 0
    found = rounded(measure(options.rounds, options.limit, options.quick))
    if not options.limit and not options.quick:
        OUT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    report(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
