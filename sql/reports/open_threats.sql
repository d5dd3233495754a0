-- title: Open threats
-- question: Which sanctions are threatened, by whom against whom, and for how long already?
-- one row per threatening side, target and measure
with threats as (
    select
        actor_side,
        coalesce(target, 'unknown') as target,
        coalesce(measure, 'unknown') as measure,
        min(coalesce(published_at, dated_at)) as first_threatened_at,
        max(coalesce(published_at, dated_at)) as last_threatened_at,
        count(distinct claim_id) as claims,
        arg_max(statement_id, coalesce(published_at, dated_at, timestamptz '1900-01-01')) as statement_id,
    from flagged_statements
    where topic = 'sanctions' and stance = 'threaten' and not is_withdrawn
    group by all
),
answered as (
    select
        th.actor_side,
        th.target,
        th.measure,
        min(coalesce(fl.published_at, fl.dated_at)) filter (fl.stance in ('impose', 'announce')) as imposed_at,
        min(coalesce(fl.published_at, fl.dated_at)) filter (fl.stance in ('ease', 'lift')) as eased_at,
    from threats as th
    join flagged_statements as fl
        on fl.topic = 'sanctions'
        and fl.actor_side = th.actor_side
        and coalesce(fl.target, 'unknown') = th.target
        and coalesce(fl.published_at, fl.dated_at) > th.first_threatened_at
        and fl.stance in ('impose', 'announce', 'ease', 'lift')
    group by all
)
select
    th.actor_side,
    th.target,
    th.measure,
    ms.label as measure_label,
    case
        when an.eased_at is not null and an.eased_at > coalesce(an.imposed_at, an.eased_at - interval 1 second)
            then 'eased'
        when an.imposed_at is not null then 'imposed'
        else 'threatened'
    end as state,
    th.first_threatened_at,
    th.last_threatened_at,
    an.imposed_at,
    an.eased_at,
    date_diff('day', th.first_threatened_at, coalesce(an.imposed_at, an.eased_at, tn.started_at)) as days_open,
    th.claims,
    fl.statement_id,
    fl.claim_id,
    fl.topic,
    fl.actor_id,
    fl.actor_name,
    fl.kind,
    fl.quote,
    fl.sentence,
    fl.condition,
    fl.url,
    fl.source_name,
    fl.published_at,
from threats as th
left join answered as an using (actor_side, target, measure)
join flagged_statements as fl on fl.statement_id = th.statement_id and fl.topic = 'sanctions'
left join vocabulary.measures as ms on ms.measure = th.measure
cross join tonight as tn
order by th.last_threatened_at desc nulls last, th.actor_side, th.target, th.measure
