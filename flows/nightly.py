"""One night, room by room; every retry and time-out of it stands here.

A task is a room, or a room and a batch of pages; an article is never a task. Tasks take and give
plain data and paths, never a connection. Only what touches the network is tried again. Database
and reports change hands at the very end: a night that fails leaves yesterday's up.
"""

from __future__ import annotations

from typing import Any, Final

from prefect import flow, get_client, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.filters import FlowRunFilter
from prefect.states import Crashed

from flows import post, publishing, stages
from flows.night import Day, Plan
from flows.progress import Progress
from flows.publishing import Outcome

FETCH_SECONDS: Final = 4 * 3600
SEND_SECONDS: Final = 2 * 3600

# hashing what a room is given would cost more than the room
plain: Final[dict[str, Any]] = {"cache_policy": NO_CACHE, "persist_result": False}
network: Final[dict[str, Any]] = plain | {"retries": 2, "retry_delay_seconds": [10, 60]}

begin = task(**plain)(stages.begin)
take_in = task(**plain)(stages.take_in)
fetch = task(timeout_seconds=FETCH_SECONDS, **network)(stages.fetch)
read = task(**plain)(stages.read)
sort_out = task(**plain)(stages.sort_out)
load = task(**plain)(stages.load)
unread = task(**plain)(stages.unread)
extract = task(**plain)(stages.extract)
learn = task(**plain)(stages.learn)
judge = task(**plain)(stages.judge)
check = task(**plain)(stages.check)
publish = task(**plain)(publishing.publish)
promise = task(**plain)(post.promise)
send = task(name="send", timeout_seconds=SEND_SECONDS, **network)(post.send)


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
            said += [f"{number} {name}" for name, number in judged.items()]
        with tell.room("check") as said:
            findings = check(plan, run_id, gathered, day)
            said.append(f"{len(findings)} warnings")
        with tell.room("publish") as said:
            outcome: Outcome = publish(plan, run_id, gathered, day, judged, findings)
            said.append(str(outcome.published))
    except BaseException as error:
        stages.give_up(plan, run_id, error)
        raise
    create_markdown_artifact(markdown=outcome.summary(), key="night", description=run_id)
    with tell.room("send") as said:
        said += [promise(plan, outcome), send(plan.settings, plan.now)]
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
