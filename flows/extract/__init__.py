"""The room that reads who said what.

In comes an article, out come its statements. The model is loaded at the first call, once per
process; importing this room loads nothing heavy. Never fetches, never judges topics or novelty.
"""

from __future__ import annotations

from flows.extract.prefilter import might_speak_of_topics
from flows.records import Article, Statement

__all__ = ["might_speak_of_topics", "statements_in"]


def statements_in(article: Article) -> list[Statement]:
    """All statements of an article, in order of the text, on whatever topic.

    `article.body[s.start_char:s.end_char] == s.quote` for each. Text without a statement, empty
    text, another language: an empty list or what can be read, never an error. Bodies are read up
    to 100,000 characters.
    """
    from flows.extract.reading import read

    return read(article)
