-- one row per statement in scope and topic that it is about
create or replace temp table weighed as
with hits as (
    select
        statement_id,
        topic,
        max(weight) filter (role = 'strong' and place = 'statement') as strong_statement,
        max(weight) filter (role = 'strong' and place = 'sentence') as strong_sentence,
        max(weight) filter (role = 'strong' and place = 'paragraph') as strong_paragraph,
        max(weight) filter (role = 'strong' and place = 'title') as strong_title,
        max(weight) filter (role = 'context' and place = 'statement') as context_statement,
        max(weight) filter (role = 'exclude' and place in ('statement', 'sentence')) as excluded,
        max(weight) filter (role = 'exclude' and place in ('paragraph', 'title')) as excluded_around,
        string_agg(term || ' (' || role || ', ' || place || ')', '; ' order by weight desc, term)
            as terms,
    from term_hits
    group by all
),
scored as (
    select
        te.statement_id,
        tp.topic,
        tp.threshold,
        ts.score as learned,
        greatest(
            coalesce(hi.strong_statement, 0),
            .9 * coalesce(hi.strong_sentence, 0),
            case
                when hi.strong_paragraph is not null and hi.strong_title is not null then .55
                when hi.context_statement is null then 0
                when hi.strong_paragraph is not null then .6
                when hi.strong_title is not null then .5
                else 0
            end
        ) as by_terms,
        coalesce(hi.excluded, 0) as excluded,
        coalesce(hi.excluded_around, 0) as excluded_around,
        hi.terms,
    from (select distinct statement_id, from texts) as te
    cross join vocabulary.topics as tp
    left join hits as hi on hi.statement_id = te.statement_id and hi.topic = tp.topic
    left join topic_scores as ts on ts.statement_id = te.statement_id and ts.topic = tp.topic
)
select
    statement_id,
    topic,
    by_terms,
    excluded,
    excluded_around,
    greatest(
        0,
        case when learned is null then by_terms else .9 * learned + .1 * by_terms end
            - excluded - .5 * excluded_around
    ) as score,
    threshold,
    concat_ws('; ', 'learned ' || round(learned, 2), 'terms ' || round(by_terms, 2), terms) as why,
from scored;

create or replace temp table on_topic as
with decided as (
    select we.*, co.verdict, co."value",
    from weighed as we
    left join vocabulary.corrections as co
        on co.statement_id = we.statement_id
        and co.verdict in ('not-a-statement', 'other-topic', 'confirmed')
)
select
    statement_id,
    topic,
    max(score) as score,
    any_value(case when verdict is null then why else 'corrected: ' || verdict end) as why,
from decided
group by statement_id, topic
having
    not bool_or(coalesce(verdict, '') = 'not-a-statement')
    and not bool_or(coalesce(verdict, '') = 'other-topic' and coalesce("value", '') <> topic)
    and (
        max(score) >= any_value(threshold)
        or bool_or(coalesce(verdict, '') = 'other-topic' and "value" = topic)
        or bool_or(coalesce(verdict, '') = 'confirmed' and coalesce("value", topic) = topic)
    );
