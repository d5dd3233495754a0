-- macros that every step shares; temporary, so that the published file holds none of them
create or replace temp macro folded(words) as
    trim(regexp_replace(
        regexp_replace(lower(strip_accents(coalesce(words, ''))), '[’‘`]', '''', 'g'),
        '[^a-z0-9''&$%.]+', ' ', 'g'
    ));

create or replace temp macro folded_name(words) as
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(folded(words), '^((the|a|an|mr|mrs|ms|dr|sir|sen|rep|gen)\.? )+', ''),
            '''s$', ''
        ),
        '\.', '', 'g'
    ));

-- whether a word with a capital stands right before a folded name, an initial apart, or behind it
create or replace temp macro is_name_before(words, before, name) as
    regexp_matches(
        words,
        '(^|[^A-Za-z])' || upper(before[1]) || '(?i:' || regexp_escape(before[2:]) || ')'
        || '[ -]+([A-Z]\.? )?(?i:' || regexp_escape(name) || ')'
    )
    and before[1] between 'a' and 'z';

create or replace temp macro is_name_behind(words, name, behind) as
    regexp_matches(
        words,
        '(?i:' || regexp_escape(list_last(string_split(name, ' '))) || ')[ -]+' || upper(behind[1])
        || '(?i:' || regexp_escape(behind[2:]) || ')([^a-z]|$)'
    )
    and behind[1] between 'a' and 'z';

create or replace temp macro stems(words) as
    list_distinct(list_transform(
        list_filter(
            regexp_extract_all(folded(words), '[a-z]{4,}|[0-9]+'),
            lambda w: not list_contains(getvariable('stop_words'), w)
        ),
        lambda w: w[1:6]
    ));

-- one row per statement that this night has to judge, with what its article tells of it; every
-- later step reads this copy, since history is long and a night is short
create or replace temp table said as
select
    st.*,
    ar.url,
    ar.title,
    ar.source_id,
    ar.source_name,
    ar.published_at,
    ar.published_precision,
    ar.dated_at,
    ar.date_basis,
    ar.fetched_at,
from statements as st
join articles as ar using (revision_id)
where st.judged_in_run is null or getvariable('all_of_history');
