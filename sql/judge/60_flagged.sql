-- rebuild the rows of every statement in scope: one per statement and topic that it is about
create or replace temp table touched as
select statement_id from said
union
select statement_id from flagged_statements where revision_id in (select revision_id from said);

create or replace temp table touched_claims as
select distinct claim_id, from flagged_statements where statement_id in (select statement_id from touched)
union
select distinct me.claim_id, from memberships as me semi join on_topic as ot using (statement_id, topic);

delete from flagged_statements where statement_id in (select statement_id from touched);

insert into flagged_statements by name
select
    ot.statement_id,
    ot.topic,
    st.revision_id,
    st.article_id,
    me.claim_id,
    me.utterance_id,
    me.novelty,
    me.is_late,
    me.first_seen_run,
    st.speaker,
    st.speaker_as_written,
    st.actor_id,
    st.actor_name,
    st.actor_office,
    st.actor_side,
    st.speaks_for,
    st.cites,
    st.via,
    st.attribution,
    st.kind,
    st.cue,
    st.quote,
    st.content,
    st.sentence,
    st.paragraph,
    st.start_char,
    st.end_char,
    st.url,
    st.title,
    st.source_id,
    coalesce(nullif(st.source_name, ''), so.name, st.source_id) as source_name,
    st.published_at,
    st.dated_at,
    st.date_basis,
    ot.score,
    cd.act,
    cd.measure,
    cd.target,
    cd.stance,
    cd.modality,
    cd.condition,
    cd.severity,
    me.previous_statement_id,
    me.difference,
    false as is_withdrawn,
    round(
        case when st.is_listed then 1 else .5 end
        + case when st.speaks_for is not null then .5 else 0 end
        + .25 * abs(coalesce(cd.severity, 0))
        + case when st.kind = 'indirect' then 0 else .25 end
        + ot.score
        + case st.attribution when 'on-record' then .25 when 'hearsay' then -.25 else 0 end,
        3
    ) as importance,
    concat_ws('; ', ot.why, 'claim by ' || me.joined_by || coalesce(' ' || round(me.likeness, 2), '')) as why,
from on_topic as ot
join memberships as me using (statement_id, topic)
join said as st using (statement_id)
join coded as cd using (statement_id, topic)
left join vocabulary.sources as so on so.source_id = st.source_id;

-- an article was edited tonight and the statement is in its current wording no more
create or replace temp table edited as
select old.revision_id, old.article_id, cur.revision_id as current_id,
from articles as cur
join articles as old on old.article_id = cur.article_id and not old.is_current
where cur.loaded_in_run = getvariable('tonight') and cur.is_current;

update flagged_statements as fl
set is_withdrawn = true
from edited as ed
where
    fl.revision_id = ed.revision_id
    and not exists (
        from flagged_statements as other
        where other.revision_id = ed.current_id and other.claim_id = fl.claim_id
    );

update statements as st
set
    actor_id = sa.actor_id,
    actor_name = sa.actor_name,
    actor_office = sa.actor_office,
    actor_side = sa.actor_side,
    speaks_for = sa.speaks_for,
    cites = sa.cites,
    is_listed = sa.is_listed,
    judged_in_run = getvariable('tonight'),
from said as sa
where st.statement_id = sa.statement_id;

delete from claims where claim_id in (select claim_id from touched_claims);

insert into claims by name
with members as (
    select
        fl.*,
        row_number() over (
            partition by fl.claim_id
            order by ru.run_number, cast(fl.dated_at as date) nulls last, fl.dated_at, fl.url,
                fl.novelty not in ('new', 'changed'), fl.start_char
        ) as place,
        ru.run_number,
    from flagged_statements as fl
    join runs as ru on ru.run_id = fl.first_seen_run
    where fl.claim_id in (select claim_id from touched_claims)
),
-- where an article names the agency whose report it is; materialized, or all of history is searched
credits as materialized (
    select
        revision_id,
        source_id,
        concat_ws(' ', byline, array_to_string(authors, ' ')) as written_by,
        concat_ws(' ', dateline, left(body, 200)) as beginning,
    from articles
    where revision_id in (select revision_id from members)
),
agencies as (
    select cr.revision_id, min(so.name) as agency,
    from credits as cr
    join vocabulary.sources as so
        on so.is_wire
        and (
            cr.source_id = so.source_id
            or regexp_matches(
                cr.written_by,
                '\b(' || regexp_escape(so.name) || '|' || upper(so.source_id) || ')\b'
            )
            or regexp_matches(
                cr.beginning,
                '\((' || regexp_escape(so.name) || '|' || upper(so.source_id) || ')\)'
            )
        )
    group by cr.revision_id
),
-- an outlet's own words are those of its first report; another's words are no independent report
worded as (
    select
        me.*,
        first_value(folded(me.content)) over outlet as words,
        first_value(ag.agency) over outlet as agency,
    from members as me
    left join agencies as ag using (revision_id)
    window outlet as (partition by me.claim_id, me.source_name order by me.place)
),
traced as (
    select
        *,
        coalesce(max(agency) over (partition by claim_id, words), nullif(words, ''), source_name)
            as origin,
    from worded
)
select
    claim_id,
    any_value(topic) as topic,
    arg_min(actor_id, place) as actor_id,
    arg_min(actor_name, place) as actor_name,
    arg_min(actor_side, place) as actor_side,
    arg_min(quote, place) as quote,
    arg_min(statement_id, place) as first_statement_id,
    arg_min(first_seen_run, place) as first_seen_run,
    min(published_at) as first_published_at,
    arg_min(source_name, place) as first_reported_by,
    list_sort(list_distinct(list(source_name))) as reported_by,
    count(distinct source_name) as outlets,
    count(distinct origin) as independent_outlets,
    count(distinct utterance_id) as times_said,
    arg_max(first_seen_run, run_number) as last_seen_run,
    max(published_at) as last_published_at,
from traced
group by claim_id;
