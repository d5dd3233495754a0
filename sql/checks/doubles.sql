-- critical: a row of tonight that stands twice, or two that exclude each other
select 'articles' as subject, revision_id || ' stands ' || count(*) || ' times' as detail
from articles where loaded_in_run = getvariable('tonight') group by revision_id having count(*) > 1
union all
select 'articles', article_id || ' has ' || count(*) filter (is_current) || ' current revisions'
from articles
where article_id in (select article_id from articles where loaded_in_run = getvariable('tonight'))
group by article_id having count(*) filter (is_current) <> 1
union all
select 'statements', statement_id || ' stands ' || count(*) || ' times'
from statements where loaded_in_run = getvariable('tonight') group by statement_id having count(*) > 1
union all
select 'flagged_statements', statement_id || ' stands ' || count(*) || ' times on ' || topic
from flagged_statements where first_seen_run = getvariable('tonight') group by statement_id, topic having count(*) > 1
union all
select 'memberships', statement_id || ' is in ' || count(*) || ' claims on ' || topic
from memberships where first_seen_run = getvariable('tonight') group by statement_id, topic having count(*) > 1
union all
select 'claims', claim_id || ' stands ' || count(*) || ' times'
from claims where last_seen_run = getvariable('tonight') group by claim_id having count(*) > 1
union all
select 'memberships', claim_id || ' is new ' || count(*) || ' times'
from memberships
where novelty in ('new', 'changed')
    and statement_id in (select statement_id from flagged_statements)
    and claim_id in (select claim_id from claims where last_seen_run = getvariable('tonight'))
group by claim_id having count(*) > 1
limit 20
