-- one row per pair of statements worth comparing: same side and topic and rare words shared,
-- or the same words exactly, whoever is said to have said them
create or replace temp table candidates as
with everything as (
    select statement_id, topic, actor_side, word, false as is_fresh, from said_words
    where word in (select word, from fresh_words)
    union all
    select statement_id, topic, actor_side, word, true, from fresh_words
),
frequency as (
    select topic, word, count(*) as n, from everything group by all
),
weights as (
    select
        topic,
        word,
        ln(1 + (select count(distinct statement_id) + 50, from everything) / n) as weight,
        n <= greatest(200, .02 * (select count(distinct statement_id), from everything)) as is_rare,
    from frequency
),
shared as (
    select
        fr.statement_id as left_id,
        ev.statement_id as right_id,
        fr.topic,
        ev.is_fresh,
        sum(we.weight) as weight,
        count(*) as words,
    from fresh_words as fr
    join weights as we on we.topic = fr.topic and we.word = fr.word and we.is_rare
    join everything as ev
        on ev.topic = fr.topic and ev.word = fr.word and ev.actor_side = fr.actor_side
        and ev.statement_id <> fr.statement_id
    group by all
    having count(*) >= 2
),
ranked as (
    select
        *,
        row_number() over (
            partition by left_id, topic, is_fresh order by weight desc, right_id
        ) as place,
    from shared
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
    select left_id, right_id, topic, from ranked where place <= 30
    union all
    select left_id, right_id, topic, from exact
);
