-- one row per newly judged statement and topic, filled from `joined`, which the judge has written:
-- statement_id, topic, claim_id, joined_by, likeness, matched_statement_id
create or replace temp table placed as
select
    jo.*,
    fr.dated_at,
    fr.url,
    fr.start_char,
    len(fr.content) as length,
    fr.loaded_in_run as first_seen_run,
    coalesce(fr.dated_at < getvariable('night') - to_days(7), false) as is_late,
from joined as jo
join fresh as fr using (statement_id, topic);

create or replace temp table of_claims as
select
    me.statement_id, me.topic, me.claim_id, me.utterance_id, me.dated_at,
    null as url, 0 as length, true as is_old,
from memberships as me
where me.claim_id in (select claim_id from placed)
union all
select statement_id, topic, claim_id, null, dated_at, url, length, false, from placed;

-- the order in which a claim was said: by day, undated ones last, never by order of loading; of
-- several statements of one article the fullest stands for the claim
create or replace temp table in_order as
select
    *,
    row_number() over (
        partition by claim_id
        order by is_old desc, cast(dated_at as date) nulls last, dated_at, url, length desc, statement_id
    ) as place,
    bool_or(is_old) over (partition by claim_id) as is_known,
from of_claims;

-- an utterance runs on while reports of it follow the earlier one within two days
create or replace temp table uttered as
with gaps as (
    select
        *,
        lag(dated_at) over (partition by claim_id order by dated_at nulls first, place) as before,
    from in_order
),
numbered as (
    select
        *,
        sum(case when before is not null and dated_at > before + interval 49 hours then 1 else 0 end)
            over (partition by claim_id order by dated_at nulls first, place) as occasion,
    from gaps
)
select
    *,
    first_value(coalesce(utterance_id, statement_id)) over (
        partition by claim_id, occasion order by is_old desc, place
    ) as said_in,
    row_number() over (partition by claim_id, occasion order by is_old desc, place) as place_in_occasion,
from numbered;

insert into memberships by name
select
    pl.statement_id,
    pl.topic,
    pl.claim_id,
    case when exact.matched is not null then exact.utterance_id else ut.said_in end as utterance_id,
    case
        when ut.place = 1 and not ut.is_known and ch.difference is not null then 'changed'
        when ut.place = 1 and not ut.is_known then 'new'
        when ut.place_in_occasion > 1 or exact.matched is not null then 'copy'
        else 'reiterated'
    end as novelty,
    pl.is_late,
    pl.first_seen_run,
    pl.dated_at,
    pl.joined_by,
    pl.likeness,
    pl.matched_statement_id,
    case when ut.place = 1 and not ut.is_known then ch.earlier_id end as previous_statement_id,
    case when ut.place = 1 and not ut.is_known then ch.difference end as difference,
    getvariable('judge_version') as judge_version,
from placed as pl
join uttered as ut using (statement_id, topic)
left join (
    -- word for word what was printed before is the same utterance, however late it is printed
    select
        p.statement_id, p.topic, any_value(p.matched_statement_id) as matched,
        any_value(coalesce(u.utterance_id, u.said_in)) as utterance_id,
    from placed as p
    join uttered as u
        on u.statement_id = p.matched_statement_id and u.topic = p.topic and u.claim_id = p.claim_id
    join uttered as own on own.statement_id = p.statement_id and own.topic = p.topic
    where p.joined_by = 'quote equal' and u.place < own.place
        and abs(epoch(coalesce(own.dated_at, u.dated_at)) - epoch(coalesce(u.dated_at, own.dated_at))) < 30 * 86400
    group by all
) as exact on exact.statement_id = pl.statement_id and exact.topic = pl.topic
left join (
    select
        statement_id,
        topic,
        arg_max(earlier_id, (relatedness, earlier_id)) as earlier_id,
        arg_max(difference, (relatedness, earlier_id)) as difference,
    from differing
    group by all
) as ch on ch.statement_id = pl.statement_id and ch.topic = pl.topic;

insert into said_words
select fw.statement_id, fw.topic, fw.actor_side, fw.word, fw.said_on, from fresh_words as fw
where fw.actor_side is not null;

insert into said_exactly select exact_hash, statement_id, topic, from fresh_exactly;
