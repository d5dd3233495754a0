-- every report without a meeting takes the smallest label of those that it is linked with
create or replace temp table spread as
select me.report_id, min(ot.label) as label,
from meetings as me
join (
    select one as report_id, other as linked, from meeting_links
    union all
    select other, one, from meeting_links
) as li using (report_id)
join meetings as ot on ot.report_id = li.linked
where me.talk_id is null and ot.label < me.label
group by me.report_id;

update meetings as me set label = sp.label from spread as sp where sp.report_id = me.report_id;
