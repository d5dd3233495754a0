"""The templates of reports/templates, ready to render.

In come plain values, out comes text; HTML is escaped without exception, and a name that a template
does not know is an error. Nothing here reads anything but the templates.
"""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from flows.digest import evidence, safe, words

FOLDER = Path(__file__).parents[2] / "reports" / "templates"


@cache
def environment() -> Environment:
    """The templates' environment; .txt alone is not HTML and stays unescaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(
            enabled_extensions=("html",), disabled_extensions=("txt",), default=True
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        {name: getattr(words, name) for name in WORDS}
        | {"evidence": evidence.of_sentence, "in_paragraph": evidence.of_paragraph}
        | {"at_sentence": safe.at_sentence, "anchor": anchor, "slug": slug, "plain": safe.plain}
    )
    return made


WORDS = (
    "count",
    "disagreement",
    "health",
    "listed",
    "manner",
    "matter",
    "named",
    "reach",
    "said",
    "said_before",
    "sentence_case",
    "standing",
    "talk_change",
    "talk_title",
    "warned",
)


def render(template: str, **values: object) -> str:
    """The template's text with these values; ends with one new line."""
    return environment().get_template(template).render(**values).strip() + "\n"


def anchor(identity: str) -> str:
    """An identifier for use as an HTML id and in a link."""
    return f"s-{slug(identity)}"


def slug(identity: str) -> str:
    """Letters, digits and hyphens only; what is lost to that is told apart by a short hash."""
    kept = "".join(one if one.isascii() and one.isalnum() else "-" for one in identity.lower())
    if kept == identity and len(kept) <= 64:
        return kept
    return f"{kept[:40].strip('-')}-{sha256(identity.encode()).hexdigest()[:8]}".lstrip("-")


def hash_of(text: str) -> str:
    """The hash by which a content security policy admits this very text."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
