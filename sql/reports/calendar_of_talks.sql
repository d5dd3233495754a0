-- title: Calendar of talks
-- question: Which meetings, calls and rounds are ahead or were told of tonight, and what moved?
-- one row per meeting, as its latest report has it
with told as (
    select
        tr.*,
        ar.url,
        ar.published_at,
        ar.dated_at,
        coalesce(nullif(ar.source_name, ''), so.name, ar.source_id) as source_name,
    from talk_reports as tr
    join articles as ar using (revision_id)
    left join vocabulary.sources as so on so.source_id = ar.source_id
),
reported as (
    select
        talk_id,
        list_sort(list_distinct(list(source_name))) as reported_by,
        arg_min(source_name, (dated_at is null, dated_at, report_id)) as first_reported_by,
        arg_max(url, (dated_at is not null, dated_at, report_id)) as url,
        arg_max(sentence, (dated_at is not null, dated_at, report_id)) as sentence,
        arg_max(source_name, (dated_at is not null, dated_at, report_id)) as source_name,
        max(published_at) as published_at,
    from told
    group by talk_id
)
select
    ta.talk_id,
    ta.parties,
    ta.place,
    ta.starts_on,
    ta.ends_on,
    ta.format,
    ta.status,
    case when tn.run_id in (ta.first_seen_run, ta.changed_in_run) then ta.change end as change,
    ta.previous_starts_on,
    ta.previous_ends_on,
    ta.previous_place,
    ta.sequence,
    ta.disagreement,
    re.first_reported_by,
    re.reported_by,
    ta.reports,
    re.url,
    re.sentence,
    re.source_name,
    re.published_at,
    ta.first_seen_run,
    ta.last_seen_run,
from talks as ta
join reported as re using (talk_id)
cross join tonight as tn
where
    ta.last_seen_run = tn.run_id
    or ta.ends_on >= cast(tn.started_at as date)
order by ta.starts_on nulls last, ta.talk_id
