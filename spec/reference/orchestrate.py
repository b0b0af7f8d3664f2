"""Asks Prefect's own rules about transitions: those of the version, 2 or 3, that this Python has.

Lines of JSON come in, one transition each; lines of JSON go out: the answer, the run's columns after it, and what else was
written. The database is the one that Prefect makes itself, under `PREFECT_HOME`. Prefect's clock stands at the transition's `now`, and its dice fall as the transition's `random` says.
"""

import asyncio
import json
import logging
import os
import random
import sys
from datetime import timedelta

os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
os.environ["PREFECT_LOGGING_SERVER_LEVEL"] = "CRITICAL"
logging.disable(logging.CRITICAL)

import prefect
from prefect.server import models, schemas
from prefect.server.database.dependencies import provide_database_interface
from prefect.server.orchestration.core_policy import CoreFlowPolicy, CoreTaskPolicy
from prefect.server.schemas.states import State

if prefect.__version__.startswith("2."):
    import pendulum

    parse_time = pendulum.parse

    def set_clock(now):
        pendulum.now = lambda *_: now

    def model_of(cls, wire):
        return cls.parse_obj(wire)

    def wire_of(model):
        return json.loads(model.json())

    def columns_of_state(state):
        return state.dict(shallow=True)

else:
    from datetime import datetime

    from prefect.types import _datetime

    parse_time = datetime.fromisoformat
    CLOCK = {"now": _datetime.now}
    for module in [each for name, each in sys.modules.items() if name.startswith("prefect")]:
        if vars(module).get("now") is CLOCK["now"]:
            module.now = lambda *_: CLOCK["now"]

    def set_clock(now):
        CLOCK["now"] = now

    def model_of(cls, wire):
        return cls.model_validate(wire)

    def wire_of(model):
        return json.loads(model.model_dump_json())

    def columns_of_state(state):
        return state.model_dump_for_orm()


TIMES = "state_timestamp start_time end_time expected_start_time next_scheduled_start_time".split()
PLAIN = "state_type state_name run_count".split()
POLICIES = {"flow": schemas.core.FlowRunPolicy, "task": schemas.core.TaskRunPolicy}


def set_stage(case):
    set_clock(parse_time(case["now"]))
    random.uniform = lambda low, high: low + (high - low) * case["random"]


def columns_of(run, kind):
    """A run's columns for the database."""
    own = {name: run[name] for name in run if name not in TIMES + ["total_run_time", "empirical_policy"]}
    times = {name: run[name] and parse_time(run[name]) for name in TIMES}
    policy = POLICIES[kind](**run["empirical_policy"])
    return {**own, **times, "total_run_time": timedelta(microseconds=run["total_run_time"]), "empirical_policy": policy}


def shown(run, kind):
    """A run's columns from the database."""
    policy = wire_of(run.empirical_policy)
    policy.pop("max_retries")
    policy.pop("retry_delay_seconds")
    columns = {name: getattr(run, name) for name in PLAIN}
    columns["state_type"] = columns["state_type"] and columns["state_type"].value
    times = {name: getattr(run, name) and getattr(run, name).isoformat() for name in TIMES}
    more = {"flow_run_run_count": run.flow_run_run_count} if kind == "task" else {}
    total = round(run.total_run_time / timedelta(microseconds=1))
    return {**columns, **times, **more, "total_run_time": total, "empirical_policy": policy}


