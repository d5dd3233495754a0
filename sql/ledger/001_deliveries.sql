-- what is owed to whom; private: this file holds people's addresses and is never published

-- one row per night that owes somebody a digest
create table nights (
    run_id varchar primary key,
    day date not null,
    frozen blob not null,  -- the night and its reports, from which every digest of it is composed
);

-- one row per night and recipient; this row is the only proof that a digest was sent
create table deliveries (
    run_id varchar not null,
    address varchar not null,
    state varchar not null,  -- owed, sending, sent, refused, withdrawn
    message_id varchar not null default '',
    attempts integer not null default 0,
    answer varchar not null default '',  -- the mail server's last word, code first
    changed_at timestamptz not null,
    primary key (run_id, address),
);
