-- title: Changed positions
-- question: Who says something else tonight than before, on the same matter?
-- one row per statement that changes an earlier one of the same actor, with both sentences
select *
from told_tonight
where novelty = 'changed' and not is_late
order by importance desc, published_at desc, statement_id, topic
