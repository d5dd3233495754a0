"""Text cut into windows that the tagger can read.

In comes text, out come windows of word pieces with their places in it; training and running use the
same ones. Paragraphs are packed together and parted by [SEP]; only a paragraph that is longer than
a window is cut, at the end of a sentence where there is one. Never changes the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from flows.text import Span, paragraphs, quotations

SIZE = 256
CLS, SEP = 101, 102
NOWHERE: Span = (-1, -1)
LONGEST_PIECE = 20_000
"""Characters of a paragraph that are tokenized in one go."""


@dataclass
class Window:
    """Word pieces, their spans in the text (NOWHERE for [CLS] and [SEP]), and 1 where quoted."""

    ids: list[int] = field(default_factory=lambda: [CLS])
    spans: list[Span] = field(default_factory=lambda: [NOWHERE])
    quoted: list[int] = field(default_factory=lambda: [0])

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, ids: Sequence[int], spans: Sequence[Span], quoted: Sequence[int]) -> None:
        self.ids += ids
        self.spans += spans
        self.quoted += quoted

    def part(self) -> None:
        self.add([SEP], [NOWHERE], [0])


def windows(text: str, tokenizer: Tokenizer, size: int = SIZE, first: int = 0) -> Iterator[Window]:
    """Windows of at most `size` word pieces over the whole text, in order.

    `first` shortens the first window, so that training sees other borders each time.
    """
    room, window = first or size, Window()
    for paragraph in _encoded(text, tokenizer):
        while paragraph.ids:
            free = room - 1 - len(window)
            if len(paragraph.ids) <= free:
                window.add(paragraph.ids, paragraph.spans, paragraph.quoted)
                window.part()
                break
            if len(window) == 1:
                cut = _cut(text, paragraph, room - 2)
                window.add(paragraph.ids[:cut], paragraph.spans[:cut], paragraph.quoted[:cut])
                window.part()
                paragraph = Window(
                    paragraph.ids[cut:], paragraph.spans[cut:], paragraph.quoted[cut:]
                )
            yield window
            room, window = size, Window()
    if len(window) > 1:
        yield window


def _encoded(text: str, tokenizer: Tokenizer) -> Iterator[Window]:
    quotes, at = quotations(text), 0
    for begin, end in paragraphs(text):
        for start in range(begin, end, LONGEST_PIECE):
            stop = min(end, start + LONGEST_PIECE)
            encoding = tokenizer.encode(text[start:stop], add_special_tokens=False)
            spans = [(start + left, start + right) for left, right in encoding.offsets]
            quoted: list[int] = []
            for left, _ in spans:
                while at < len(quotes) and quotes[at][1] <= left:
                    at += 1
                quoted.append(int(at < len(quotes) and quotes[at][0] <= left))
            yield Window(list(encoding.ids), spans, quoted)


def _cut(text: str, paragraph: Window, longest: int) -> int:
    for index in range(longest - 1, longest // 2, -1):
        here, before = (text[paragraph.spans[i][0]] for i in (index, index - 1))
        if here in ".?!" or (here in '"\u201d' and before in ".?!,"):
            return index + 1
    return longest
