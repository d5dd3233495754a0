create table readings (
    revision_id varchar not null,
    read_in_run varchar not null,
    terms_hash varchar not null,
);
comment on table readings is 'One row per revision that was read for statements, or passed over for want of any topic term.';

create table statements (
    statement_id varchar not null,
    revision_id varchar not null,
    article_id varchar not null,
    loaded_in_run varchar not null,
    reader varchar not null,
    read_in_run varchar not null,
    speaker varchar,
    speaker_as_written varchar,
    actor_id varchar,
    actor_name varchar,
    actor_office varchar,
    actor_side varchar,
    speaks_for varchar,
    is_listed boolean,
    via varchar,
    kind varchar,
    act_kind varchar,
    attribution varchar,
    cue varchar,
    quote varchar,
    content varchar,
    sentence varchar,
    paragraph varchar,
    start_char integer,
    end_char integer,
    content_spans integer[][],
    source_spans integer[][],
    cue_spans integer[][],
    confidence double,
    position double,
    judged_in_run varchar,
);
comment on table statements is 'One row per statement in a revision of an article: who said what, in which words.';

create table topic_scores (
    statement_id varchar not null,
    topic varchar not null,
    score double not null,
    loaded_in_run varchar not null,
    scorer varchar not null,
);
comment on table topic_scores is 'One row per statement and learned topic: how much the statement is about it, 0 to 1.';

create table memberships (
    statement_id varchar not null,
    topic varchar not null,
    claim_id varchar not null,
    utterance_id varchar not null,
    novelty varchar not null,
    is_late boolean not null,
    first_seen_run varchar not null,
    dated_at timestamptz,
    joined_by varchar not null,
    likeness double,
    matched_statement_id varchar,
    previous_statement_id varchar,
    difference varchar,
    judge_version varchar not null,
);
comment on table memberships is 'One row per statement and topic: the claim that it belongs to and why, judged once and kept.';

create table said_words (
    statement_id varchar not null,
    topic varchar not null,
    actor_side varchar not null,
    word varchar not null,
    said_on date,
);
comment on table said_words is 'One row per judged statement, topic and word of it: where candidates for the same claim are found.';

create table said_exactly (
    exact_hash ubigint not null,
    statement_id varchar not null,
    topic varchar not null,
);
comment on table said_exactly is 'One row per judged statement and run of quoted or reported words, hashed: finds copies at once.';

create table flagged_statements (
    statement_id varchar not null,
    topic varchar not null,
    revision_id varchar not null,
    article_id varchar not null,
    claim_id varchar not null,
    utterance_id varchar not null,
    novelty varchar not null,
    is_late boolean not null,
    first_seen_run varchar not null,
    speaker varchar,
    speaker_as_written varchar,
    actor_id varchar,
    actor_name varchar,
    actor_office varchar,
    actor_side varchar,
    speaks_for varchar,
    via varchar,
    attribution varchar,
    kind varchar,
    cue varchar,
    quote varchar,
    content varchar,
    sentence varchar,
    paragraph varchar,
    start_char integer,
    end_char integer,
    url varchar,
    title varchar,
    source_id varchar,
    source_name varchar,
    published_at timestamptz,
    dated_at timestamptz,
    date_basis varchar,
    score double,
    act varchar,
    measure varchar,
    target varchar,
    stance varchar,
    modality varchar,
    condition varchar,
    severity integer,
    previous_statement_id varchar,
    difference varchar,
    is_withdrawn boolean,
    importance double,
    why varchar,
);
comment on table flagged_statements is 'One row per statement and topic that it is about, by actors; new ones, copies and repetitions alike.';

create table claims (
    claim_id varchar not null,
    topic varchar not null,
    actor_id varchar,
    actor_name varchar,
    actor_side varchar,
    quote varchar,
    first_statement_id varchar,
    first_seen_run varchar not null,
    first_published_at timestamptz,
    first_reported_by varchar,
    reported_by varchar[],
    outlets integer,
    independent_outlets integer,
    times_said integer,
    last_seen_run varchar not null,
    last_published_at timestamptz,
);
comment on table claims is 'One row per thing said by an actor on a topic, whoever reported it and however often.';

create table judged_with (
    run_id varchar not null,
    vocabulary_hash varchar not null,
    judge_version varchar not null,
);
comment on table judged_with is 'One row per night: the vocabulary and the judge that history was last read with.';
