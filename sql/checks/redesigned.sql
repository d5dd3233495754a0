-- warning: the pages of a source are suddenly short, alike or no articles: it may have a new design
with tonight as (
    select started_at from runs where run_id = getvariable('tonight')
),
articles_of as (
    select ar.source_id, ar.revision_id, ar.body, ar.loaded_in_run = getvariable('tonight') as is_tonight
    from articles as ar
    join vocabulary.sources as so using (source_id)
    join runs as ru on ru.run_id = ar.loaded_in_run
    where ru.started_at > (select started_at from tonight) - interval 60 days
    qualify row_number() over (partition by ar.source_id, is_tonight order by ar.fetched_at desc, ar.revision_id) <= 50
),
measured as (
    select
        source_id,
        is_tonight,
        count(*) as pages,
        cast(median(length(body)) as integer) as characters,
    from articles_of
    group by source_id, is_tonight
),
lines as (
    select source_id, is_tonight, length(line) as characters, count(*) over same as copies
    from (select source_id, is_tonight, unnest(string_split(body, chr(10) || chr(10))) as line from articles_of)
    window same as (partition by source_id, is_tonight, line)
),
alike as (
    select
        source_id,
        is_tonight,
        100 * sum(li.characters) filter (li.copies >= 0.5 * me.pages and li.copies > 1) // sum(li.characters) as percent,
    from lines as li
    join measured as me using (source_id, is_tonight)
    group by source_id, is_tonight
),
refused as (
    select source_id, run_id = getvariable('tonight') as is_tonight, count(*) as pages, mode(reason) as reason
    from quarantine
    join vocabulary.sources using (source_id)
    join runs as ru using (run_id)
    where room = 'clean' and ru.started_at > (select started_at from tonight) - interval 60 days
    group by source_id, is_tonight
),
compared as (
    select
        now.source_id,
        now.pages,
        now.characters,
        was.characters as usual_characters,
        coalesce(al.percent, 0) as percent,
        coalesce(usual.percent, 0) as usual_percent,
    from measured as now
    join measured as was on was.source_id = now.source_id and not was.is_tonight and was.pages >= 10
    left join alike as al on al.source_id = now.source_id and al.is_tonight
    left join alike as usual on usual.source_id = now.source_id and not usual.is_tonight
    where now.is_tonight and now.pages >= 4
),
found as (
    select
        source_id,
        'its ' || pages || ' new articles are short: ' || characters || ' characters in the middle, '
        || usual_characters || ' before' as what,
    from compared
    where 3 * characters < usual_characters
    union all
    select
        source_id,
        'its ' || pages || ' new articles are alike: ' || percent || ' % of their text stands in half of them, '
        || usual_percent || ' % before',
    from compared
    where percent >= 40 and percent >= 2 * usual_percent
    union all
    select
        re.source_id,
        re.pages || ' of its pages held no article (most often ' || re.reason || '), ' || coalesce(us.pages, 0)
        || ' in the 60 days before',
    from refused as re
    join measured as was on was.source_id = re.source_id and not was.is_tonight and was.pages >= 10
    left join measured as now on now.source_id = re.source_id and now.is_tonight
    left join refused as us on us.source_id = re.source_id and not us.is_tonight
    where re.is_tonight and re.pages >= 4 and re.pages > coalesce(now.pages, 0) and re.pages > coalesce(us.pages, 0)
)
select
    source_id as subject,
    string_agg(what, '; ' order by what)
    || '; perhaps a new design: try a page with demarche read, mend it in flows/clean/outlets, then demarche reread' as detail,
from found
group by source_id
order by source_id