class Stage:
    def __init__(self, db, session):
        self.db = db
        self.session = session

    async def insert_state(self, wire, kind, run_id):
        """Writes a state as it is; the run is in it from now on."""
        payload = columns_of_state(model_of(State, wire))
        data = payload.pop("data", None)
        if data is not None:
            artifact = self.db.Artifact(data=data)
            self.session.add(artifact)
            await self.session.flush()
            payload["result_artifact_id"] = artifact.id
        cls = self.db.FlowRunState if kind == "flow" else self.db.TaskRunState
        row = cls(**{f"{kind}_run_id": run_id}, **payload)
        self.session.add(row)
        await self.session.flush()
        return row

    async def insert_run(self, kind, run, wire):
        cls = self.db.FlowRun if kind == "flow" else self.db.TaskRun
        more = {"flow_id": self.flow_id} if kind == "flow" else {"task_key": run["id"], "dynamic_key": "0"}
        row = cls(**columns_of(run, kind), **more)
        self.session.add(row)
        await self.session.flush()
        if wire is not None:
            row.set_state(await self.insert_state(wire, kind, run["id"]))
            await self.session.flush()

    async def prepare(self, case):
        flow = self.db.Flow(name="f")
        self.session.add(flow)
        await self.session.flush()
        self.flow_id = flow.id
        if case["flow_run"]:
            await self.insert_run("flow", case["flow_run"]["columns"], case["flow_run"]["state"])
        if case["parent"]:
            await self.insert_run("task", case["parent"]["columns"], case["parent"]["state"])
        if case["run"].get("deployment_id"):
            self.session.add(self.db.Deployment(id=case["run"]["deployment_id"], name="d", flow_id=flow.id))
        await self.insert_run(case["kind"], case["run"], case["current"])
        for wire in case["beside"]:
            await self.insert_state(wire, case["kind"], case["run"]["id"])
        if case["cached"]:
            state = await self.insert_state(case["cached"]["state"], "task", case["run"]["id"])
            expiration = case["cached"]["expiration"]
            self.session.add(
                self.db.TaskRunStateCache(
                    cache_key=case["cached"]["key"],
                    cache_expiration=expiration and parse_time(expiration),
                    task_run_state_id=state.id,
                )
            )
        await self.session.flush()
        # the rules must see what is in the database
        self.session.expunge_all()

    async def propose(self, case):
        state = model_of(State, case["proposed"])
        if case["kind"] == "flow":
            return await models.flow_runs.set_flow_run_state(
                self.session, case["run"]["id"], state, force=case["force"], flow_policy=CoreFlowPolicy
            )
        return await models.task_runs.set_task_run_state(
            self.session, case["run"]["id"], state, force=case["force"], task_policy=CoreTaskPolicy
        )

    async def read(self, kind, run_id):
        cls = self.db.FlowRun if kind == "flow" else self.db.TaskRun
        return await self.session.get(cls, run_id, populate_existing=True)

    async def read_cache(self, state_id):
        rows = (await self.session.execute(self.db.TaskRunStateCache.__table__.select())).mappings()
        return [
            {"key": row["cache_key"], "expiration": row["cache_expiration"] and row["cache_expiration"].isoformat()}
            for row in rows
            if row["task_run_state_id"] == state_id
        ]


async def answer(db, case):
    set_stage(case)
    async with db.session_context(begin_transaction=True) as session:
        try:
            return await ask(Stage(db, session), case)
        finally:
            # the next transition finds the database empty again
            await session.rollback()


async def ask(stage, case):
    await stage.prepare(case)
    try:
        result = await stage.propose(case)
    except Exception as error:
        return {"raised": type(error).__name__, "text": str(error)}
    await stage.session.flush()
    run = await stage.read(case["kind"], case["run"]["id"])
    parent = await stage.read("task", case["parent"]["columns"]["id"]) if case["parent"] else None
    parent_state = parent and parent.state and wire_of(parent.state.as_state())
    return {
        "status": result.status.value,
        "details": wire_of(result.details),
        "state": wire_of(result.state) if result.state else None,
        "run": shown(run, case["kind"]),
        "parent": parent and {"run": shown(parent, "task"), "state": parent_state},
        "cached": await stage.read_cache(result.state.id if result.state else None),
    }


async def main():
    db = provide_database_interface()
    await db.create_db()
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(await answer(db, case)), flush=True)


asyncio.run(main())
