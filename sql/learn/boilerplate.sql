-- one row per line that many pages of an outlet share, nobody speaks in, and no night has learned yet
insert into boilerplate
with pages as (
    select
        ho.outlet,
        ar.revision_id,
        ar.body,
        cast(coalesce(ar.published_at, ar.fetched_at) as date) as day,
    from articles as ar
    join hosts as ho on ho.host = regexp_extract(ar.url, '^https?://([^/?#]+)', 1)
    join runs as ru on ru.run_id = ar.loaded_in_run
    where ar.is_current and ru.started_at > getvariable('night') - interval 60 days
    qualify row_number() over (partition by ho.outlet, hash(ar.body) order by ar.revision_id) = 1
),
-- ten a day, so that the hundred latest span ten days of a busy outlet
ranked as (
    select * from pages
    qualify row_number() over (partition by outlet, day order by revision_id) <= 10
),
nearest as (
    select * from ranked
    qualify row_number() over (partition by outlet order by day desc, revision_id) <= 100
),
latest as (
    select *, count(*) over (partition by outlet) as of_pages
    from nearest
    qualify of_pages >= 10
),
printed as (
    select
        outlet,
        of_pages,
        revision_id,
        day,
        string_split(body, chr(10) || chr(10)) as lines,
        len(lines) as last,
        unnest(lines) as line,
        generate_subscripts(lines, 1) as place,
    from latest
),
shared as (
    select
        outlet,
        lower(line) as folded,
        any_value(of_pages) as of_pages,
        min(line) as line,
        count(distinct revision_id) as pages,
        count(distinct day) as days,
        count(*) as times,
        count(distinct revision_id) filter (place <= 2 or place > last - 5) as at_edges,
    from printed
    where length(line) <= 400
    group by outlet, folded
    having pages >= 5
),
likely as (
    select *
    from shared
    where
        regexp_matches(line, '\pL')
        -- quotation marks and labels are somebody's words
        and not regexp_matches(line, '["“”„«»]|:$')
        and times <= 1.5 * pages
        and case
            when regexp_matches(line, '[.!?…。！？؟][''’)\]]*$')
                then pages >= 10 and days >= 4 and pages >= 0.5 * of_pages and at_edges >= 0.8 * pages
            else days >= 2 and pages >= 0.25 * of_pages
        end
),
held as (
    select li.outlet, li.folded, la.revision_id, instr(la.body, li.line) - 1 as starts, starts + length(li.line) as ends
    from likely as li
    join latest as la on la.outlet = li.outlet and contains(la.body, li.line)
),
spans as (
    select revision_id, unnest(list_concat(content_spans, source_spans, cue_spans)) as span
    from statements
    semi join held using (revision_id)
    -- "we ask you for help" is read as a statement of nobody
    where coalesce(speaker_as_written, '') <> ''
),
spoken as (
    select distinct he.outlet, he.folded
    from held as he
    join spans as sp on sp.revision_id = he.revision_id and sp.span[1] < he.ends and sp.span[2] > he.starts
)
select outlet, line, pages, of_pages, days, getvariable('tonight')
from likely
anti join spoken using (outlet, folded)
anti join (select outlet, lower(line) as folded from boilerplate) using (outlet, folded)
