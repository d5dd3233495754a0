"""The people of an article: full names, short names, titles, and where they stand.

In comes text, out comes a cast that answers "who is Taylor here?" and "who is the Kremlin
spokesman here?". Knows no politician by heart: what the article does not say stays as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from flows.extract.places import STATE_OF, states_in
from flows.extract.words import (
    FAMILY_FIRST,
    FEMALE_NAMES,
    HEADS,
    IN_TITLES,
    LEADERS,
    NOT_A_NAME,
)
from flows.text import Span, fold_spaces

LETTERS = r"[^\W\d_](?:[^\W\d_]|['\u2019-](?=[^\W\d_]))*"
CAPITAL = r"(?=[^\W\d_a-z])" + LETTERS
LINKS = r"(?:bin|ibn|al|el|von|van|der|den|de|da|di|du|la|le|abu|ben|ul|ur)"
WORD = rf"(?:(?:[A-Z]\.)+|{CAPITAL})"
NAME = re.compile(rf"\b{WORD}(?:[ \u00a0](?:{LINKS}[ \u00a0])?{WORD}){{0,7}}")
BEFORE = re.compile(r"(?:[\w'\u2019.&-]+,?[ \u00a0]){1,9}$")
AFTER = re.compile(
    r"\s*,\s+((?:(?:the|a|an|who is|its|his|her|their)\s+)?[^,.;:\"\u201c\u201d\n]{3,90})"
)
POSSESSIVE = re.compile(r"['\u2019]s?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named; `role` is the title beside it, in lower case."""

    start: int
    end: int
    words: tuple[str, ...]
    role: str


@dataclass
class Cast:
    """Everybody whom the article names, and under which titles."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    full_names: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def name_of(self, words: tuple[str, ...], position: int) -> str:
        """The fullest name that the article has for these words, the nearest one before it first.

        "Taylor" -> "William Taylor"; a name that stands alone in the article stays as it is.
        """
        if len(words) > 1:
            return " ".join(words)
        known = self.full_names.get(words[0].lower(), [])
        if not known:
            return words[0]
        before = [name for start, name in known if start < position]
        return before[-1] if before else known[0][1]

    def bearer_of(self, title: str, position: int) -> str:
        """Name of who bears a title ("the Kremlin spokesman"), "" when nobody does for certain.

        Every word of the title must stand in the role beside the name, states by any of their
        names; a role that names no state fits any. The last one before `position` wins; "the
        president" alone is the president named most often.
        """
        wanted = title_words(title)
        heads, states = wanted & HEADS, set(states_in(title))
        rest = {word for word in wanted - heads if word not in STATE_OF}
        if not heads:
            return ""
        fitting = [m for m in self.mentions if _fits(set(m.role.split()), heads, states, rest)]
        if not fitting:
            return ""
        if heads == wanted and len(heads) == 1 and heads & LEADERS:
            return self._best_known(fitting)
        before = [m for m in fitting if m.start < position] or fitting[:1]
        return self.name_of(before[-1].words, before[-1].start)

    def _best_known(self, fitting: list[Mention]) -> str:
        """The name mentioned most often, of people of no other state if there are any."""
        at_home = [m for m in fitting if not set(states_in(m.role)) - {"us"}]
        names = {self.name_of(m.words, m.start) for m in at_home or fitting}
        return max(sorted(names), key=lambda name: self._counts[name])

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.name_of(m.words, m.start) for m in self.mentions)

    @cached_property
    def surnames(self) -> set[str]:
        """Family names of all people."""
        return {m.words[-1] for m in self.mentions} | {
            m.words[0] for m in self.mentions if _is_family_first(m.words)
        }

    @cached_property
    def _female_surnames(self) -> set[str]:
        marks = {"ms", "mrs", "spokeswoman", "congresswoman", "chairwoman", "queen", "dame"}
        return {m.words[-1].lower() for m in self.mentions if set(m.role.split()) & marks}

    def between(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in text[start:end]."""
        left = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        right = bisect_left(self.mentions, end, key=lambda mention: mention.start)
        return self.mentions[left:right]

    def is_female(self, name: str) -> bool:
        """Whether a first name or a title says so."""
        words = name.lower().split()
        return bool(set(words) & FEMALE_NAMES) or words[-1] in self._female_surnames


def title_words(phrase: str) -> set[str]:
    """Words of a title that count: "the Kremlin's top spokesman" -> kremlin, top, spokesman."""
    plain = re.sub(r"['\u2019]s\b", "", phrase).lower().replace("u.s.", "us").replace("u.n.", "un")
    words = re.findall(r"[^\W\d_][\w-]*", plain)
    return {w for w in words if w not in {"the", "a", "an", "of", "to", "for", "and", "in", "is"}}


