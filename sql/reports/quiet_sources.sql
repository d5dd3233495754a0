-- title: Quiet sources
-- question: Which sources have fallen silent or cannot be read?
-- one row per source that gave no article in its last three nights, or failed tonight
with nights as (
    select
        rs.source_id,
        rs.accepted,
        rs.unchanged,
        rs.error,
        ru.run_number,
        ru.started_at,
        row_number() over (partition by rs.source_id order by ru.run_number desc) as back,
    from run_sources as rs
    join runs as ru using (run_id)
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
left join vocabulary.sources as so using (source_id)
group by ni.source_id
having
    coalesce(any_value(ni.error) filter (ni.back = 1), '') <> ''
    or (
        count(*) >= 3
        and coalesce(sum(ni.accepted) filter (ni.back <= 3), 0) = 0
        and coalesce(sum(ni.accepted), 0) > 0
    )
order by state, last_accepted_at nulls first, ni.source_id
