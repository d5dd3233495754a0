create table meanings (
    statement_id varchar not null,
    encoder varchar not null,
    of_words tinyint[] not null,
    of_sentence tinyint[] not null,
);
comment on table meanings is 'One row per statement that was ever compared: what it and its sentence mean, as directions of 128 numbers.';
