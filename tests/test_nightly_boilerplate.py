"""Through all rooms: what an outlet prints below every article is learned in a night, left out of
the next one's bodies, told by `demarche status`, and left out by `demarche reread` as well."""

from __future__ import annotations

import json
from pathlib import Path

from tests.nights import House

PLEA = "Our desk lives on its readers and on a little help from them every week."
PAGE = """<!doctype html><html lang="en"><head><title>Envoy number {n} arrives in Geneva</title>
<meta property="article:published_time" content="2022-03-{day:02}T08:00:00Z"></head><body><article>
<h1>Envoy number {n} arrives in Geneva</h1>
<p>The foreign minister said on Monday that talks with delegation {n} would begin in Geneva on
March {n} with all {n} papers on the table.</p>
<p>Outside the building {n} people waited in the rain for hours, and {n} of them went home before
the doors opened in the evening.</p>
<p>{plea}</p></article></body></html>"""
BODIES = "select count(*), count(*) filter (body like '%lives on its readers%') from articles"
TOLD = """
    select content, topic, claim_id
    from flagged_statements join articles using (revision_id)
    where is_current order by all
"""


def pages(path: Path, numbers: range) -> Path:
    lines = (
        {
            "url": f"https://www.gazette.example/world/{n}",
            "html": PAGE.format(n=n, day=1 + n % 6, plea=PLEA),
            "fetched_at": "2022-03-07T09:00:00Z",
        }
        for n in numbers
    )
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return path


def test_nightly_learns_what_an_outlet_prints_everywhere(tmp_path: Path) -> None:
    house = House(tmp_path)
    (tmp_path / "seeds").mkdir()
    only = ("--no-web", "--seeds", str(tmp_path / "seeds"), "--load")
    first = house.night(*only, str(pages(tmp_path / "1.jsonl", range(10, 22))),
                        "--now", "2022-03-07T23:00:00Z")  # fmt: skip
    assert "1 lines learned as boilerplate" in first.stderr
    assert house.rows(BODIES) == [(12, 12)]

    house.night(*only, str(pages(tmp_path / "2.jsonl", range(22, 25))),
                "--now", "2022-03-08T23:00:00Z")  # fmt: skip
    assert house.rows(BODIES) == [(15, 12)]
    learned = "select outlet, line, pages, of_pages, days from boilerplate"
    assert house.rows(learned) == [("gazette.example", PLEA, 12, 12, 6)]
    status = house.run("status")
    assert f"2022-03-07  gazette.example  12 of 12  {PLEA}" in status.stdout, status.stderr

    told = house.rows(TOLD)
    assert len(told) == 15
    reread = house.run("reread")
    assert reread.returncode == 0, reread.stderr
    assert house.rows(f"{BODIES} where is_current") == [(15, 0)]
    assert house.rows(TOLD) == told
    counts = "select new_statements, changed_statements from runs order by run_number"
    assert house.rows(counts)[-1] == (0, 0)
