-- give the new reports their meeting, and rebuild the meetings that they touch
update talk_reports as tr
set talk_id = case
    when me.label like '~%' then substr(sha256('talk' || me.label), 1, 16)
    else me.label
end
from meetings as me
where me.report_id = tr.report_id and tr.talk_id is null;

create or replace temp table touched_talks as
select distinct talk_id from talk_reports
where report_id in (select report_id from meetings where talk_id is null);

create or replace temp table earlier_talks as
select * from talks where talk_id in (select talk_id from touched_talks);

delete from talks where talk_id in (select talk_id from touched_talks);

insert into talks by name
with told as (
    select
        tr.*,
        kr.parties as actors,
        kr.dated_at,
        kr.source_name,
        ru.run_number,
        (kr.dated_at is not null, kr.dated_at, ru.run_number, tr.report_id) as told_in_order,
    from talk_reports as tr
    join known_reports as kr using (report_id)
    join runs as ru on ru.run_id = tr.loaded_in_run
    where tr.talk_id in (select talk_id from touched_talks)
),
latest as (
    select
        talk_id,
        arg_max(actors, (len(actors), told_in_order)) as parties,
        arg_max(place, told_in_order) as place,
        arg_max(starts_on, told_in_order) as starts_on,
        arg_max(coalesce(ends_on, starts_on), told_in_order) filter (starts_on is not null) as ends_on,
        arg_max(nullif(format, ''), told_in_order) as format,
        arg_max(status, told_in_order) as status,
        count(*) as reports,
        count(distinct source_name) as outlets,
        arg_min(loaded_in_run, run_number) as first_seen_run,
        arg_max(loaded_in_run, run_number) as last_seen_run,
        string_agg(
            distinct strftime(starts_on, '%-d %B %Y')
            || case when ends_on > starts_on then ' to ' || strftime(ends_on, '%-d %B %Y') else '' end,
            ' or '
        ) filter (starts_on is not null) as days_told,
        count(distinct (starts_on, coalesce(ends_on, starts_on))) filter (starts_on is not null) as days,
    from told
    group by talk_id
)
select
    la.* exclude (days_told, days),
    case
        when ea.talk_id is null then null
        when ea.starts_on is distinct from la.starts_on or ea.ends_on is distinct from la.ends_on
            or ea.place is distinct from la.place or ea.status is distinct from la.status
            then getvariable('tonight')
        else ea.changed_in_run
    end as changed_in_run,
    case
        when ea.talk_id is null then 'new'
        when ea.starts_on <> la.starts_on or ea.ends_on <> la.ends_on then 'moved'
        when ea.place <> la.place then 'moved'
        when ea.status <> la.status then la.status
    end as change,
    case when ea.starts_on <> la.starts_on then ea.starts_on else ea.previous_starts_on end as previous_starts_on,
    case when ea.ends_on <> la.ends_on then ea.ends_on else ea.previous_ends_on end as previous_ends_on,
    case when ea.place <> la.place then ea.place else ea.previous_place end as previous_place,
    coalesce(ea.sequence, 0) + case
        when ea.talk_id is not null and (
            ea.starts_on <> la.starts_on or ea.ends_on <> la.ends_on or ea.place <> la.place
            or ea.status <> la.status
        ) then 1 else 0
    end as sequence,
    case when la.days > 1 then 'reports disagree on the day: ' || la.days_told end as disagreement,
from latest as la
left join earlier_talks as ea using (talk_id);
