"""One night, room by room, as a flow of the tasks in `tasks`.

Database and reports change hands at the very end: a night that fails leaves yesterday's up.
"""

from __future__ import annotations

from prefect import flow, get_client
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.filters import FlowRunFilter
from prefect.states import Crashed

from flows import stages
from flows.night import Day, Plan
from flows.progress import Progress
from flows.publishing import Outcome
from flows.tasks import (
    begin,
    check,
    extract,
    fetch,
    judge,
    learn,
    load,
    promise,
    publish,
    read,
    send,
    sort_out,
    take_in,
    unread,
)


@flow(name="nightly", validate_parameters=False, persist_result=False)
def nightly(plan: Plan) -> Outcome:
    """From the seeds, files and sources to the digest; what surprises it is raised."""
    tell = Progress()
    run_id = begin(plan)
    try:
        with tell.room("fetch") as said:
            gathered = take_in(plan) + fetch(plan)
            said += gathered.words()
        with tell.room("read") as said:
            day = Day()
            for pages in gathered.batches():
                reading = read(plan, pages)
                verdict = sort_out(plan, reading.articles)
                loaded = load(plan, run_id, verdict, reading.refused)
                day.add(pages, reading, verdict, loaded)
            said += day.words()
        with tell.room("extract") as said:
            while revisions := unread(plan):
                day.statements += extract(plan, run_id, revisions)
            said += [f"{day.statements} statements", *learn(plan, run_id)]
        with tell.room("judge") as said:
            judged = judge(plan, run_id)
            said += [f"{number} {name.replace('_', ' ')}" for name, number in judged.items()]
        with tell.room("check") as said:
            findings = check(plan, run_id, gathered, day)
            said.append(f"{len(findings)} warning{'s' * (len(findings) != 1)}")
        with tell.room("publish") as said:
            outcome: Outcome = publish(plan, run_id, gathered, day, judged, findings)
            said.append(str(outcome.published))
    except BaseException as error:
        stages.give_up(plan, run_id, error)
        raise
    create_markdown_artifact(markdown=outcome.summary(), key="night", description=run_id)
    with tell.room("send") as said:
        said += filter(None, [promise(plan, outcome), send(plan.settings, plan.now)])
    return outcome


def mark_orphans() -> int:
    """Mark runs of nights that were killed as crashed; call it while no other night can run."""
    running = FlowRunFilter.model_validate({"state": {"type": {"any_": ["RUNNING", "PENDING"]}}})
    with get_client(sync_client=True) as client:
        orphans = client.read_flow_runs(flow_run_filter=running)
        for run in orphans:
            client.set_flow_run_state(
                run.id, Crashed(message="The process of this night has gone."), force=True
            )
    return len(orphans)
