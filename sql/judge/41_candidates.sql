-- one row per pair of statements worth comparing, always on one topic: the same side heard within
-- four days; or words shared, rare ones first; or the same words exactly, whoever is said to have said
-- them and however long ago
create or replace temp table candidates as
with everything as (
    select statement_id, topic, actor_side, word, said_on,
    from said_words
    where word in (select word from fresh_words)
    union all
    select statement_id, topic, actor_side, word, said_on, from fresh_words
),
frequency as (
    select topic, word, count(*) as n, from everything group by all
),
weights as (
    select
        topic,
        word,
        ln(1 + (select count(distinct statement_id) + 50, from everything) / n) as weight,
        n <= greatest(300, .02 * (select count(distinct statement_id), from everything)) as is_rare,
    from frequency
),
shared as (
    select
        fr.statement_id as left_id,
        ev.statement_id as right_id,
        fr.topic,
        sum(we.weight) * case when any_value(fr.actor_side) = any_value(ev.actor_side) then 1 else .6 end
            as weight,
    from fresh_words as fr
    join weights as we on we.topic = fr.topic and we.word = fr.word and we.is_rare
    join everything as ev
        on ev.topic = fr.topic and ev.word = fr.word and ev.statement_id <> fr.statement_id
    group by all
    having
        (any_value(fr.actor_side) = any_value(ev.actor_side) and count(*) >= 2)
        or (count(*) >= 3 and abs(any_value(fr.said_on) - any_value(ev.said_on)) <= 7)
),
-- a side is heard in what it says and in what others pass on of it
heard as (
    select statement_id, topic, side, cast(dated_at as date) as said_on,
    from (
        select statement_id, topic, dated_at, unnest([actor_side, cites]) as side from fresh
        union all
        select statement_id, topic, dated_at, unnest([actor_side, cites]), from flagged_statements
        where dated_at >= (select min(dated_at) - to_days(4), from fresh)
    )
    where side is not null
),
days as (
    select
        fr.statement_id as left_id, ot.statement_id as right_id, fr.topic, 0.1 as weight,
    from heard as fr
    semi join fresh using (statement_id, topic)
    join heard as ot
        on ot.topic = fr.topic and ot.side = fr.side
        and ot.statement_id <> fr.statement_id
        and abs(ot.said_on - fr.said_on) <= 4
),
ranked as (
    select
        left_id, right_id, topic,
        row_number() over (
            partition by left_id, topic order by max(weight) desc, right_id
        ) as place,
    from (from shared union all by name from days)
    group by left_id, right_id, topic
),
exact as (
    select fr.statement_id as left_id, ot.statement_id as right_id, fr.topic,
    from fresh_exactly as fr
    join (from said_exactly union all from fresh_exactly) as ot
        on ot.exact_hash = fr.exact_hash and ot.topic = fr.topic
        and ot.statement_id <> fr.statement_id
)
select distinct
    least(left_id, right_id) as left_id,
    greatest(left_id, right_id) as right_id,
    topic,
from (
    select left_id, right_id, topic, from ranked where place <= 40
    union all
    select left_id, right_id, topic, from exact
);

-- one row per statement of a pair
create or replace temp table compared as
select left_id as statement_id, from candidates
union
select right_id, from candidates;
