-- warning: a value that is in no vocabulary
with vocabulary_values as (
    select 'topic' as field, topic as word from vocabulary.topics
    union all select 'act', act from vocabulary.acts
    union all select 'measure', measure from vocabulary.measures
    union all select 'stance', stance from vocabulary.acts
    union all select 'modality', unnest(['plain', 'hypothetical', 'future', 'past', 'negated'])
    union all
    select 'attribution', unnest(['on-record', 'unnamed', 'relayed', 'hearsay', 'denial', 'declined'])
    union all select 'kind', unnest(['direct', 'indirect', 'mixed'])
    union all select 'novelty', unnest(['new', 'copy', 'reiterated', 'changed'])
),
used as (
    unpivot (
        select topic, act, measure, stance, modality, attribution, kind, novelty
        from flagged_statements
        where first_seen_run = getvariable('tonight')
    ) on topic, act, measure, stance, modality, attribution, kind, novelty into name field value word
)
select field as subject, word || ' stands ' || count(*) || ' times' as detail
from used
anti join vocabulary_values using (field, word)
group by field, word
