-- one row per statement and topic: act, measure, whom it is against, stance, modality, condition
create or replace temp table coded as
with picked as (
    select
        statement_id,
        topic,
        arg_min(code, (rank, code)) filter (field = 'act') as act,
        arg_min(code, (rank, code)) filter (field = 'measure') as measure,
    from coded_hits
    group by all
),
words as (
    select statement_id, topic, actor_side, string_split(folded_name(content), ' ') as words,
    from coded_words
),
mentioned as (
    select
        wo.statement_id,
        wo.topic,
        coalesce(ac.side, ac.actor_id) as state,
        min(spot.i) as place,
    from words as wo, unnest(range(1, least(len(wo.words), 80) + 1)) as spot(i), range(1, 4) as sizes(n)
    join aliases as al on al.alias = array_to_string(wo.words[spot.i : spot.i + sizes.n - 1], ' ')
    join vocabulary.actors as ac on ac.actor_id = al.actor_id
    where ac.kind in ('state', 'armed-party') and coalesce(ac.side, ac.actor_id) <> coalesce(wo.actor_side, '')
    group by all
),
targets as (
    select statement_id, topic, arg_min(state, (place, state)) as target,
    from mentioned
    group by all
)
select
    cw.statement_id,
    cw.topic,
    coalesce(pi.act, '010') as act,
    case when cw.topic = 'sanctions' then pi.measure end as measure,
    ta.target,
    ac.stance,
    ac.severity,
    case
        when regexp_matches(cw.content, '(?i)\b(if|unless|in the event of|in case of|provided that|as long as|until)\b')
            or regexp_matches(cw.sentence, '(?i)(^|, )(if|unless|in the event of|in case of|provided that)\b')
            then 'hypothetical'
        when regexp_matches(
            cw.content,
            '(?i)\b(not|no|never|none|nothing|neither|nor|without|cannot|refus\w+|reject\w*|den(y|ies|ied))\b|n[''’]t\b'
        ) then 'negated'
        when regexp_matches(cw.content, '(?i)\b(will|would|shall|going to|plans? to|intends? to|ready to|about to)\b|[''’]ll\b')
            then 'future'
        when regexp_matches(cw.content, '(?i)\b(was|were|had|did|has been|have been)\b') then 'past'
        else 'plain'
    end as modality,
    nullif(trim(regexp_extract(
        case
            when regexp_matches(cw.content, '(?i)\b(if|unless|in the event of|in case of|provided that|as long as|until)\b')
                then cw.content
            else cw.sentence
        end,
        '(?i)\b(?:if|unless|in the event of|in case of|provided that|as long as|until)\b[^,;.“”"]*'
    )), '') as condition,
from coded_words as cw
left join picked as pi using (statement_id, topic)
left join targets as ta using (statement_id, topic)
left join vocabulary.acts as ac on ac.act = coalesce(pi.act, '010');
