-- one row per flagged statement and topic that was first seen tonight
select * from told where first_seen_run in (select run_id from tonight)
