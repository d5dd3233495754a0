"""Who passes a statement on, and what the one behind it said.

In come attributions, out comes who relays one ("according to his spokeswoman, Biden warned ...",
"the agency reported that the minister said ..."), and, where the tagger gave an outlet or a mere
report the whole, the attribution inside. Looks at the attribution's own sentence only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.extract.decoding import Attribution
from flows.text import Span, span_at

FARTHEST = 250
"""Characters from the beginning of a sentence to a source that may be relayed."""
SAYS = (
    r"(?:sa(?:id|ys)|told [\w .'\u2019]{2,30}?|added|confirmed|reported|announced|claimed|quoted)"
)
AHEAD = [
    re.compile(r"\b[Aa]ccording to (?P<via>[^,;:\n\"\u201c]{3,90}),\s*$"),
    re.compile(r"\b[Ii]n the words of (?P<via>[^,;:\n\"\u201c]{3,60}),\s*$"),
    re.compile(
        rf"^(?P<via>[^,;:\n\"\u201c]{{2,80}}?)\s{SAYS}(?: on \w+day| \w+day)?(?: that)?\s*$"
    ),
    re.compile(
        r"(?:^|[,\"\u201d]\s)(?P<via>[^,;:\n\"\u201c\u201d]{2,60}?),?\s(?:quoted|cited)\s*$"
    ),
]
BEHIND = [
    re.compile(r"[^.\n]{0,40}?(?<=[,\"\u201d]) according to (?P<via>[^,;:.\n\"\u201c]{3,80})[.,]"),
    re.compile(
        r"[,.\"\u201d\s]*(?P<via>(?:the )?[A-Z][\w.'\u2019 -]{2,50}?) (?:reported|reports)\b"
    ),
]
VOICE = re.compile(
    r"(?:spokes(?:man|woman|person)|press (?:secretary|service|office)|White House|Kremlin"
    r"|[\u00c9E]lys[\u00e9e]e|Downing Street|Chancellery|presidential office|readout|statement)\b"
)
"""Sources whose trade it is to pass on what somebody else said."""
PRINCIPAL = re.compile(
    r"(?:that\s)?(?P<who>(?:(?:[Tt]he|US|U\.S\.)\s)?(?:[A-Z][\w.'\u2019-]+\s){0,5}[A-Z][\w'\u2019-]+"
    r"|[Tt]he (?:president|prime minister|chancellor|secretary of state|foreign minister))"
    r"(?:\s(?:has|had|have|also|again|later))*"
    r"\s(?P<said>said|warned|threatened|vowed|told|assured|announced|declared|insisted|denied|promised"
    r"|demanded|called|urged|proposed|offered|rejected|ruled|welcomed|invited|stressed|reaffirmed)\b"
    r"(?:\s(?:the|his|her)\s(?:[A-Z][\w-]+\s)?(?:president|prime minister|chancellor|counterpart"
    r"|leaders?|king|foreign minister|secretary of state|government|allies)"
    r"|\s(?:[A-Z][\w'\u2019-]+\s?){1,3})?(?:\sagain)?(?P<that>\s?that\s)?"
)
TOLD_BY = re.compile(
    r"^[,\"\u201d\s]*(?P<via>(?:(?!\b(?:as|when|while|after|before|and|but|who|that)\b)"
    r"[^,;:.\n\"\u201c]){3,90}?)\s(?:said|says|told|added|announced|confirmed)\b"
)
ACCORDING = re.compile(r"according to|in the words of", re.I)
SEEMS = re.compile(r"based on|appear|seem|turns? out", re.I)
QUOTED = re.compile(r"\b(?:quoted|cited)\b")
QUOTES = re.compile(
    r"\s(?P<who>[^\W\d_][^,;:.\n\"\u201c]{1,60}?)\s(?P<said>as (?:saying|telling \w+|warning))"
    r"\b(?:\sthat\b)?\s?"
)
QUOTED_BY = re.compile(
    r"(?:\sas saying)?(?:\s(?:on )?\w+day)?\s(?:by|in) (?P<via>[^,;:.\n\"\u201c\u201d]{2,60}?)"
    r"(?:\s(?:on )?\w+day)?(?: as (?:saying|telling \w+)|(?=[,;:\n]|\.(?:\s|$)|$))"
)
PASSIVE = re.compile(
    r"\b(?P<who>[^\W\d_][^,;:.\n\"\u201c\u201d]{1,70}?),?\s(?:has |had |have )?(?P<said>"
    r"(?:was|were|is|been) (?:\w+ )?(?:quoted|cited))"
    rf"(?:{QUOTED_BY.pattern}|\sas saying)(?:\sthat\b)?"
)
"""A speaker, that he was quoted, and by whom: what was said stands before or behind."""
OUTLET = re.compile(
    r"\b(?:(?i:news agenc(?:y|ies)|agency|media|newspaper|magazine|broadcaster|television|radio)"
    r"|TV|BBC|CNN|CBS|NBC|ABC|ARD|Reuters|AP|AFP|Interfax|T[Aa][Ss][Ss]|R[Ii][Aa] N\w+|Xinhua|KCNA"
    r"|Yonhap|ISNA|IRNA|Kyodo|Bloomberg|Times|Post|Journal|Monitor|Guardian|Spiegel|Monde|reports?"
    r"|website)\b"
)
NAMED = r"(?P<who>[^\W\d_][^,;:\n\"\u201c]{1,60}?)(?:,[^,\n]{2,120},)?"
SINCE = r"(?:\s(?:has|had|have|also|later|again|reportedly|on\s\w+day|\w+day|for the first time))*"
SAID = (
    r"(?P<said>said|says|warned|threatened|vowed|told\s[^,;:.\n\"\u201c]{2,80}(?=\sthat\s)"
    r"|told\s\w+(?:\s\w+)?|announced|declared|insisted"
    r"|denied|promised|demanded|called for|ruled out|rejected|added|noted|argued|stated|explained"
    r"|wrote|tweeted|as saying)"
)
INNER = re.compile(
    rf"(?:that\s|But\s|And\s)?{NAMED}{SINCE}\s{SAID}"
    r"(?:\s(?:on\s)?\w+day)?(?:\sthat)?\s(?P<text>\S.{9,})",
    re.S,
)
BETWEEN = re.compile(rf",\s{NAMED}{SINCE}\s{SAID}\s*(?:\w+\s)?(?:that\s*)?")
BY_THE_WAY = re.compile(
    r"(?:that\s)?(?P<who>(?:[A-Z][\w.-]+(?:['\u2019]s)?\s){0,4}(?:[A-Z][\w-]+|spokes\w+|office))"
    r"\s[a-z][^,;:\n\"\u201c]{3,120},\s(?P<said>saying|arguing|insisting|warning|adding|announcing"
    r"|declaring|promising|vowing|claiming)(?:\sthat)?\s(?P<text>\S.{9,})",
    re.S,
)
TRAILING = re.compile(rf"[,.\"\u201d\s]*{NAMED}{SINCE}\s{SAID}\s*[\w\s]*,?\s*")
CLOSED = re.compile(
    rf"(?P<mark>[\"\u201d])\s*(?:{NAMED}{SINCE}\s{SAID}"
    r"|(?P<then_said>said|says|added|warned|wrote)\s(?P<then_who>[^\W\d_][^,;:\n\"\u201c]{1,60}))"
    r"(?:[\s,][^\"\u201c\u201d\n]{0,120})?"
)
"""A quotation's end, who said it, and what else stands before the one who reports it."""
REPORTED = re.compile(r"according to|\b(?:report(?:ed|s)|quot(?:ed|es)|cit(?:ed|es))\b", re.I)


