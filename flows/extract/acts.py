"""What sort of saying it is: speech or attitude, direct or indirect, on record or not.

In come a cue, a source and contents, out come the words of `Statement.kind`, `act_kind` and
`attribution`. Pure; never looks at topics.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from flows.extract.sources import UNRESOLVED, is_unnamed
from flows.extract.words import SMALL_WORDS
from flows.text import Span, span_at

ATTITUDE_STEMS = """
    want wish hop believ think thought fear feel felt know knew known lik lov hat prefer need intend
    intent plan aim expect anticipat doubt suspect assum consider contemplat imagin reali[sz]
    recogni[sz] underst[oa]nd underst[oa]od remember forg[eo]t regard view see saw seen seek sought
    desir dream worr concern decid determin find found perceiv weigh mull tr(?:y|ies|ied) attempt
    favou?r enjoy resent respect trust interest eager keen ready willing reluctan optimis pessimis
    confiden convinc belief opinion perspective accept appreciat admir learn wonder speculat
"""
SPEECH_STEMS = r"""
    sa(?:y|id|ying) t(?:ell|old) accord warn announc declar vow threat call urg wr(?:it|ote)
    tweet retweet post claim insist demand stress stat(?:e|ing)\b statement stated report
    confirm den(?:y|ie) denial describ condemn reiterat repeat explain argu promis pledg
    reject rul(?:e|ed|ing)\sout prais critici[sz] blast slam accus suggest
    not(?:e|ed|es|ing)\b advocat campaign refer\b referr express voic emphasi[sz] underscor
    underlin point(?:ed|s|ing)?\s(?:out|to) repl(?:y|ie) respond answer ask request propos
    predict cit(?:e|ed|es|ing)\b quot echo admit conced recall remark comment maintain contend
    assert signal indicat caution boast complain hail applaud welcom denounc dismiss
    decr(?:y|ied) lambast press(?:ed|ing) push(?:ed)?\sfor defend inform brief assur conclud
    elaborat continu went\son put\sit ultimatum sp[eo][ao]k talk oppos appeal laid\sout outlin
    disclos reveal tout alleg allud characteri[sz] dub label term(?:ed|ing) mention
    offer(?:ed|s|ing)?\b agree refus declin invit address acknowledg add(?:ed|s|ing)?\b attest
    testif advis recommend forecast impl(?:y|ie) hint joke mock ridicul rebuk blam
    challeng question counter shout plead beg(?:ged)?\b order(?:ed)?\b instruct discuss debat
    interview speech letter message word guarantee thank congratulat apologi[sz] warning vouch
    swear swor[en] @ ^to$ ^as$ ^:$ ^by$
"""
ENDING = r"(?:e?s|e?d|ing|t(?:ed|ing)?|n(?:ed|ing)|e|ed|ful(?:ly)?|tic|m|ce|t|ies|ied|y)?"
ATTITUDE = re.compile(rf"\b(?:{'|'.join(ATTITUDE_STEMS.split())}){ENDING}\b", re.I)
SPEECH = re.compile(rf"(?<!\w)(?:{'|'.join(SPEECH_STEMS.split())})", re.I)
SPEECH_AFTER_ALL = re.compile(r"\btr(?:y|ied|ies|ying) to (?:convinc|persuad)", re.I)
DENIAL = re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|refut\w+|disput\w+|rebut\w*)\b", re.I)
NOT_SAYING = (
    r"(?:say|said|comment|respond|answer|elaborat|specif|confirm|discuss|disclos|identif|provide"
    r"|give|reply)"
)
DECLINED = re.compile(
    rf"\b(?:declin|refus)(?:e|es|ed|ing) (?:to {NOT_SAYING}|comment)|\bwithout (?:say|elaborat)ing"
    r"|\b(?:did|does|do|would|could|will|has|have|had)(?: not|n['\u2019]t)\s+"
    rf"(?:immediately |yet |publicly )?{NOT_SAYING}",
    re.I,
)
HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|rumou?r\w*|purported\w*|supposedly|media reports?"
    r"|(?:is|are|was|were) (?:said|reported|believed|understood) to)\b",
    re.I,
)
ADDRESSED = re.compile(r"(?:(?:was|were|is|are|been) )?(?:urged|told|ordered|advised|pressed) to\b")
"""Said of those who are spoken to: "Ministers urged to act"; whoever urges names whom."""
AGENTLESS = re.compile(
    r"\b(?:been|is|are|was|were) (?:\w+ly )?(?:announced|declared|reported)\b", re.I
)
OPEN = re.compile(r"(?:over |about |on )?(?:whether|how|why|which|what|if)\b", re.I)
OPENING = re.compile(r"\bdebat", re.I)
LEADING = re.compile(r"(?:that|as|the)\s", re.I)
WHOLLY = 0.94
"""Share of words in quotation marks from which on a content counts as wholly quoted."""


def act_kind_of(cue: str, kind: str, content: str) -> Literal["speech", "attitude"]:
    """Speech when the cue tells of saying, or when words are quoted; else attitude.

    Wishes and views ("wants", "expects") and deeds ("has imposed") say nothing, nor does who
    debates whether something be done.
    """
    if kind == "indirect" and OPEN.match(content) and OPENING.search(cue):
        return "attitude"
    if SPEECH.search(cue) or SPEECH_AFTER_ALL.search(cue) or not re.search(r"\w", cue):
        return "speech"
    return "speech" if kind != "indirect" and not ATTITUDE.search(cue) else "attitude"


def kind_of(
    text: str, content: Sequence[Span], quotes: Sequence[Span]
) -> Literal["direct", "indirect", "mixed"]:
    """Direct when nearly every word is quoted, mixed from two quoted content words on."""
    words = inside = 0
    is_mixed = False
    for start, end in content:
        for match in re.finditer(r"\w[\w'\u2019-]*", text[start:end]):
            place = start + match.start()
            quote = quotes[span_at(quotes, place)] if quotes else (0, 0)
            words += 1
            inside += quote[0] <= place < quote[1]
        for begin, finish in quotes[span_at(quotes, start) :]:
            if begin >= end:
                break
            left, right = max(start, begin), min(end, finish)
            is_mixed = is_mixed or (left < right and len(_weighty(text[left:right])) >= 2)
    words -= bool(LEADING.match(text, *content[0]))
    if words and inside >= WHOLLY * words:
        return "direct"
    return "mixed" if is_mixed else "indirect"


def attribution_of(cue: str, sentence: str, speaker: str, written: str) -> str:
    """On-record, unnamed, hearsay, denial or declined; the most telling one."""
    if DECLINED.search(cue):
        return "declined"
    if DENIAL.search(cue):
        return "denial"
    if HEARSAY.search(cue):
        return "hearsay"
    if speaker == UNRESOLVED and (AGENTLESS.search(cue) or HEARSAY.search(sentence)):
        return "hearsay"
    if speaker != UNRESOLVED and is_unnamed(written):
        return "unnamed"
    return "on-record"


def _weighty(words: str) -> list[str]:
    return [w for w in re.findall(r"\w[\w'\u2019-]*", words) if w.lower() not in SMALL_WORDS]