def cast_of(text: str, title: str = "") -> Cast:
    """Reads all names of a text and its title, in one pass; time grows with their length.

    People of the title stand before the text, at position -1.
    """
    cast = Cast(text)
    if title:
        ahead = cast_of(title)
        cast.mentions = [replace(m, start=-1, end=-1) for m in ahead.mentions]
    lower = set(re.findall(r"(?<![\w'\u2019])[a-z]{2,}", text))
    full: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for mention in cast.mentions:
        _remember(full, -1, mention.words)
    for match in NAME.finditer(text):
        found = _name_in(text, match.span(), lower)
        if found is None:
            continue
        start, end, words, title = found
        cast.mentions.append(Mention(start, end, words, _role(text, start, end, title)))
        _remember(full, start, words)
    cast.full_names = dict(full)
    known = {m.words[-1] for m in cast.mentions if len(m.words) > 1 or set(m.role.split()) & HEADS}
    known |= {m.words[0] for m in cast.mentions if len(m.words) > 1 and _is_family_first(m.words)}
    cast.mentions = [m for m in cast.mentions if m.words[-1] in known and not _is_place(m, cast)]
    return cast


def _remember(full: dict[str, list[tuple[int, str]]], start: int, words: tuple[str, ...]) -> None:
    if any(len(word.strip(".")) > 1 for word in words[:-1]):
        full[words[-1].lower()].append((start, " ".join(words)))
        if _is_family_first(words):
            full[words[0].lower()].append((start, " ".join(words)))


def _is_family_first(words: tuple[str, ...]) -> bool:
    """Whether the family name comes first, as in "Moon Jae-in" and "Wang Yi"."""
    return words[0].lower() in FAMILY_FIRST or re.search(r"-[a-z]", words[-1]) is not None


def _name_in(
    text: str, span: Span, lower: set[str]
) -> tuple[int, int, tuple[str, ...], str] | None:
    tokens = list(re.finditer(r"[^ \u00a0]+", text[span[0] : span[1]]))
    titles: list[str] = []
    while tokens and _is_title_or_word(tokens[0].group(), lower):
        titles.append(tokens.pop(0).group())
    kept: list[re.Match[str]] = []
    for token in tokens:
        is_given = kept and token.group() == "He" and kept[-1].group().lower() in FAMILY_FIRST
        if _is_no_name(token.group(), set()) and not is_given:
            break
        kept.append(token)
    if not kept or all(len(token.group()) <= 2 for token in kept):
        return None
    words = [POSSESSIVE.sub("", token.group()) for token in kept]
    start, end = span[0] + kept[0].start(), span[0] + kept[-1].end()
    end -= len(kept[-1].group()) - len(words[-1])
    return start, end, tuple(words), " ".join(titles)


def _is_title_or_word(token: str, lower: set[str]) -> bool:
    return token.lower().strip(".") in HEADS or _is_no_name(token, lower)


def _is_no_name(token: str, lower: set[str]) -> bool:
    word = POSSESSIVE.sub("", token).lower()
    if word in ("un", "us", "eu"):
        return token.isupper()
    if word in STATE_OF:
        return True
    word = word.strip(".")
    is_short_form = token.isupper() and 2 < len(token) < 6 and "." not in token
    return word in NOT_A_NAME or word in lower or is_short_form


def _role(text: str, start: int, end: int, titles: str) -> str:
    before = BEFORE.search(text, max(0, start - 90), start)
    words = (before.group() if before else "").replace("U.S.", "US")
    words = re.split(r"[.:;\n](?=\s)", words)[-1]
    after = AFTER.match(text, end, end + 110)
    apposition = after.group(1) if after else ""
    near = _title_before(words)
    beside = apposition if title_words(apposition) & HEADS else ""
    return fold_spaces(
        " ".join(sorted(title_words(near) | title_words(beside) | title_words(titles)))
    )


def _title_before(words: str) -> str:
    """The stretch of words right before a name that is a title, "" when it is none."""
    kept: list[str] = []
    for token in reversed(words.split()):
        word = POSSESSIVE.sub("", token.strip(",")).lower().rstrip(".")
        is_title_word = word in HEADS or word in IN_TITLES or token[0].isupper()
        if not is_title_word or token.endswith(",") or (not kept and word in {"of", "to"}):
            break
        kept.append(word)
    return " ".join(kept) if set(kept) & HEADS else ""


def _fits(role: set[str], heads: set[str], states: set[str], rest: set[str]) -> bool:
    named = {STATE_OF[word] for word in role if word in STATE_OF}
    if "korea" in role or "korean" in role:
        named |= {f"{side} korea" for side in ("north", "south") if side in role}
    if states and named and not states & named:
        return False
    if heads == {"leader"} and states:
        return bool(role & LEADERS or {"prime", "minister"} <= role) and bool(states & named)
    return heads <= role and rest <= role


def _is_place(mention: Mention, cast: Cast) -> bool:
    """Whether the words before say that this is no person: "at Camp David", "the Rose Garden"."""
    left = cast.text[max(0, mention.start - 8) : max(0, mention.start)]
    return not mention.role and re.search(r"\b(?:[Aa]t|[Ii]n|[Nn]ear|[Tt]he) $", left) is not None
