"""OPML: lists of feeds, as feed readers exchange them.

In: sources, or the bytes of an OPML file. Out: OPML, or sources. What OPML has no word for travels
in attributes of a name space of our own, so that export and import give the same sources back. It
fetches nothing and expands no entity.

    python -m flows.fetch.opml export seeds/sources.csv > sources.opml
    python -m flows.fetch.opml import sources.opml seeds/sources.csv
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from flows.address import canonical_url
from flows.fetch.sources import (
    COLUMNS,
    SourcesError,
    cell_of,
    is_fetchable,
    read_sources,
    source_from,
    write_sources,
)
from flows.records import Source

OWN = "urn:demarche:sources"
MOST_BYTES = 5_000_000
MOST_OUTLINES = 5_000


def to_opml(sources: Iterable[Source]) -> bytes:
    """All sources as OPML 2.0; those that are no feed have their kind as type."""
    root = etree.Element("opml", nsmap={"d": OWN}, version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources"
    body = etree.SubElement(root, "body")
    for source in sources:
        kind = "rss" if source.kind == "feed" else source.kind
        outline = etree.SubElement(body, "outline", text=source.name, type=kind, xmlUrl=source.url)
        if source.homepage:
            outline.set("htmlUrl", source.homepage)
        for column in COLUMNS:
            outline.set(f"{{{OWN}}}{column}", cell_of(getattr(source, column)))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def from_opml(body: bytes) -> list[Source]:
    """Every outline with a web address, folders opened, ids made from names where none is given.

    Raises SourcesError when it is no OPML, or names a source that is none.
    """
    if len(body) > MOST_BYTES:
        raise SourcesError(f"the OPML file is larger than {MOST_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise SourcesError(f"the OPML file is no XML: {error}") from error
    if etree.QName(root).localname != "opml":
        raise SourcesError(f"not an OPML file: it starts with <{etree.QName(root).localname}>")
    outlines = [item for item in root.iter("outline") if is_fetchable(item.get("xmlUrl", ""))]
    taken: set[str] = set()
    return [_source(outline, taken) for outline in outlines[:MOST_OUTLINES]]


def added(sources: Sequence[Source], more: Iterable[Source]) -> list[Source]:
    """The sources, and those of `more` whose address is not there yet, under ids not yet taken."""
    merged = list(sources)
    addresses = {canonical_url(source.url) for source in sources}
    taken = {source.source_id for source in sources}
    for source in more:
        if canonical_url(source.url) not in addresses:
            addresses.add(canonical_url(source.url))
            cells = {column: cell_of(getattr(source, column)) for column in COLUMNS}
            merged.append(source_from(cells | {"source_id": _free_id(source.source_id, taken)}))
    return merged


def _source(outline: etree._Element, taken: set[str]) -> Source:
    name = outline.get("title") or outline.get("text") or outline.get("xmlUrl", "")
    cells = {
        "name": " ".join(name.split())[:200],
        "kind": "feed",
        "url": outline.get("xmlUrl", ""),
        "homepage": outline.get("htmlUrl", ""),
        "language": outline.get("language", "")[:2].lower(),
    }
    for column in COLUMNS:
        own = outline.get(f"{{{OWN}}}{column}")
        if own is not None:
            cells[column] = own
    cells["source_id"] = _free_id(cells.get("source_id") or _slug(name), taken)
    try:
        return source_from(cells)
    except ValueError as error:
        raise SourcesError(f"the source {name!r}: {error}") from error


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "source"


def _free_id(wish: str, taken: set[str]) -> str:
    number, free = 2, wish
    while free in taken:
        free = f"{wish}-{number}"
        number += 1
    taken.add(free)
    return free


def main(arguments: Sequence[str] | None = None) -> None:
    """The two commands above."""
    parser = argparse.ArgumentParser(
        prog="python -m flows.fetch.opml", description="sources as OPML"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write a sources.csv as OPML to standard output")
    export.add_argument("csv", type=Path)
    import_ = commands.add_parser("import", help="add the feeds of an OPML file to a sources.csv")
    import_.add_argument("opml", type=Path)
    import_.add_argument("csv", type=Path)
    given = parser.parse_args(arguments)
    try:
        sources = read_sources(given.csv)
        if given.command == "export":
            sys.stdout.buffer.write(to_opml(sources))
            return
        merged = added(sources, from_opml(given.opml.read_bytes()))
    except (OSError, SourcesError) as error:
        parser.error(str(error))
    write_sources(merged, given.csv)
    print(f"{len(merged) - len(sources)} sources added to {given.csv}")


if __name__ == "__main__":
    main()
