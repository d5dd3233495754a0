"""The night in one sentence, and the subject of its mail.

In come the items that are told, the most important first, out comes a line of text. What leads is
named by its act; a statement that is negated, unnamed or heard at second hand never leads. Nothing
here chooses what the digest tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.digest.items import Item, Talk
from flows.digest.safe import plain
from flows.digest.words import Clock, count, listed, sentence_case
from flows.records import Night

LEADS, NAMED = 2, 3
SHADY = ("unnamed", "hearsay", "declined")
# acts by their code in seeds/acts.csv, as what an actor has done
DEEDS = {
    "1312": "a threat of sanctions",
    "1313": "a threat to break off relations",
    "134": "a threat to halt talks",
    "161": "a break of relations",
    "163": "sanctions imposed or announced",
    "164": "talks broken off",
    "166": "an expulsion of diplomats",
    "125": "a rejection of talks",
    "1244": "a refusal to ease sanctions",
    "085": "sanctions eased",
    "0354": "an intention to ease sanctions",
    "0254": "an appeal to ease sanctions",
    "1054": "a demand to lift sanctions",
    "026": "a call for talks",
    "036": "readiness for talks",
    "106": "demands on talks",
    "own:postpone": "a postponement of talks",
    "own:set-condition": "a condition for talks",
    "own:warn-against": "a warning against sanctions",
    "own:call-for": "a call for sanctions",
    "own:oppose": "criticism of sanctions",
    "012": "pessimism about talks",
    "013": "optimism about talks",
}


def sentence(
    new: Sequence[Item], changed: Sequence[Item], late: Sequence[Item], turned: Sequence[Talk]
) -> str:
    """The night in one sentence; nothing new is said in one line too."""
    parts = [said(new, "new statement")] if new else []
    if changed:
        parts.append(said(changed, "changed position"))
    if turned:
        parts.append(count(len(turned), "change") + " in the calendar of talks")
    if late and parts:
        parts.append(count(len(late), "late arrival"))
    elif late:
        parts = ["nothing new from the last seven days", said(late, "late arrival")]
    if not parts:
        return "Nothing new tonight: no new statement, no changed position, no talks moved."
    return sentence_case("; ".join(parts)) + "."


def said(items: Sequence[Item], noun: str) -> str:
    """The leading deeds and how many more: "a threat of sanctions by A and two more ...".

    Without a deed to lead it counts: "two new statements by one actor on talks".
    """
    leads: dict[str, str] = {}
    for item in filter(is_leading, items):
        leads.setdefault(item.who, DEEDS[item.act])
    first = [f"{deed} by {who}" for who, deed in list(leads.items())[:LEADS]]
    rest = len(items) - len(first)
    if not first:
        return f"{count(rest, noun)} {spread(items)}"
    if noun != "new statement":
        return f"{count(len(items), noun)}, {'among them ' * bool(rest)}{listed(first)}"
    return listed([*first, *([count(rest, "more new statement")] if rest else [])])


def is_leading(item: Item) -> bool:
    """Whether a statement may stand in the headline under its act."""
    return item.act in DEEDS and item.modality != "negated" and item.attribution not in SHADY


def spread(items: Sequence[Item]) -> str:
    """By how many actors, on which topics: "by two actors on talks"."""
    topics = listed([topic for topic in dict.fromkeys(item.topic for item in items) if topic])
    actors = count(len({item.who for item in items}), "actor")
    return f"by {actors} on {topics}" if topics else f"by {actors}"


def subject(
    night: Night,
    clock: Clock,
    news: Sequence[Item],
    late: Sequence[Item],
    turned: Sequence[Talk],
) -> str:
    """The mail's subject: the day, who speaks on what, the most important first."""
    day = clock.day(night.day)
    told = list(dict.fromkeys((item.who, item.topic) for item in [*news, *late]))
    if not told:
        what = count(len(turned), "change") + " in the calendar" if turned else "nothing new"
        return f"Démarche, {day}: {what}"
    leads = [f"{who} on {topic}" if topic else who for who, topic in told[:NAMED]]
    others = [f"{len(told) - NAMED} more"] if len(told) > NAMED else []
    return plain(f"Démarche, {day}: {listed([*leads, *others])}", 150)
