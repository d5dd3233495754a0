-- title: Withdrawn statements
-- question: Which statements did an outlet take out of an article by editing it?
-- one row per statement that an earlier wording had and the wording loaded tonight has not
select *
from told
where
    is_withdrawn
    and url in (
        select url from articles
        where is_current and loaded_in_run in (select run_id from tonight)
    )
order by importance desc, published_at desc, statement_id, topic
