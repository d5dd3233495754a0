"""The report pages and the HTML mail, in a real browser: layout, filters, links, accessibility."""

from __future__ import annotations

import functools
import html
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from flows.digest import Sender, compose, write_night
from flows.digest.recipients import Recipient
from flows.digest.safe import at_sentence
from tests.chromium import Browser, Page, browser
from tests.digest_nights import (
    DEGRADED,
    EMPTY,
    NIGHT,
    PUTIN,
    TAYLOR,
    article,
    empty_night,
    full_night,
    report,
)

AXE = "axe-core@4.10.3"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights, written out: a full one, an empty one and a crowded one."""
    folder = tmp_path_factory.mktemp("reports")
    long = replace(
        PUTIN, statement_id="long", actor_name="A" * 120, url="https://x.example/" + "y" * 400
    )
    many = [article(number) for number in range(40)]
    write_night(folder / "2022-01-01", DEGRADED, [*full_night(), report("contradictions", [long])])
    write_night(folder / "2022-01-02", EMPTY, empty_night())
    write_night(
        folder / "2022-01-03", NIGHT, [report("new_statements_on_sanctions", [long, *many])]
    )
    mail = compose(
        full_night(), NIGHT, Recipient("reader@example.org"), Sender("digest@example.org")
    )
    body = mail.get_body(("html",))
    (folder / "mail.html").write_text(body.get_content(), encoding="utf-8")
    return folder


def every_page(reports: Path) -> list[Path]:
    return sorted(reports.rglob("*.html"))


def test_pages_are_well_formed_and_stand_alone(reports: Path):
    assert len(every_page(reports)) > 40
    for path in every_page(reports):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(path.read_text("utf-8"))
        assert not parser.errors, (path, parser.errors[:3])
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), path
        assert 'http-equiv="Content-Security-Policy"' in path.read_text("utf-8")
        for one in tree.iter():
            assert one.get("src", "data:").startswith(("data:", "cid:")), path
            if one.tag == "link":
                assert one.get("href") == "data:,"


def test_links_between_pages_lead_somewhere(reports: Path):
    for path in every_page(reports):
        tree = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
        own = {one.get("id") for one in tree.iter()}
        for link in (one.get("href") for one in tree.iter("a")):
            place, _, mark = link.partition("#")
            if place.startswith(("https:", "mailto:")):
                continue
            target = path.parent / place if place else path
            assert target.exists(), (path, link)
            if mark and place:
                assert f'id="{mark}"' in target.read_text("utf-8"), (path, link)
            elif mark:
                assert mark in own, (path, link)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture(scope="module")
def page(opened: Browser) -> Page:
    return opened.page()


SHOWN = (
    "mail.html",
    "index.html",
    "2022-01-01/digest.html",
    "2022-01-01/index.html",
    "2022-01-01/calendar.html",
    "2022-01-01/actors/vladimir-putin.html",
    "2022-01-02/digest.html",
    "2022-01-02/index.html",
    "2022-01-03/index.html",
)
LOOKS = ((320, "light"), (320, "dark"), (768, "light"), (1280, "dark"))


@pytest.mark.parametrize("name", SHOWN)
def test_pages_fit_every_screen_and_ask_for_nothing(page: Page, reports: Path, name: str):
    for width, scheme in LOOKS:
        page.open((reports / name).as_uri(), width, scheme)
        root = "document.documentElement"
        assert page.run(f"{root}.scrollWidth <= {root}.clientWidth"), (name, width)
        ground = page.run("getComputedStyle(document.body).backgroundColor")
        brightness = sum(map(int, ground.strip("rgb()").split(",")[:3])) / 3
        assert (brightness < 100) == (scheme == "dark"), (name, scheme, ground)
        asked = [address for address in page.requests if not address.startswith("cid:")]
        assert asked == [(reports / name).as_uri()]
        # a browser cannot follow cid:, a mail client can
        assert name == "mail.html" or page.faults == []


def visible(page: Page) -> list[str]:
    return page.run("[...document.querySelectorAll('[data-card]:not([hidden])')].map(c => c.id)")


def choose(page: Page, name: str, value: str) -> None:
    page.run(
        f"{{ const f = document.querySelector('.filters').elements[{name!r}]; f.value = {value!r};"
        " f.dispatchEvent(new Event('input', {bubbles: true})); }"
    )


def test_filters_show_what_was_asked_for(page: Page, reports: Path):
    address = (reports / "2022-01-01" / "index.html").as_uri()
    page.open(address)
    everything = visible(page)
    assert len(everything) == 7
    expected = {
        ("topic", "sanctions"): 3,
        ("actor", page.run("document.querySelector('[data-card]').dataset.actor")): 1,
        ("measure", "swift-cut-off"): 1,
        ("novelty", "changed"): 1,
        ("novelty", "late"): 1,
        ("novelty", "said again"): 1,
        ("words", "gun points"): 2,
    }
    for (name, value), number in expected.items():
        choose(page, name, value)
        assert len(visible(page)) == number, (name, value)
        assert page.run("document.querySelector('[data-found]').textContent").startswith(
            str(number)
        )
        page.open(page.run("location.href"))
        assert len(visible(page)) == number, "the address remembers the filter"
        page.run("document.querySelector('button[type=reset]').click()")
        page.wait_for("document.querySelectorAll('[data-card]:not([hidden])').length === 7")
    page.open(f"{address}#s-{TAYLOR.statement_id}")
    page.wait_for("scrollY > 0")
    assert visible(page) == everything


def test_tables_are_sorted_by_their_headings(page: Page, reports: Path):
    page.open((reports / "2022-01-01" / "index.html").as_uri())
    table = "document.querySelector('#health ~ .scroll table')"
    first = f"{table}.tBodies[0].rows[0].cells[0].textContent"
    fetched = f"{table}.tHead.rows[0].cells[1]"
    assert page.run(first) == "north-wire"
    page.run(f"{fetched}.querySelector('button').click()")
    assert page.run(first) == "harbour-post"
    assert page.run(f"{fetched}.getAttribute('aria-sort')") == "ascending"
    page.run(f"{fetched}.querySelector('button').click()")
    assert page.run(first) == "north-wire"
    assert page.run(f"{fetched}.getAttribute('aria-sort')") == "descending"


def test_the_keyboard_reaches_everything(page: Page, reports: Path):
    page.open((reports / "2022-01-01" / "index.html").as_uri())
    reached = []
    for _ in range(12):
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        reached.append(
            page.run("document.activeElement.name || document.activeElement.textContent")
        )
    assert reached[0] == "Skip to the content"
    assert [name for name in reached if name in ("topic", "actor", "measure", "outlet", "novelty")]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, from the npm registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm is installed: accessibility is not checked by axe-core")
    folder = tmp_path_factory.mktemp("axe")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        folder,
        AXE,
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"axe-core could not be had from the npm registry: {error}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(("scheme", "names"), [("light", SHOWN[:-1]), ("dark", SHOWN[2:6])])
def test_axe_finds_no_serious_fault(
    page: Page, reports: Path, axe: str, scheme: str, names: tuple[str, ...]
):
    for name in names:
        page.open((reports / name).as_uri(), 1280, scheme)
        page.run(axe + "; 0")
        found = page.run(
            "axe.run(document).then(r => r.violations.map(v => [v.impact, v.id, "
            "v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))"
        )
        serious = [one for one in found if one[0] in ("serious", "critical")]
        assert not serious, (name, scheme, json.dumps(serious, indent=1))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A news site on loopback, one article to a page."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


SENTENCES = (
    "Short and odd, a-b & c.",
    "“You cannot bargain while the other side points a gun at you,” Taylor said on Friday.",
    "It's “Mr. O'Neill's” view – not ours, he said: 100% of it, or 50/50?",
    "Переговоры начнутся в Женеве десятого января, сообщил представитель министерства.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_links_open_the_article_at_the_sentence(
    page: Page, site: str, tmp_path: Path, sentence: str
):
    filler = "".join(f"<p>Paragraph {number} speaks of other things.</p>" for number in range(90))
    straight = sentence.replace("“", '"').replace("”", '"')
    for number, written in enumerate((sentence, straight)):
        begun, rest = html.escape(written[:9]), html.escape(written[9:])
        spoken = f"<p>Before it. <em>{begun}</em>{rest} After.</p>"
        head = "<!DOCTYPE html><meta charset=utf-8><title>x</title>"
        (tmp_path / f"{number}.html").write_text(head + filler + spoken + filler, encoding="utf-8")
        page.open(at_sentence(f"{site}/{number}.html", sentence))
        page.wait_for("scrollY > 500")
