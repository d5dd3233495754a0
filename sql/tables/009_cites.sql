alter table statements add column cites varchar;
alter table flagged_statements add column cites varchar;
