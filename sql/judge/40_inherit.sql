-- a revision that was read again: a statement over the same words inherits the older one's verdict
insert into memberships by name
with again as (
    select
        ot.statement_id,
        ot.topic,
        fl.statement_id as older_id,
        least(st.end_char, fl.end_char) - greatest(st.start_char, fl.start_char) as overlap,
    from on_topic as ot
    join said as st using (statement_id)
    join flagged_statements as fl on fl.revision_id = st.revision_id and fl.topic = ot.topic
    where
        least(st.end_char, fl.end_char) - greatest(st.start_char, fl.start_char)
        > .5 * least(st.end_char - st.start_char, fl.end_char - fl.start_char)
        and not exists (
            from memberships as me where me.statement_id = ot.statement_id and me.topic = ot.topic
        )
),
heirs as (
    select
        statement_id,
        topic,
        older_id,
        row_number() over (partition by older_id, topic order by overlap desc, statement_id) = 1
            and older_id not in (select statement_id from said) as is_heir,
    from again
    qualify row_number() over (partition by statement_id, topic order by overlap desc, older_id) = 1
)
select
    me.* replace (
        he.statement_id as statement_id,
        case when he.is_heir then me.novelty else 'copy' end as novelty,
        'read again' as joined_by,
        he.older_id as matched_statement_id,
    ),
from heirs as he
join memberships as me on me.statement_id = he.older_id and me.topic = he.topic;
