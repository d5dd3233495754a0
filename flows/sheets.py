"""What each vocabulary file of seeds/ must look like: columns, keys, values, references.

In: nothing. Out: `SHEETS`, one `Sheet` per CSV file, to which `flows.vocabulary` holds the files.
It reads no file itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file. `key` is unique in it, and no cell of `needed` is empty.

    `words` gives columns with fixed values, `numbers` the least and most of a number, `refers` the
    file and column in which a value stands (an empty value aside). `days` are ISO dates,
    `patterns` regular expressions.
    """

    name: str
    columns: Names
    key: Names
    needed: Names
    words: Mapping[str, Names] = field(default_factory=dict)
    numbers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    days: Names = ()
    patterns: Names = ()


ACTOR = ("actors.csv", "actor_id")
TOPIC = ("topics.csv", "topic")
TERM = ("valid_from", "valid_to")
KINDS = ("person", "institution", "state", "armed-party", "collective", "unnamed")
STANCES_ON_SANCTIONS = (
    *("threaten", "announce", "impose", "ease", "lift"),
    *("call-for", "oppose", "warn-against", "other"),
)
STANCES_ON_TALKS = (
    *("propose", "agree", "set-condition", "reject", "postpone", "cancel", "assess", "other"),
)
VERDICTS = (
    *("not-a-statement", "other-speaker", "other-topic"),
    *("same-as", "not-same-as", "confirmed"),
)

SHEETS = (
    Sheet(
        "actors.csv",
        columns=("actor_id", "name", "kind", "country", "side", "wikidata"),
        key=("actor_id",),
        needed=("actor_id", "name", "kind", "side"),
        words={"kind": KINDS},
        refers={"side": ACTOR},
    ),
    Sheet(
        "actor_offices.csv",
        columns=("actor_id", "office", "speaks_for", *TERM),
        key=("actor_id", "office", "valid_from"),
        needed=("actor_id", "office"),
        refers={"actor_id": ACTOR, "speaks_for": ACTOR},
        days=TERM,
    ),
    Sheet(
        "actor_aliases.csv",
        columns=("alias", "actor_id", *TERM, "is_title"),
        key=("alias", "actor_id", "valid_from"),
        needed=("alias", "actor_id", "is_title"),
        words={"is_title": ("true", "false")},
        refers={"actor_id": ACTOR},
        days=TERM,
    ),
    Sheet(
        "topics.csv",
        columns=("topic", "label", "threshold"),
        key=("topic",),
        needed=("topic", "label", "threshold"),
        numbers={"threshold": (0, 1)},
    ),
    Sheet(
        "topic_terms.csv",
        columns=("topic", "term", "role", "weight", "note"),
        key=("topic", "term"),
        needed=("topic", "term", "role", "weight"),
        words={"role": ("strong", "context", "exclude")},
        numbers={"weight": (0, 2)},
        refers={"topic": TOPIC},
    ),
    Sheet(
        "acts.csv",
        columns=("act", "cameo", "topic", "label", "stance", "severity", "pattern", "rank"),
        key=("act",),
        needed=("act", "label", "stance", "severity", "rank"),
        words={"stance": tuple(dict.fromkeys(STANCES_ON_SANCTIONS + STANCES_ON_TALKS))},
        numbers={"severity": (-4, 4), "rank": (1, 999)},
        refers={"topic": TOPIC},
        patterns=("pattern",),
    ),
    Sheet(
        "measures.csv",
        columns=("measure", "parent", "label", "pattern", "rank"),
        key=("measure",),
        needed=("measure", "label", "rank"),
        numbers={"rank": (1, 999)},
        refers={"parent": ("measures.csv", "measure")},
        patterns=("pattern",),
    ),
    Sheet(
        "speech_verbs.csv",
        columns=("verb", "act_kind", "strength"),
        key=("verb",),
        needed=("verb", "act_kind", "strength"),
        words={"act_kind": ("speech", "attitude")},
        numbers={"strength": (0, 3)},
    ),
    Sheet(
        "corrections.csv",
        columns=(
            *("statement_id", "claim_id", "verdict", "value", "analyst", "noted_on", "reason"),
        ),
        key=("statement_id", "claim_id", "verdict", "value"),
        needed=("verdict", "analyst", "noted_on"),
        words={"verdict": VERDICTS},
        days=("noted_on",),
    ),
    Sheet(
        "places.csv",
        columns=("place", "country", "kind"),
        key=("place",),
        needed=("place", "country", "kind"),
        words={"kind": ("capital", "city", "venue")},
    ),
)
