-- title: Late arrivals
-- question: What was never seen before, but was published more than a week before tonight?
-- one row per new or changed statement of an article that came late
select *
from told_tonight
where novelty in ('new', 'changed') and is_late
order by published_at desc nulls last, importance desc, statement_id, topic
