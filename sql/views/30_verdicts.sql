-- one row per database: what analysts noted in seeds/corrections.csv, and the precision it gives
select
    count(distinct statement_id) as judged,
    count(distinct statement_id) filter (verdict = 'confirmed') as confirmed,
    count(distinct statement_id) filter (verdict in ('not-a-statement', 'other-speaker', 'other-topic'))
        as wrong,
    round(
        count(distinct statement_id) filter (verdict = 'confirmed') / nullif(
            count(distinct statement_id) filter (
                verdict in ('confirmed', 'not-a-statement', 'other-speaker', 'other-topic')
            ),
            0
        ),
        3
    ) as precision,
from vocabulary.corrections
