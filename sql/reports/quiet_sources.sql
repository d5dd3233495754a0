-- title: Quiet sources
-- question: Which sources have fallen silent or cannot be read?
-- one row per source silent for three nights and twice as long as it usually is, or failed tonight
with nights as (
    select
        rs.source_id,
        rs.accepted,
        rs.error,
        ru.started_at,
        row_number() over (partition by rs.source_id order by ru.run_number desc) as back,
    from run_sources as rs
    join runs as ru using (run_id)
),
spoke as (
    select source_id, back, lead(back) over (partition by source_id order by back) - back as pause
    from nights
    where accepted > 0
),
rhythm as (
    select source_id, min(back) - 1 as silent_nights, coalesce(quantile_disc(pause, 0.9), 1) as usual_pause
    from spoke
    group by source_id
)
select
    ni.source_id,
    coalesce(any_value(so.name), ni.source_id) as source_name,
    max(ni.started_at) filter (ni.accepted > 0) as last_accepted_at,
    count(*) filter (coalesce(ni.error, '') <> '' and ni.back <= 3) as failed_nights,
    coalesce(any_value(ni.error) filter (ni.back = 1), '') as error,
    case
        when coalesce(any_value(ni.error) filter (ni.back = 1), '') <> '' then 'cannot be read'
        else 'silent'
    end as state,
from nights as ni
left join rhythm as rh using (source_id)
left join vocabulary.sources as so using (source_id)
group by ni.source_id
having
    coalesce(any_value(ni.error) filter (ni.back = 1), '') <> ''
    or any_value(rh.silent_nights) >= greatest(3, 2 * any_value(rh.usual_pause))
order by state, last_accepted_at nulls first, ni.source_id
