"""The shipped model is the one that its card describes, and reads as it did.

`python tests/test_extract_model.py` writes quotes/golden.jsonl anew, after a change of the model.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import flows.extract.attribution as reader
from flows.encoder import MODEL

GOLDEN = Path(__file__).parent / "quotes/golden.jsonl"
CARD = MODEL / "MODEL.md"
FILES = ("encoder.onnx", "tagger.onnx", "meaning.onnx", "tokenizer.json")
TEXTS = (
    "“We will not negotiate under sanctions,” Foreign Minister Ana Duarte said on Monday.",
    "President Omar Reza warned that further sanctions would end the talks in Vienna.",
    "According to the ministry, the delegations will meet again in Geneva next week.",
    "Moscow said it was ready for talks. Washington replied that the sanctions would stay.",
    'The envoy called the offer "a first step" and urged both sides to lay down their arms.',
    "The hall was empty, and it rained all day.",
)


def read(text: str) -> list[dict[str, list[str]]]:
    """The attributions of a text, each role's spans as words."""
    return [
        {
            role: [text[start:end] for start, end in getattr(one, role)]
            for role in ("source", "cue", "content")
        }
        for one in reader.attributions_in(text)
    ]


@pytest.mark.parametrize("name", FILES)
def test_the_card_names_the_file_that_is_shipped(name: str) -> None:
    digest = hashlib.sha256((MODEL / name).read_bytes()).hexdigest()
    assert f"{digest}  {name}" in CARD.read_text("utf-8")


def test_model_and_tokenizer_fit_into_the_repository() -> None:
    assert sum((MODEL / name).stat().st_size for name in FILES) < 30_000_000


@pytest.mark.parametrize("line", GOLDEN.read_text("utf-8").splitlines())
def test_golden(line: str) -> None:
    golden = json.loads(line)
    assert read(golden["text"]) == golden["attributions"]


if __name__ == "__main__":
    rows = [{"text": text, "attributions": read(text)} for text in TEXTS]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    GOLDEN.write_text("".join(lines), encoding="utf-8")
