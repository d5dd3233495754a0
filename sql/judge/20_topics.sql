-- one row per statement and place where terms are looked for; what somebody will, would or might
-- say, and what the writer assumes of him, is the writer's opinion and no statement; that somebody
-- commented on a matter does not tell what he said
create or replace temp table texts as
with spoken as (
    from said
    where
        act_kind = 'speech'
        and actor_id is not null
        and not regexp_matches(coalesce(cue, ''), '(?i)^(will|would|could|might|may|can|should|shall)\b')
        and not regexp_matches(coalesce(sentence, ''), '(?i)\bassuming\b')
        and not (
            kind = 'indirect'
            and regexp_matches(concat_ws(' ', cue, content), '(?i)^(\w+ )?comment(s|ed|ing)? (on|about) ')
        )
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
