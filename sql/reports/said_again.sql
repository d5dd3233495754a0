-- title: Said again
-- question: Who repeated tonight what they had said on an earlier occasion?
-- one row per repetition, with the first time that it was said
select
    to_.* replace (
        first.quote as previous_quote,
        first.sentence as previous_sentence,
        first.kind as previous_kind,
        first.published_at as previous_published_at,
        first.url as previous_url,
    ),
    cl.times_said,
from told_tonight as to_
join claims as cl using (claim_id)
left join flagged_statements as first
    on first.statement_id = cl.first_statement_id and first.topic = cl.topic
where to_.novelty = 'reiterated'
order by to_.importance desc, to_.published_at desc, to_.statement_id, to_.topic
