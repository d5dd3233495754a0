-- title: New statements on talks
-- question: What did anybody say tonight on talks that they had not said before?
-- one row per statement that is new or changed, and not late
select *
from told_tonight
where topic = 'talks' and novelty in ('new', 'changed') and not is_late
order by importance desc, published_at desc, statement_id