def unwrapped(text: str, found: list[Attribution]) -> list[Attribution]:
    """The attributions, those of outlets and mere reports replaced by what stands inside them."""
    return [_inner(text, one) or one for one in found]


def in_active_voice(text: str, found: list[Attribution]) -> list[Attribution]:
    """The attributions, one for each "A was quoted by B as saying ..." with A as its source."""
    passives = list(PASSIVE.finditer(text)) if QUOTED.search(text) else []
    given: set[int] = set()
    result = []
    for one in found:
        place = next((n for n, match in enumerate(passives) if _is_told_in(one, match)), None)
        if place is None:
            result.append(one)
            continue
        match = passives[place]
        content = tuple(_outside((match.start(), match.end() + 1), one.content))
        if content and place not in given:
            given.add(place)
            who, said = match.span("who"), match.span("said")
            result.append(replace(one, source=(who,), cue=(said,), content=content))
    return result


def _outside(told: Span, content: Iterable[Span]) -> Iterator[Span]:
    """The pieces without the words that tell who quotes whom."""
    for begin, end in content:
        if end <= told[0]:
            yield begin, end
        elif end > told[1]:
            yield max(begin, told[1]), end


def _is_told_in(one: Attribution, match: re.Match[str]) -> bool:
    """Whether the attribution's cue stands in the words that tell who quotes whom."""
    return bool(one.cue) and match.start("said") <= one.cue[0][0] < match.end()


