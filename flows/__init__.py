"""Démarche: who said what on talks and sanctions, and what of it is new.

Python reads text, SQL judges rows. The way of an article, and the room that answers for it:

    fetch/        seeds, files, sources -> raw pages; the polite client
    archive       raw pages, kept before anything reads them
    clean/        a page -> an article, or the reason why not
    validate/     Great Expectations, the only gate
    extract/      an article -> who said what (a trained reader), which meetings it tells of
    warehouse/    DuckDB: load, judge (sql/judge), check, publish a copy, ask it
    same/         how alike two statements are, for the pairs that SQL names
    digest/       what people open: mails, report pages, calendar, feed, tables

Rooms never import each other; they share `records` (what is handed over), `text`, `address`,
`identity` and `dates`, which are pure, and `encoder`, the half of the network that extract and
`meaning` (what texts mean, for same) both go on from. What wires them, from the outside in:

    cli, usage    the command line           launch    lock, Prefect's server, exit status
    nightly       the night as a flow        upkeep    rereading, the schedule
    tasks         the rooms as tasks: every retry and time-out
    stages        what each task does        publishing, post    the last of them
    night         what a night is asked to do, and what its rooms add up to
    desk, doctor, shell                      what an operator asks between nights
    settings      environment and clock      lock, server, pool, progress, imports  machinery
"""
