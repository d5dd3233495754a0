"""The night in one sentence, and the subject of its mail.

In come the items that are told, the most important first, out comes a line of text: who spoke on
what, and how much more there is. It names no act: without its evidence beside it, a threat wrongly
read would mislead. Nothing here chooses what the digest tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.digest.items import Item, Talk
from flows.digest.safe import plain
from flows.digest.words import Clock, count, listed, sentence_case
from flows.records import Night

NAMED, NAMED_PER_TOPIC = 3, 2


def sentence(
    new: Sequence[Item], changed: Sequence[Item], late: Sequence[Item], turned: Sequence[Talk]
) -> str:
    """The night in one sentence; nothing new is said in one line too."""
    parts = [counted(new, "new statement")] if new else []
    if changed:
        parts.append(counted(changed, "changed position"))
    if turned:
        parts.append(count(len(turned), "change") + " in the calendar of talks")
    if late and not parts:
        parts = ["nothing new from the last seven days"]
    if late:
        parts.append(counted(late, "late arrival"))
    if not parts:
        return "Nothing new tonight: no new statement, no changed position, no talks moved."
    return sentence_case("; ".join(parts)) + "."


def counted(items: Sequence[Item], noun: str) -> str:
    """How many, and who leads on each topic: "13 new statements, among them A and B on talks"."""
    topics = list(dict.fromkeys(item.topic for item in items))
    leads = {
        topic: list(dict.fromkeys(item.who for item in items if item.topic == topic))
        for topic in topics
    }
    shown = {topic: names[:NAMED_PER_TOPIC] for topic, names in leads.items()}
    told = ", ".join(listed(names) + f" on {topic}" * bool(topic) for topic, names in shown.items())
    has_all = sum(map(len, shown.values())) == len(items)
    return f"{count(len(items), noun)}{': ' if has_all else ', among them '}{told}"


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