def _inner(text: str, one: Attribution) -> Attribution | None:
    if not one.source or not one.cue:
        return None
    (start, end), content = one.source[0], one.content[0]
    according = ACCORDING.search(text, *one.cue[0])
    last = one.content[-1][1]
    if according and (end < content[0] or last < one.cue[0][0]):
        gap = (end, content[0]) if end < content[0] else (last, one.cue[0][0])
        match = (BETWEEN if end < content[0] else TRAILING).fullmatch(text, *gap)
        if match:
            return replace(one, source=(match.span("who"),), cue=(match.span("said"),))
    if VOICE.search(text, start, end):
        return _principal(text, one)
    is_report = OUTLET.search(text, start, end) or SEEMS.search(text, *one.cue[0])
    if not is_report and not REPORTED.search(text, *one.cue[0]):
        return None
    closed = _behind_quotation(text, one)
    if closed:
        return closed
    quoting = QUOTED.fullmatch(text, *one.cue[0]) and QUOTES.match(text, one.cue[0][1])
    if quoting:
        who, said = quoting.span("who"), quoting.span("said")
        kept = tuple(_outside(quoting.span(), one.content))
        return replace(one, source=(who,), cue=(said,), content=kept) if kept else None
    first = min(start, one.cue[0][0])
    before = [piece for piece in one.content if piece[1] <= first] or one.content[:1]
    whole = (content[0], before[-1][1])
    match = INNER.fullmatch(text, *whole) or BY_THE_WAY.fullmatch(text, *whole)
    if match is None or "\n" in match.group():
        return None
    told = (whole[0], match.start("text"))
    kept = tuple(_outside(told, one.content))
    return replace(one, source=(match.span("who"),), cue=(match.span("said"),), content=kept)


def _behind_quotation(text: str, one: Attribution) -> Attribution | None:
    """A quotation with its own speaker before the one who reports it: "...", he said, X reports."""
    first, begin = min(one.source[0][0], one.cue[0][0]), one.content[0][0]
    mark = max(text.rfind(sign, begin, first) for sign in '"\u201d')
    match = CLOSED.fullmatch(text, mark, first) if mark > begin else None
    if match is None:
        return None
    who, said = ("who", "said") if match["who"] else ("then_who", "then_said")
    pieces = [(start, min(end, mark + 1)) for start, end in one.content if start < mark]
    behind = [piece for piece in one.content if piece[0] > first]
    return replace(
        one, source=(match.span(who),), cue=(match.span(said),), content=(*pieces, *behind)
    )


def _principal(text: str, one: Attribution) -> Attribution | None:
    """What a spokesperson says that the principal said, given to the principal."""
    (begin, end), *others = one.content
    match = PRINCIPAL.match(text, begin, end)
    if match is None or match.end() > end - 10 or VOICE.search(match["who"]):
        return None
    words = (match.end(), end) if match["that"] else (begin, end)
    return replace(
        one, source=(match.span("who"),), cue=(match.span("said"),), content=(words, *others)
    )


def relay_of(text: str, one: Attribution, lines: list[Span]) -> Span | None:
    """Span of the relaying source in the attribution's sentence, None when there is none."""
    if not one.source or not one.cue:
        return None
    first = min(one.source[0][0], one.cue[0][0])
    start, end = lines[span_at(lines, first)]
    ahead = text[start:first] if first - start < FARTHEST else ""
    for pattern in AHEAD:
        match = pattern.search(ahead)
        if match:
            return start + match.start("via"), start + match.end("via")
    quoted_by = QUOTED_BY.match(text, one.cue[0][1])
    if quoted_by and QUOTED.search(text, one.cue[0][0], quoted_by.end()):
        return quoted_by.span("via")
    last = max(span[1] for span in (*one.source, *one.cue, *one.content))
    for pattern in BEHIND:
        match = pattern.match(text, last, end)
        if match and "according" not in text[slice(*one.cue[0])].lower():
            return match.span("via")
    told_by = TOLD_BY.match(text[last:end])
    if told_by and VOICE.search(told_by["via"]):
        return last + told_by.start("via"), last + told_by.end("via")
    return None
