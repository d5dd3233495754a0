-- title: Actor timelines
-- question: What have tonight's speakers said in the last ninety days?
-- one row per claim of an actor who said something new or changed tonight
select
    cl.actor_id,
    cl.actor_name,
    cl.topic,
    coalesce(fl.published_at, fl.dated_at) as said_at,
    fl.statement_id,
    cl.claim_id,
    fl.novelty,
    fl.kind,
    fl.quote,
    fl.sentence,
    fl.act,
    fl.stance,
    cl.times_said,
    cl.first_reported_by,
    cl.outlets,
    fl.url,
    fl.published_at,
from claims as cl
join flagged_statements as fl on fl.statement_id = cl.first_statement_id and fl.topic = cl.topic
cross join tonight as tn
where
    cl.actor_id in (
        select actor_id from told_tonight where novelty in ('new', 'changed') and not is_late
    )
    and coalesce(fl.published_at, fl.dated_at, tn.started_at) >= tn.started_at - interval 90 days
order by cl.actor_name, said_at desc nulls last, cl.claim_id
