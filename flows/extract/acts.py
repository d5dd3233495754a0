"""What sort of saying it is: speech or attitude, direct or indirect, on record or not.

In come a cue, a source and contents, out come the words of `Statement.kind`, `act_kind` and
`attribution`. Pure; never looks at topics.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from flows.extract.speakers import UNRESOLVED, is_unnamed
from flows.extract.words import SMALL_WORDS
from flows.text import Span

ATTITUDE_STEMS = """
    want wish hop believ think thought fear feel felt know knew known lik lov hat prefer need intend
    intent plan aim expect anticipat doubt suspect assum consider contemplat imagin reali[sz]
    recogni[sz] underst[oa]nd underst[oa]od remember forg[eo]t regard view see saw seen seek sought
    desir dream worr concern decid determin find found perceiv weigh mull tr(?:y|ies|ied) attempt
    favou?r enjoy resent respect trust interest eager keen ready willing reluctan optimis pessimis
    confiden convinc belief opinion perspective accept appreciat admir learn wonder
"""
SPEECH_STEMS = r"""
    sa(?:y|id|ying) t(?:ell|old) accord warn announc declar vow threat call urg wr(?:it|ote) tweet
    post claim insist demand stress statement report den(?:y|ie) describ condemn reiterat explain
    argu promis pledg reject rul(?:e|ed|ing)\sout accus suggest propos cit quot ask repl respond
    express voic admit conced confirm maintain contend assert persuad interview speech sp[eo][ao]k
    letter
"""
ENDING = r"(?:e?s|e?d|ing|t(?:ed|ing)?|n(?:ed|ing)|e|ed|ful(?:ly)?|tic|m|ce|t|ies|ied|y)?"
ATTITUDE = re.compile(rf"\b(?:{'|'.join(ATTITUDE_STEMS.split())}){ENDING}\b", re.I)
SPEECH = re.compile(rf"\b(?:{'|'.join(SPEECH_STEMS.split())})", re.I)
SPEECH_AFTER_ALL = re.compile(r"\btr(?:y|ied|ies|ying) to (?:convinc|persuad)", re.I)
DENIAL = re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|refut\w+|disput\w+|rebut\w*)\b", re.I)
DECLINED = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing) (?:to|comment)|\bwithout (?:saying|elaborating|giving)"
    r"|\b(?:did|does|do|would|could|will|has|have|had)(?: not|n['\u2019]t)\s+"
    r"(?:immediately |yet |publicly )?(?:say|said|comment|respond|answer|elaborat|specif|confirm"
    r"|discuss|provid|disclos|repl)",
    re.I,
)
HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|rumou?r\w*|purported\w*|supposedly|media reports?|has been reported"
    r"|(?:is|are|was|were) (?:said|reported|believed|understood) to|been announced"
    r"|been declared)\b",
    re.I,
)


def act_kind_of(cue: str) -> Literal["speech", "attitude"]:
    """Attitude when the cue is a wish or a view ("wants", "expects") and nothing is said."""
    if SPEECH_AFTER_ALL.search(cue):
        return "speech"
    return "attitude" if ATTITUDE.search(cue) and not SPEECH.search(cue) else "speech"


def kind_of(
    text: str, content: Sequence[Span], quotes: Sequence[Span]
) -> Literal["direct", "indirect", "mixed"]:
    """Direct when nearly every word is quoted, mixed from two quoted content words on."""
    words = inside = 0
    is_mixed = False
    for start, end in content:
        for match in re.finditer(r"\w[\w'\u2019-]*", text[start:end]):
            words += 1
            inside += any(b <= start + match.start() < e for b, e in quotes)
        for begin, finish in quotes:
            left, right = max(start, begin), min(end, finish)
            is_mixed = is_mixed or (left < right and len(_weighty(text[left:right])) >= 2)
    if words and inside >= 0.88 * words:
        return "direct"
    return "mixed" if is_mixed else "indirect"


def attribution_of(cue: str, sentence: str, speaker: str, written: str) -> str:
    """On-record, unnamed, hearsay, denial or declined; the most telling one."""
    if DECLINED.search(cue) or (
        DECLINED.search(sentence[: len(cue) + 80]) and "comment" in sentence
    ):
        return "declined"
    if DENIAL.search(cue):
        return "denial"
    if HEARSAY.search(cue) or (speaker == UNRESOLVED and HEARSAY.search(sentence)):
        return "hearsay"
    if speaker != UNRESOLVED and is_unnamed(written):
        return "unnamed"
    return "on-record"


def _weighty(words: str) -> list[str]:
    return [w for w in re.findall(r"\w[\w'\u2019-]*", words) if w.lower() not in SMALL_WORDS]
