-- title: Quarantined
-- question: What was refused tonight, and why?
-- one row per refused page, line or article
select room, reason, source_id, url, detail, run_id
from quarantine
where run_id in (select run_id from tonight)
order by room, reason, source_id, url
