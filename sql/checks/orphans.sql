-- critical: a row of tonight that refers to a row that is not there
select 'statements' as subject, statement_id || ' has no article' as detail
from statements anti join articles using (revision_id)
where statements.loaded_in_run = getvariable('tonight')
union all
select 'flagged_statements', statement_id || ' is no statement'
from flagged_statements anti join statements using (statement_id)
where flagged_statements.first_seen_run = getvariable('tonight')
union all
select 'flagged_statements', statement_id || ' has no claim'
from flagged_statements anti join claims using (claim_id)
where flagged_statements.first_seen_run = getvariable('tonight')
union all
select 'talk_reports', report_id || ' has no talk'
from talk_reports as tr anti join talks as ta on ta.talk_id = tr.talk_id
union all
select 'articles', revision_id || ' was loaded in no known night'
from articles as ar anti join runs as ru on ru.run_id = ar.loaded_in_run
limit 20
