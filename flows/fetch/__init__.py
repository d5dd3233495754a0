"""Fetch: from seeds, files and news sites to raw pages.

In: seeds/articles/*.txt, files given with --load, seeds/sources.csv. Out: `RawPage` for each page
that was had and `FetchFailure` for each that was not. It never reads what a page says.

    seeds, files            pages that lie on this machine
    sources, opml           where articles are found: seeds/sources.csv, and OPML in and out
    feeds, sitemaps,        links in what a source answers (pure)
    listings, choose
    web                     the night: every source asked, every page had, politely
    client, guard, lanes,   one polite request: limits and retries, private addresses refused,
    robots, unpack          one request at a time per host, robots.txt, bounded decompression
"""
