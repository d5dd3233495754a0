-- what analysts noted in seeds/corrections.csv outweighs what was judged
update memberships as me
set
    claim_id = co.claim_id,
    joined_by = 'corrected',
    likeness = null,
    difference = null,
    previous_statement_id = null,
    novelty = case
        when me.dated_at > cl.first_dated_at + interval 49 hours then 'reiterated' else 'copy'
    end,
from vocabulary.corrections as co
join (
    select claim_id, topic, min(dated_at) as first_dated_at, from memberships group by all
) as cl on cl.claim_id = co.claim_id
where
    co.verdict = 'same-as'
    and me.statement_id = co.statement_id
    and me.topic = cl.topic
    and me.claim_id <> co.claim_id;

update memberships as me
set
    claim_id = substr(sha256('apart' || chr(31) || me.statement_id || chr(31) || me.topic), 1, 16),
    utterance_id = me.statement_id,
    joined_by = 'corrected',
    likeness = null,
    matched_statement_id = null,
    novelty = 'new',
from vocabulary.corrections as co
where
    co.verdict = 'not-same-as'
    and me.statement_id = co.statement_id
    and me.claim_id = co.claim_id;
