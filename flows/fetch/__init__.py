"""Fetch: from seeds, files and news sites to raw pages.

In: seeds/articles/*.txt, files given with --load, seeds/sources.csv. Out: `RawPage` for each page
that was had and `FetchFailure` for each that was not. It never reads what a page says.

    seeds, files, warcs     pages that lie on this machine
    sources, opml           where articles are found: seeds/sources.csv, and OPML in and out
    feeds, sitemaps,        links in what a source answers (pure)
    listings, choose
    web, discover           the night: every source asked, every new page had
    polite, lanes, robots   a visit: robots.txt, one request at a time per host, retries, redirects
    client, guard, unpack   a request: limits, private addresses refused, bounded decompression
    options                 what the caller says, and what it gets back

httpx is imported in client.py, httpcore in client.py and guard.py, and nowhere else.
"""
