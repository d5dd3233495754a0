create table runs (
    run_id varchar not null,
    run_number integer not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    state varchar not null,
    fetched integer,
    accepted integer,
    unchanged integer,
    quarantined integer,
    failed integer,
    statements integer,
    flagged integer,
    new_statements integer,
    changed_statements integer,
    requests integer,
    detail varchar,
);
comment on table runs is 'One row per night. fetched = accepted + unchanged + the rows of clean and validate in quarantine.';

create table run_sources (
    run_id varchar not null,
    source_id varchar not null,
    fetched integer,
    accepted integer,
    quarantined integer,
    failed integer,
    unchanged integer,
    error varchar,
);
comment on table run_sources is 'One row per night and source.';

create table findings (
    run_id varchar not null,
    severity varchar not null,
    "check" varchar not null,
    subject varchar,
    detail varchar,
);
comment on table findings is 'One row per thing that a check found wrong with a night.';

create table quarantine (
    run_id varchar not null,
    source_id varchar,
    url varchar,
    room varchar not null,
    reason varchar not null,
    detail varchar,
);
comment on table quarantine is 'One row per refused page, line or article.';

create table validators (
    url varchar not null,
    etag varchar,
    last_modified varchar,
    seen_in_run varchar,
);
comment on table validators is 'One row per address that answered with an ETag or a date, for conditional requests.';

create table loaded (
    what varchar not null,
    sha256 varchar not null,
);
comment on table loaded is 'One row per part of the house that is loaded from files: what their contents hashed to.';
