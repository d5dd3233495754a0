-- one row per statement and topic, with the words that acts and measures are read from
create or replace temp table coded_words as
select
    ot.statement_id,
    ot.topic,
    lower(coalesce(st.cue, '') || ' ' || coalesce(st.content, '')) as words,
    lower(coalesce(st.sentence, '')) as around,
    st.content,
    st.sentence,
    st.actor_side,
from on_topic as ot
join said as st using (statement_id);

-- where a statement's own words name no sanction, its sentence may: such a match ranks after all
create or replace temp table coded_places as
select statement_id, topic, words, 0 as later, from coded_words
union all
select statement_id, topic, around, 1000, from coded_words where topic = 'sanctions';

-- filled by the judge: one row per statement, topic and pattern that matches
create or replace temp table coded_hits (
    statement_id varchar, topic varchar, field varchar, code varchar, rank integer,
);
