-- one row per database: the newest night that did not fail
select *
from runs
where state not in ('failed', 'crashed')
order by run_number desc
limit 1
