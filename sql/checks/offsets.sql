-- critical: a quote that is not what the article says there
select st.statement_id as subject, 'its quote is not the words at ' || st.start_char as detail
from statements as st
join articles as ar using (revision_id)
where
    st.loaded_in_run = getvariable('tonight')
    and st.quote <> substring(ar.body, st.start_char + 1, st.end_char - st.start_char)
limit 20
