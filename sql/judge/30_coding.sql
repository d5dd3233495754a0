-- one row per statement and topic, with the words that acts and measures are read from
create or replace temp table coded_words as
select
    ot.statement_id,
    ot.topic,
    lower(coalesce(st.cue, '') || ' ' || coalesce(st.content, '')) as words,
    st.content,
    st.sentence,
    st.actor_side,
    st.cue,
from on_topic as ot
join said as st using (statement_id);

-- filled by the judge: one row per statement, topic and pattern that matches
create or replace temp table coded_hits (
    statement_id varchar, topic varchar, field varchar, code varchar, rank integer,
);
