create table boilerplate (
    outlet varchar not null,
    line varchar not null,
    pages integer not null,
    of_pages integer not null,
    days integer not null,
    learned_in_run varchar not null,
);
comment on table boilerplate is 'One row per line that an outlet prints on many pages: its furniture, left out of every body since.';
