-- one row per statement in scope and place where terms are looked for
create or replace temp table texts as
with spoken as (
    from said where act_kind = 'speech' and actor_id is not null
)
select statement_id, 'statement' as place, folded(content) as words, from spoken
union all
select statement_id, 'sentence', folded(sentence), from spoken
union all
select statement_id, 'paragraph', folded(paragraph), from spoken
union all
select statement_id, 'title', folded(title), from spoken;

-- filled by the judge: one row per statement, topic, role and place, with the weightiest term
create or replace temp table term_hits (
    statement_id varchar, topic varchar, role varchar, place varchar, weight double, term varchar,
);
