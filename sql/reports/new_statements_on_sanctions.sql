-- title: New statements on sanctions
-- question: What did anybody say tonight on sanctions that they had not said before?
-- one row per statement that is new or changed, and not late
select *
from told_tonight
where topic = 'sanctions' and novelty in ('new', 'changed') and not is_late
order by importance desc, published_at desc, statement_id
