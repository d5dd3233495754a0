-- one row per statement in scope and place where terms are looked for
create or replace temp table texts as
with said as (
    select st.statement_id, st.content, st.sentence, st.paragraph, ar.title,
    from scope as sc
    join statements as st using (statement_id)
    join articles as ar using (revision_id)
    where st.act_kind = 'speech' and st.actor_id is not null
)
select statement_id, 'statement' as place, folded(content) as words, from said
union all
select statement_id, 'sentence', folded(sentence), from said
union all
select statement_id, 'paragraph', folded(paragraph), from said
union all
select statement_id, 'title', folded(title), from said;

-- filled by the judge: one row per statement, topic, role and place, with the weightiest term
create or replace temp table term_hits (
    statement_id varchar, topic varchar, role varchar, place varchar, weight double, term varchar,
);
