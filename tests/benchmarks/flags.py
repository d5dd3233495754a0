"""What the house flags on the annotated articles: `tests/benchmarks/flags.py --collection DIR`.

The articles are read by the real rooms and judged night by night, each night's clock being the
evening of the day on which they were published. The topic scores and the scorer of sameness are
trained anew for each of five folds, without the stories that are then flagged; the figures are
those of score_flags.py, which knows one claim a statement: of two, that of the topic it is most
about. Prints, fails nothing; needs ../shared/statements.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flows import about, same, warehouse  # noqa: E402
from flows.about import training as about_training  # noqa: E402
from flows.about.marked_for_training import marked_examples, marked_or_none  # noqa: E402
from flows.extract import statements_in  # noqa: E402
from flows.identity import revision_id  # noqa: E402
from flows.learning import folds_of  # noqa: E402
from flows.same import training as same_training  # noqa: E402
from flows.same.marked_for_training import marked_in, marked_in_collection  # noqa: E402

FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--collection", type=Path, help="what the scores learn from, too")
    parser.add_argument("--kept", action="store_true", help="the kept parameters, not by folds")
    options = parser.parse_args()
    if not (options.data / "statements").is_dir():
        print(f"{options.data / 'statements'} is not here: nothing to measure")
        return
    read = {
        number: (story, article, statements_in(article))
        for number, (story, article) in about_training.articles_in(options.data).items()
    }
    days = days_of(options.data)
    with tempfile.TemporaryDirectory() as folder:
        flags = Path(folder) / "flags.jsonl"
        rows = kept(read, days) if options.kept else by_folds(options, read, days)
        flags.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        script = options.data / "statements" / "score_flags.py"
        subprocess.run([sys.executable, str(script), str(flags)], check=True)


def days_of(data: Path) -> dict[str, str | None]:
    lines = (data / "statements" / "articles.jsonl").read_text("utf-8").splitlines()
    return {one["id"]: one["published"] for one in map(json.loads, lines)}


def kept(read: Mapping[str, Any], days: Mapping[str, str | None]) -> Iterator[dict[str, Any]]:
    yield from flagged(read, days, about.parameters(), same.parameters())


def by_folds(
    options: argparse.Namespace, read: Mapping[str, Any], days: Mapping[str, str | None]
) -> Iterator[dict[str, Any]]:
    data: Path = options.data
    examples = about_training.examples_in(data, read)
    collected = marked_or_none(options.collection)
    marked = list(marked_examples(collected))
    idf = same.parameters()["idf"]
    pairs = same_training.pairs_of(marked_in(data, read, idf))
    marked_pairs = same_training.pairs_of(marked_in_collection(collected, idf))
    news = same_training.news_pairs(data, idf)
    weights = [bool(one.label) + 0.05 for one in examples]
    fold = folds_of([one.story for one in examples], weights, FOLDS)
    for number in range(FOLDS):
        held = {key: one for key, one in read.items() if fold.get(one[0], 0) == number}
        seen = [one for one in examples if fold[one.story] != number]
        topics = about_training.fit([*seen, *marked])
        alike = [one for one in pairs if fold[one[0]] != number]
        coefficients = same_training.fit(alike, marked_pairs, news)
        yield from flagged(held, days, topics, same.parameters() | {"coefficients": coefficients})


def flagged(
    read: Mapping[str, Any],
    days: Mapping[str, str | None],
    topics: about.Parameters,
    likeness: same.Parameters,
) -> Iterator[dict[str, Any]]:
    """Everything that these articles' nights flag, as score_flags.py wants it."""
    nights: dict[str, list[str]] = {}
    for number in read:
        nights.setdefault(days[number] or "2022-01-01", []).append(number)
    numbers = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        warehouse.open_warehouse(Path(folder) / "w.duckdb", ROOT / "seeds", ROOT / "sql") as db,
    ):
        for day in sorted(nights):
            now = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=23)
            run = warehouse.start_run(db, now)
            for number in nights[day]:
                _, article, statements = read[number]
                dated = replace(
                    article,
                    published_at=now - timedelta(hours=23) if days[number] else None,
                    fetched_at=now,
                    source_id=number,
                )
                revision = revision_id(article.url, article.title, article.body)
                numbers[revision] = number
                warehouse.append_articles(db, run, [dated])
                warehouse.append_statements(
                    db,
                    run,
                    [(revision, statements)],
                    score=lambda article, found: about.scores_with(topics, article, found),
                )
            warehouse.judge(db, run, now, compare=lambda pairs: same.compare_with(likeness, pairs))
            warehouse.finish_run(db, run, now, "published")
        rows = db.con.execute(
            "select any_value(fl.revision_id), any_value(coalesce(fl.actor_name, fl.speaker)), "
            "any_value(fl.content), list(fl.topic), any_value(fl.kind), "
            "arg_max(fl.claim_id, (fl.score, fl.topic)), "
            "bool_or(cl.first_seen_run = fl.first_seen_run) "
            "from flagged_statements as fl join claims as cl using (claim_id) "
            "group by fl.statement_id order by fl.statement_id"
        ).fetchall()
    for revision, speaker, content, on, kind, claim, is_new in rows:
        yield {
            "article": numbers[revision],
            "speaker": speaker,
            "content": content.replace(" … ", " "),
            "topics": on,
            "kind": kind,
            "cluster": claim,
            "new": is_new,
        }


if __name__ == "__main__":
    main()
