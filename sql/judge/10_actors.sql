-- one row per statement: which listed actor its speaker is, by the longest dated alias
create or replace temp table speakers as
select
    st.statement_id,
    coalesce(co."value", st.speaker) as named,
    folded_name(coalesce(co."value", st.speaker)) as folded,
    cast(coalesce(st.dated_at, st.fetched_at) as date) as day,
from said as st
left join vocabulary.corrections as co
    on co.statement_id = st.statement_id and co.verdict = 'other-speaker';

create or replace temp table aliases as
select
    folded_name(al.alias) as alias,
    al.actor_id,
    al.valid_from,
    al.valid_to,
    ac.kind = 'person' and not coalesce(al.is_title, false) as is_name,
from vocabulary.actor_aliases as al
join vocabulary.actors as ac using (actor_id);

-- whole words of the speaker, up to six at a time, against the aliases of the day
create or replace temp table named_actors as
with asked as (
    select distinct folded, day, string_split(folded, ' ') as words from speakers where folded <> ''
),
runs_of_words as (
    select folded, day, i, array_to_string(words[i : i + n - 1], ' ') as words, n,
    from (
        select folded, day, words, unnest(range(1, len(words) + 1)) as i, from asked
    ), range(1, 7) as sizes(n)
    where i + n - 1 <= len(words)
)
select
    ru.folded,
    ru.day,
    arg_max(
        al.actor_id,
        (ru.words = ru.folded, al.is_name, ru.n, -ru.i, al.actor_id)
    ) as actor_id,
from runs_of_words as ru
join aliases as al
    on al.alias = ru.words
    and (al.valid_from is null or ru.day is null or ru.day >= al.valid_from)
    and (al.valid_to is null or ru.day is null or ru.day < al.valid_to)
group by all;

create or replace temp table offices as
select
    na.folded,
    na.day,
    na.actor_id,
    ac.name,
    ac.kind,
    coalesce(ac.side, case when ac.kind in ('state', 'armed-party') then ac.actor_id end) as side,
    max_by(os.office, coalesce(os.valid_from, date '0001-01-01')) as office,
    max_by(os.speaks_for, coalesce(os.valid_from, date '0001-01-01')) as speaks_for,
from named_actors as na
join vocabulary.actors as ac using (actor_id)
left join vocabulary.actor_offices as os
    on os.actor_id = na.actor_id
    and (os.valid_from is null or na.day >= os.valid_from)
    and (os.valid_to is null or na.day < os.valid_to)
group by all;

update said as st
set
    actor_id = coalesce(
        os.actor_id,
        case when sp.folded not in ('', 'unresolved') then 'name:' || replace(sp.folded, ' ', '-') end
    ),
    actor_name = coalesce(os.name, nullif(sp.named, 'unresolved')),
    actor_office = os.office,
    actor_side = coalesce(os.side, case when sp.folded not in ('', 'unresolved') then 'name:' || replace(sp.folded, ' ', '-') end),
    speaks_for = os.speaks_for,
    is_listed = os.actor_id is not null,
from speakers as sp
left join offices as os on os.folded = sp.folded and os.day is not distinct from sp.day
where st.statement_id = sp.statement_id;
