alter table run_sources add column noticed varchar;
