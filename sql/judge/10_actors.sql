-- one row per statement: which listed actor its speaker is, by the longest dated alias
create or replace temp table speakers as
select
    st.statement_id,
    coalesce(co."value", st.speaker) as named,
    folded_name(coalesce(co."value", st.speaker)) as folded,
    cast(coalesce(st.dated_at, st.fetched_at) as date) as day,
from said as st
left join vocabulary.corrections as co
    on co.statement_id = st.statement_id and co.verdict = 'other-speaker';

-- one row per statement that tells what somebody else agreed to, offered or said ("Kim Jong Un had
-- offered talks", from an envoy; "the South's claim that it is willing"): the one that it begins with
create or replace temp table cited as
select
    statement_id,
    cast(coalesce(dated_at, fetched_at) as date) as day,
    coalesce(
        nullif(regexp_extract(
            content,
            '^\W*(?:that )?((?:(?:[A-Z][\w.''’-]*|the|of|and|president|(?:prime |foreign )?minister|'
            'leaders?|government|regime|officials?|secretary|spokes\w+|envoys?|chief) )+)'
            '(?:(?:has|have|had|is|was|are|were|also|now|both|already|again) )*'
            '(?:agreed|offered|promised|pledged|vowed|undertaken|proposed|assured|affirmed|reaffirmed|'
            'accepted|confirmed|expressed|made (?:it )?clear|said|told|willing|ready|prepared) ',
            1
        ), ''),
        regexp_extract(
            content,
            '^\W*(?:the )?([A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3})(?:[''’]s?)? '
            '(?:claim|assertion|assurance|announcement|statement|promise|pledge|offer)s? (?:that|about|of|to) ',
            1
        )
    ) as named,
    folded_name(named) as folded,
from said
where named <> '' and not regexp_matches(named, '^(If|Unless|When|Once|Until|Because|While) ');

create or replace temp table aliases as
select
    folded_name(al.alias) as alias,
    al.actor_id,
    al.valid_from,
    al.valid_to,
    ac.kind = 'person' and not coalesce(al.is_title, false) as is_name,
from vocabulary.actor_aliases as al
join vocabulary.actors as ac using (actor_id);

-- words that may stand beside a name without being one: of titles, offices and institutions
create or replace temp table title_words as
select word, from (
    select unnest(string_split(alias, ' ')) as word, from aliases where not is_name
    union
    select unnest(string_split(folded(office), ' ')), from vocabulary.actor_offices
    union
    select unnest([
        'mr', 'mrs', 'ms', 'dr', 'sir', 'lord', 'sen', 'rep', 'gov', 'gen', 'col', 'adm', 'judge',
        'former', 'then', 'acting', 'outgoing', 'republican', 'democrat', 'democratic', 'ayatollah',
        'sheikh', 'analyst', 'candidate', 'nominee', 'ally', 'aide', 'and', 'or',
    ])
)
except
select list_last(string_split(alias, ' ')), from aliases where is_name;

create or replace temp table own_words as
select distinct actor_id, unnest(string_split(alias, ' ')) as word, from aliases where is_name;

-- whole words of the speaker, up to six at a time, against the aliases of the day; a person's name
-- inside another person's ("Ron Johnson", "Petro Symonenko") is not his
create or replace temp table named_actors as
with asked as (
    select folded, day, min(strip_accents(named)) as named, string_split(folded, ' ') as words,
    from (select folded, day, named from speakers union all select folded, day, named from cited)
    where folded <> ''
    group by all
),
runs_of_words as (
    select
        folded, day, named, i, n,
        array_to_string(words[i : i + n - 1], ' ') as words,
        case when n = 1 and i > 1 then words[i - if(i > 2 and length(words[i - 1]) = 1, 2, 1)] end
            as before,
        words[i + n] as after,
        array_to_string(words[1 : i - 1], ' ') as ahead,
    from (
        select folded, day, named, words, unnest(range(1, len(words) + 1)) as i, from asked
    ), range(1, 7) as sizes(n)
    where i + n - 1 <= len(words)
),
matches as (
    select ru.*, al.actor_id, al.is_name,
    from runs_of_words as ru
    join aliases as al
        on al.alias = ru.words
        and (al.valid_from is null or ru.day is null or ru.day >= al.valid_from)
        and (al.valid_to is null or ru.day is null or ru.day < al.valid_to)
),
-- whom he is sent to, knows of, backs or defends is not who speaks, nor is a month ("a May 19 report")
spoken_of as (
    select folded, day, i, n, actor_id,
    from matches
    where
        words <> folded
        and (
            regexp_matches(after, '^\d{1,2}$')
            or regexp_matches(ahead, '(^| )(to|on)( the)?$')
            or regexp_matches(
                ahead,
                '(^| )(knowledge|critics?|opponents?|supporters?|backers?|victims?|familiar) (of|with)( the)?$'
            )
            or after in (
                'supporters', 'supporter', 'voters', 'critics', 'critic', 'backers',
                'rivals', 'watchers', 'watcher', 'experts', 'expert', 'analysts', 'analyst',
                'specialists', 'specialist', 'scholars', 'scholar', 'hawks', 'hawk', 'doves',
            )
        )
),
names_beside as (
    select folded, day, i, n, actor_id,
    from (
        select folded, day, i, n, actor_id, before as word,
        from matches
        where is_name and is_name_before(named, before, words)
        union all
        select folded, day, i, n, actor_id, after,
        from matches
        where is_name and is_name_behind(named, words, after)
    ) as be
    where
        word not in (select word from title_words)
        and not exists (
            from own_words as ow
            where ow.actor_id = be.actor_id and jaro_winkler_similarity(ow.word, be.word) >= .7
        )
)
select
    folded,
    day,
    arg_max(actor_id, (words = folded, is_name, n, -i, actor_id)) as actor_id,
from matches
anti join (from spoken_of union all from names_beside) using (folded, day, i, n, actor_id)
group by all;

create or replace temp table offices as
select
    na.folded,
    na.day,
    na.actor_id,
    ac.name,
    ac.kind,
    coalesce(ac.side, case when ac.kind in ('state', 'armed-party') then ac.actor_id end) as side,
    max_by(os.office, coalesce(os.valid_from, date '0001-01-01')) as office,
    max_by(os.speaks_for, coalesce(os.valid_from, date '0001-01-01')) as speaks_for,
from named_actors as na
join vocabulary.actors as ac using (actor_id)
left join vocabulary.actor_offices as os
    on os.actor_id = na.actor_id
    and (os.valid_from is null or na.day >= os.valid_from)
    and (os.valid_to is null or na.day < os.valid_to)
group by all;

update said as st
set
    actor_id = coalesce(
        os.actor_id,
        case when sp.folded not in ('', 'unresolved') then 'name:' || replace(sp.folded, ' ', '-') end
    ),
    actor_name = coalesce(os.name, nullif(sp.named, 'unresolved')),
    actor_office = os.office,
    actor_side = coalesce(os.side, case when sp.folded not in ('', 'unresolved') then 'name:' || replace(sp.folded, ' ', '-') end),
    speaks_for = os.speaks_for,
    is_listed = os.actor_id is not null,
    cites = case when os.side <> ot.side then ot.side end,
from speakers as sp
left join offices as os on os.folded = sp.folded and os.day is not distinct from sp.day
left join cited as ci on ci.statement_id = sp.statement_id
left join offices as ot on ot.folded = ci.folded and ot.day is not distinct from ci.day
where st.statement_id = sp.statement_id;
