-- critical: the counts of a finished night do not add up
select
    run_id as subject,
    fetched || ' pages read, but ' || accepted || ' new, ' || unchanged || ' known and ' || quarantined
    || ' refused' as detail
from runs
where
    run_id = getvariable('tonight')
    and fetched is not null
    and fetched <> accepted + unchanged + quarantined
union all
select 'topic_scores', statement_id || ' has no score for ' || topic
from (
    select st.statement_id, tp.topic
    from statements as st cross join (select distinct topic from topic_scores) as tp
    where st.loaded_in_run = getvariable('tonight')
)
anti join topic_scores using (statement_id, topic)
limit 20
