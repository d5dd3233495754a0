-- one row per statement and topic of one night that no claim holds yet
create or replace temp table fresh as
select
    ot.statement_id,
    ot.topic,
    st.revision_id,
    st.article_id,
    st.loaded_in_run,
    st.actor_id,
    st.actor_side,
    st.speaks_for,
    st.cites,
    st.content,
    st.kind,
    st.start_char,
    st.end_char,
    st.url,
    st.source_id,
    st.dated_at,
    st.sentence,
    st.title,
    stems(st.content) as words,
    cd.severity,
    cd.condition,
from on_topic as ot
join said as st using (statement_id)
join coded as cd using (statement_id, topic)
where
    st.loaded_in_run = getvariable('run')
    and not exists (
        from memberships as me where me.statement_id = ot.statement_id and me.topic = ot.topic
    );

create or replace temp table fresh_words as
select statement_id, topic, actor_side, cast(dated_at as date) as said_on, unnest(words) as word,
from fresh;

-- a run of eight words or more inside quotation marks, or a whole statement of eight words or more
create or replace temp table fresh_exactly as
select distinct
    hash(folded(piece)) as exact_hash,
    statement_id,
    topic,
from (
    select statement_id, topic, content as piece, from fresh
    union all
    select statement_id, topic, unnest(regexp_extract_all(content, '[“"]([^“”"]+)[”"]', 1)), from fresh
)
where len(string_split(folded(piece), ' ')) >= 8;
