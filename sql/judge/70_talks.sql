-- one row per report of talks, with its parties as actors where they are listed
create or replace temp table party_names as
select distinct party, folded_name(party) as folded,
from (select unnest(parties) as party from talk_reports);

create or replace temp table party_actors as
select
    pn.party,
    coalesce(min(coalesce(case when ac.kind in ('person', 'institution') then ac.side end, ac.actor_id)), pn.folded) as actor_id,
from party_names as pn
left join aliases as al on al.alias = pn.folded
left join vocabulary.actors as ac on ac.actor_id = al.actor_id
group by pn.party, pn.folded;

create or replace temp table known_reports as
select
    tr.report_id,
    tr.talk_id,
    tr.starts_on,
    coalesce(tr.ends_on, tr.starts_on) as ends_on,
    lower(tr.place) as place,
    tr.format,
    tr.status,
    ar.dated_at,
    ar.published_at,
    coalesce(nullif(ar.source_name, ''), so.name, ar.source_id) as source_name,
    (
        select list_sort(list_distinct(list(pa.actor_id)))
        from (select unnest(tr.parties) as party) as p join party_actors as pa using (party)
    ) as parties,
from talk_reports as tr
join articles as ar using (revision_id)
left join vocabulary.sources as so on so.source_id = ar.source_id;

-- two reports tell of one meeting: parties in common, days within two of each other, no other
-- place; or it is said to be moved or called off, and the parties and the place are the same
create or replace temp table meeting_links as
select a.report_id as one, b.report_id as other,
from known_reports as a
join known_reports as b
    on a.report_id < b.report_id
    and (a.talk_id is null or b.talk_id is null)
    and coalesce(a.place, b.place, '') = coalesce(b.place, a.place, '')
    and len(list_intersect(a.parties, b.parties)) >= least(2, len(a.parties), len(b.parties))
    and (
        (a.starts_on <= b.ends_on + 2 and b.starts_on <= a.ends_on + 2)
        or (
            (a.status in ('moved', 'postponed', 'cancelled') or b.status in ('moved', 'postponed', 'cancelled'))
            and abs(epoch(a.dated_at) - epoch(b.dated_at)) < 60 * 86400
        )
        or (
            (a.starts_on is null or b.starts_on is null)
            and a.place is not distinct from b.place
            and abs(epoch(a.dated_at) - epoch(b.dated_at)) < 7 * 86400
        )
    );

create or replace temp table meetings as
select
    report_id,
    talk_id,
    coalesce(talk_id, '~' || strftime(coalesce(dated_at, timestamptz '2999-01-01'), '%Y%m%d') || report_id) as label,
from known_reports;
