"""The trained reader: text in, attributions out.

The tagger goes on from the shared encoder (`flows.encoder`) and is loaded at the first call, once
per process. The same text always gives the same answer. Never resolves a name, never drops an
attitude: that is for the rest of the room.
"""

from __future__ import annotations

from flows.encoder import in_context, session, tokenizer
from flows.extract.decoding import Attribution, decode
from flows.extract.windows import Window, windows


def attributions_in(text: str) -> list[Attribution]:
    """All attributions of a text, in order of their first word.

    Time grows with the length of the text, memory by a few hundred bytes a word. Windows are read
    one by one: on a processor that is quicker than padding them to batches.
    """
    found: list[Attribution] = []
    for window in windows(text, tokenizer()):
        found += _read(text, window)
    return sorted(found, key=lambda one: (one.cue + one.content)[0])


def _read(text: str, window: Window) -> list[Attribution]:
    hidden = in_context(window.ids, window.quoted)
    tags, cues, sources = session("tagger").run(None, {"hidden": hidden})
    return decode(text, window, tags[0], cues[0], sources[0])
