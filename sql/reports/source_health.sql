-- title: Source health
-- question: What did each source give tonight, and what does it usually give?
-- one row per source of tonight
with usual as (
    select
        rs.source_id,
        avg(rs.accepted) as usually_accepted,
        max(ru.started_at) filter (rs.accepted > 0) as last_accepted_at,
    from run_sources as rs
    join runs as ru using (run_id)
    where ru.state not in ('failed', 'crashed')
    group by rs.source_id
)
select
    rs.source_id,
    coalesce(so.name, rs.source_id) as source_name,
    rs.fetched,
    rs.accepted,
    rs.unchanged,
    rs.quarantined,
    rs.failed,
    rs.error,
    rs.noticed,
    round(us.usually_accepted, 1) as usually_accepted,
    us.last_accepted_at,
from run_sources as rs
join usual as us using (source_id)
left join vocabulary.sources as so using (source_id)
where rs.run_id in (select run_id from tonight)
order by rs.error <> '' desc, rs.source_id
