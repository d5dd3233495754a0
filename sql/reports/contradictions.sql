-- title: Contradictions
-- question: Which actors take opposite sides on the same matter?
-- one row per pair of statements by different sides within thirty days, one of them tonight's
with recent as (
    select
        *,
        case
            when stance in ('threaten', 'impose', 'announce', 'call-for', 'propose', 'agree') then 'for'
            when stance in ('oppose', 'warn-against', 'lift', 'ease', 'reject', 'cancel', 'postpone') then 'against'
        end as leaning,
        coalesce(published_at, dated_at) as said_at,
        first_seen_run in (select run_id from tonight) as is_tonight,
    from flagged_statements
    where
        novelty in ('new', 'changed')
        and not is_withdrawn
        and coalesce(published_at, dated_at) >= (select started_at - interval 40 days from tonight)
),
sided as (
    select * from recent where leaning is not null
)
select
    a.topic,
    coalesce(a.measure, b.measure) as measure,
    a.actor_name,
    a.stance,
    a.quote,
    a.sentence,
    a.url,
    a.published_at,
    b.actor_name as other_actor_name,
    b.stance as other_stance,
    b.quote as other_quote,
    b.sentence as other_sentence,
    b.url as other_url,
    b.published_at as other_published_at,
    a.statement_id,
    b.statement_id as other_statement_id,
from sided as a
join sided as b
    on a.topic = b.topic
    and a.leaning = 'for'
    and b.leaning = 'against'
    and a.actor_side <> b.actor_side
    and abs(epoch(a.said_at) - epoch(b.said_at)) < 30 * 86400
    and coalesce(a.measure, b.measure, '') = coalesce(b.measure, a.measure, '')
    and (
        a.target = b.actor_side or b.target = a.actor_side or (a.target = b.target)
    )
where a.is_tonight or b.is_tonight
order by greatest(a.importance, b.importance) desc, a.statement_id, b.statement_id
limit 200
