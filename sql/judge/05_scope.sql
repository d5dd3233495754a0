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

create or replace temp macro stems(words) as
    list_distinct(list_transform(
        list_filter(
            regexp_extract_all(folded(words), '[a-z]{4,}|[0-9]+'),
            lambda w: not list_contains(getvariable('stop_words'), w)
        ),
        lambda w: w[1:6]
    ));

-- one row per statement that this night has to judge
create or replace temp table scope as
select statement_id, from statements where getvariable('all_of_history') or judged_in_run is null;
