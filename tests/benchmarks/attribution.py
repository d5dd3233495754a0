"""Figures for who said what: PolNeAR dev, the marked articles, speed, memory, the prefilter.

Needs ../shared/attribution and ../shared/statements and says so where they are absent. Run:
.venv/bin/python tests/benchmarks/attribution.py
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from flows.extract import might_speak_of_topics, statements_in
from flows.extract.acts import act_kind_of
from flows.records import Article, Statement

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SHOWN = ("attribution", "attribution_direct", "attribution_mixed", "attribution_indirect", "strict")
TOKENS = ("source_token", "cue_token", "content_token")
REPORTING = frozenset(
    "according accuse acknowledge add admit agree allege announce argue ask assert believe blame"
    " charge cite claim complain concede conclude confirm contend criticize declare decline deny"
    " describe disagree disclose estimate explain fear hope insist maintain mention note observe"
    " order predict promise recall recommend reply report say state stress suggest tell testify"
    " think urge warn worry write".split()
)
"""The verbs that textacy's rules for quotations look for (version 0.13, Apache-2.0)."""
PAST = {"said": "say", "told": "tell", "wrote": "write", "written": "write", "thought": "think"}
ENDINGS = (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ied", "y"), ("d", ""), ("ed", ""),
           ("ing", ""), ("ing", "e"))  # fmt: skip
WORD = re.compile(r"[a-z]+")
RULE = re.compile(
    r"(?P<content>[\"\u201c][^\"\u201c\u201d\n]{10,}?[\"\u201d])\s*"
    r"(?P<source>(?:[A-Z][\w.'\u2019-]+ ?){1,4}|he|she)\s*(?P<cue>said|says|told|added|wrote)"
)


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path: Path) -> list[dict[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in text.decode("utf-8").split("\n") if line.strip()]


def ours(text: str) -> Iterable[dict[str, Any]]:
    for one in statements_in(Article(url="", title="", body=text)):
        yield {"source": one.source_spans, "cue": one.cue_spans, "content": one.content_spans}


def rules(text: str) -> Iterable[dict[str, Any]]:
    """Quotation, name, verb: what GenderGapTracker's first rule looks for."""
    for match in RULE.finditer(text):
        yield {role: [match.span(role)] for role in ("source", "cue", "content")}


def show_dev(folder: Path) -> None:
    scorer = script(folder / "score_attribution.py")
    texts = {row["article"]: row["text"] for row in lines(folder / "dev.text.jsonl.gz")}
    gold = lines(folder / "dev.gold.jsonl.gz")
    words = sum(len(text.split()) for text in texts.values())
    systems: dict[str, Callable[[str], Iterable[dict[str, Any]]]] = {"ours": ours, "rules": rules}
    for name, system in systems.items():
        list(system("Warm up, she said."))
        began = time.process_time()
        found = [{"article": key, **one} for key, text in texts.items() for one in system(text)]
        spent = time.process_time() - began
        scores = scorer.score(gold, found, texts)
        print(f"{name}: dev, {len(texts)} articles, {words / spent:,.0f} words/s on one core")
        for key in (*SHOWN, *TOKENS):
            figures = " ".join(f"{part} {scores[key][part]:.3f}" for part in ("P", "R", "F1"))
            print(f"  {key:22} {figures}")
        if name == "ours":
            show_speech(scorer, gold, found, texts)


def show_speech(
    scorer: ModuleType, gold: list[Any], found: list[Any], texts: dict[str, str]
) -> None:
    """The attribution figure, of those only whose cue is a speech act, or a reporting verb."""

    def cue_of(row: dict[str, Any]) -> str:
        text = texts[row["article"]]
        return " ".join(text[b:e] for b, e in row["cue"])

    def is_speech(row: dict[str, Any]) -> bool:
        content = texts[row["article"]][slice(*row["content"][0])] if row["content"] else ""
        return act_kind_of(cue_of(row), "indirect", content) == "speech"

    def is_reporting(row: dict[str, Any]) -> bool:
        return any(verbs_of(word) & REPORTING for word in WORD.findall(cue_of(row).lower()))

    for name, is_meant in (("speech cues only", is_speech), ("reporting verbs only", is_reporting)):
        spoken = [row for row in gold if is_meant(row)]
        recall = scorer.score(spoken, found, texts)["attribution"]["R"]
        told = [row for row in found if is_meant(row)]
        precision = scorer.score(gold, told, texts)["attribution"]["P"]
        f1 = 2 * precision * recall / (precision + recall)
        print(f"  {name:22} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({len(spoken)} of them)")


def verbs_of(word: str) -> set[str]:
    """What the word may be a form of."""
    stems = {word.removesuffix(ending) + end for ending, end in ENDINGS if word.endswith(ending)}
    doubled = {stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]}
    return stems | doubled | {PAST.get(word, "")}


def show_marked(folder: Path) -> None:
    scorer = script(folder / "score_flags.py")
    marked = defaultdict(list)
    for row in lines(folder / "statements.jsonl"):
        if row["status"] == "core":
            marked[row["article"]].append(row)
    terms = strong_terms()
    counts: Counter[str] = Counter()
    for path in sorted((folder / "articles").glob("*.txt")):
        title, _, body = path.read_text("utf-8").partition("\n\n")
        article = Article(url=path.stem, title=title.strip(), body=body.strip())
        is_read = might_speak_of_topics(article, terms)
        counts["articles"] += 1
        counts["articles read"] += is_read
        counts["marked, in articles skipped"] += 0 if is_read else len(marked[path.stem])
        found = statements_in(article)
        for row in marked[path.stem]:
            counts.update(judged(scorer, row, found, article.body))
    total, hits = counts["marked"], counts["found"]
    print(f"marked articles: {total} marked statements, {hits / total:.3f} of them found")
    print(
        f"  of the found: speaker {counts['speaker'] / hits:.3f} kind {counts['kind'] / hits:.3f}"
    )
    lost, read = counts["marked, in articles skipped"], counts["articles read"]
    print(f"prefilter: {read} of {counts['articles']} articles read, {lost / total:.2%} lost")


def judged(
    scorer: ModuleType, row: dict[str, Any], found: list[Statement], body: str
) -> Counter[str]:
    wanted = [scorer.toks(text) for text in (row["content"], *row["more"])]
    wanted.append(scorer.toks(" ".join((row["content"], *row["more"]))))

    def likeness(one: Statement) -> float:
        pieces = [scorer.toks(body[b:e]) for b, e in one.content_spans]
        pieces.append([token for piece in pieces for token in piece])
        return max(scorer.dice(piece, text) for piece in pieces for text in wanted)

    best = max(found, key=likeness, default=None)
    if best is None or likeness(best) < 0.5:
        return Counter(marked=1)
    names = [row["canonical"], *row["speaker_alt"]]
    speaker = scorer.same_speaker(best.speaker, names)
    return Counter(marked=1, found=1, speaker=speaker, kind=best.kind == row["kind"])


def strong_terms() -> list[str]:
    with (ROOT / "seeds/topic_terms.csv").open(encoding="utf-8", newline="") as rows:
        return [row["term"] for row in csv.DictReader(rows) if row["role"] == "strong"]


def main() -> None:
    for folder, show in ((SHARED / "attribution", show_dev), (SHARED / "statements", show_marked)):
        if folder.exists():
            show(folder)
        else:
            print(f"{folder} is absent: no figures for it")
    print("textacy's rules need a parser's model, which no package index holds: not compared")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
