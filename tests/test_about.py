"""How much a statement is about a topic, as it was learned."""

from __future__ import annotations

import numpy as np
import pytest

from flows import about
from flows.extract import statements_in
from flows.learning import fit_logistic, fit_trees, folds_of
from flows.records import Article, Statement

LEAD = "Ministers of Russia and the United States prepare negotiations on sanctions and missiles."
PRESSURE = "Washington weighs measures against Russian banks after the missile strikes of Sunday."
OTHER = "The league match ended without goals, and the coach praised his striker and the referee."


def scored(sentence: str, quote: str, around: str, title: str) -> dict[str, float]:
    body = f"{around}\n\n{sentence}\n\n{around}"
    start = body.index(quote)
    first = body.index(sentence)
    span = (first, first + len(sentence))
    statement = Statement(
        "Sergey Lavrov", "indirect", "speech", "said", quote, start, start + len(quote),
        sentence_span=span, paragraph_span=span,
    )  # fmt: skip
    (found,) = about.scores(Article("https://a.example", title, body), [statement])
    return found


def test_each_topic_has_its_score() -> None:
    talks = scored(
        "Lavrov said the negotiations with Washington will resume in Geneva.",
        "the negotiations with Washington will resume in Geneva",
        LEAD,
        "Russia and US to resume talks",
    )
    assert talks["talks"] > 0.6 > talks["sanctions"]
    sanctions = scored(
        "Lavrov said new US sanctions on banks would be met with countermeasures.",
        "new US sanctions on banks would be met with countermeasures",
        PRESSURE,
        "US threatens Russia with sanctions",
    )
    assert sanctions["sanctions"] > 0.6 > sanctions["talks"]


def test_the_same_words_elsewhere_are_about_something_else() -> None:
    words = "the other side must make concessions in the negotiations"
    near = scored(f"He said {words}.", words, LEAD, "Russia and US to resume talks")
    far = scored(f"He said {words}.", words, OTHER, "Striker wants a new contract")
    assert near["talks"] > far["talks"] + 0.2


AT_HOME = {
    "Party hopefuls gather for leadership summit": (
        "Candidates for the nomination met voters on Saturday, two weeks before the primary.\n\n"
        "The governor of the state will speak at the summit on Sunday, the campaign said."
    ),
    "Senators ask for travel ban as fever spreads": (
        "Republican senators wanted the airports closed to travelers from the region.\n\n"
        "Senator Paul Grant said a travel ban would keep the virus out of American hospitals."
    ),
    "Lawmakers near a deal on the budget": (
        "Negotiations on the spending bill went on in the Senate through the night.\n\n"
        "Senator Paul Grant said the talks with House Republicans were close to an agreement."
    ),
}


@pytest.mark.parametrize("title", AT_HOME)
def test_talks_and_bans_at_home_are_about_something_else(title: str) -> None:
    article = Article("https://a.example", title, AT_HOME[title])
    scores = about.scores(article, statements_in(article))
    assert scores
    assert all(score < 0.4 for found in scores for score in found.values()), scores


def test_nothing_to_score() -> None:
    assert about.scores(Article("https://a.example", "", ""), []) == []


def test_a_regression_learns_a_line() -> None:
    rows = np.array([[x, 1.0] for x in (-2, -1, -0.5, 0.5, 1, 2)])
    weights = fit_logistic(rows, np.array([0.0, 0, 0, 1, 1, 1]), 0.01)
    assert weights[0] > 1
    assert abs(weights[1]) < 0.1


def test_trees_learn_what_no_line_can() -> None:
    rows = np.array([[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)] * 40)
    labels = np.array([float(a != b) for a, b in rows])
    start, trees = fit_trees(rows, labels, ["a", "b"], rounds=60, rate=0.3)
    params = {"weights": {"one": start}, "trees": trees}
    for a, b in ((0.0, 1.0), (1.0, 0.0)):
        assert about.score_with(params, {"a": a, "b": b}, {}) > 0.8
    assert about.score_with(params, {"a": 1.0, "b": 1.0}, {}) < 0.2


def test_groups_stay_in_one_fold() -> None:
    folds = folds_of(["a", "b", "a", "c"], [1.0, 1.5, 1.0, 0.2], 2)
    assert folds == {"a": 0, "b": 1, "c": 1}
