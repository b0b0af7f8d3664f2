"""Calls a server through Prefect's own client, and prints what each call gave, one a line, ids and times blanked."""
import asyncio
import json
import re

import httpx
from prefect import flow, get_client, task
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.states import Cancelled, Completed, Failed, Paused, Pending, Running, Scheduled

UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
NOBODY = "00000000-0000-4000-8000-000000000000"
LATENESS = {"estimated_run_time", "estimated_start_time_delta", "total_run_time"}
ids = {}


@flow(name="of the client", retries=1)
def a_flow(x=1):
    return x


@task(name="of the client", retries=1, tags=["t"])
def a_task():
    return 1


def show(name, value):
    text = json.dumps(plain(value), sort_keys=True)
    text = UUID.sub(lambda match: ids.setdefault(match.group(0), f"<id{len(ids)}>"), text)
    print(json.dumps([name, json.loads(TIME.sub("<time>", text))], sort_keys=True))


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, httpx.Response):
        return [value.status_code, value.text]
    if hasattr(value, "json"):
        fields = json.loads(value.json())
        return {key: item for key, item in fields.items() if key not in LATENESS}
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


async def call(name, awaitable):
    try:
        value = await awaitable
    except (ObjectNotFound, PrefectHTTPStatusError, httpx.HTTPStatusError) as error:
        response = getattr(error, "response", None) or getattr(error.http_exc, "response")
        show(name, {"raised": type(error).__name__, "status": response.status_code, "body": response.text}.__str__())
        return None
    show(name, value)
    return value


async def main():
    async with get_client() as client:
        await call("api_healthcheck", client.api_healthcheck())
        flow_id = await call("create_flow", client.create_flow(a_flow))
        await call("create_flow again", client.create_flow(a_flow))
        await call("read_flow", client.read_flow(flow_id))
        await call("read_flow unknown", client.read_flow(NOBODY))
        run = await call("create_flow_run", client.create_flow_run(a_flow, name="r", parameters={"x": 2}, tags=["a"]))
        scheduled = await call("create_flow_run scheduled", client.create_flow_run(a_flow, name="s", state=Scheduled()))
        await call("read_flow_run", client.read_flow_run(run.id))
        await call("read_flow_run unknown", client.read_flow_run(NOBODY))
        await call("update_flow_run", client.update_flow_run(run.id, name="renamed", flow_version="v", parameters={"y": [1]}))
        await call("read_flow_run updated", client.read_flow_run(run.id))
        for state in [Pending(), Running(message="m"), Paused(timeout_seconds=300), Running(), Failed(), Pending(), Running()]:
            await call(f"set_flow_run_state {state.name}", client.set_flow_run_state(run.id, state))
        await call("set_flow_run_state unknown", client.set_flow_run_state(NOBODY, Running()))
        child = await call("create_task_run", client.create_task_run(a_task, flow_run_id=run.id, dynamic_key="0", name="t"))
        await call("create_task_run again", client.create_task_run(a_task, flow_run_id=run.id, dynamic_key="0", name="t"))
        for state in [Running(), Failed(), Running(), Failed(), Completed()]:
            await call(f"set_task_run_state {state.name}", client.set_task_run_state(child.id, state))
        await call("set_task_run_state forced", client.set_task_run_state(child.id, Completed(), force=True))
        await call("read_task_run", client.read_task_run(child.id))
        await call("read_task_run_states", client.read_task_run_states(child.id))
        await call("set_flow_run_state Cancelled", client.set_flow_run_state(run.id, Cancelled()))
        await call("read_flow_run_states", client.read_flow_run_states(run.id))
        await searches(client, run, scheduled)
        await call("delete_flow_run", client.delete_flow_run(run.id))
        await call("delete_flow_run again", client.delete_flow_run(run.id))
        await call("read_task_run of a deleted flow run", client.read_task_run(child.id))


async def searches(client, run, scheduled):
    filters = {
        "by name": {"name": {"any_": ["renamed"]}},
        "by part of a name": {"name": {"like_": "NAM"}},
        "by ids": {"id": {"any_": [run.id], "not_any_": [scheduled.id]}},
        "by type": {"state": {"type": {"any_": ["CANCELLED", "SCHEDULED"]}}},
        "by name of the state": {"state": {"name": {"any_": ["Scheduled"]}}},
        "by tags": {"tags": {"all_": ["a"]}},
        "without tags": {"tags": {"is_null_": True}},
        "by start": {"start_time": {"is_null_": True}},
        "by expected start": {"expected_start_time": {"before_": "2199-01-01T00:00:00Z", "after_": "2020-01-01T00:00:00Z"}},
        "by scheduled start": {"next_scheduled_start_time": {"before_": "2199-01-01T00:00:00Z"}},
        "by version": {"flow_version": {"any_": ["v"]}},
        "without a parent": {"parent_task_run_id": {"is_null_": True}},
        "of a parent": {"parent_flow_run_id": {"any_": [run.id]}},
        "by key": {"idempotency_key": {"any_": ["k"]}},
        "either": {"operator": "or_", "name": {"any_": ["s"]}, "tags": {"all_": ["a"]}},
    }
    for name, fields in filters.items():
        found = await client.read_flow_runs(flow_run_filter=FlowRunFilter(**fields), sort=FlowRunSort.NAME_ASC)
        show(f"read_flow_runs {name}", [each.name for each in found])
        tasks = await client.read_task_runs(flow_run_filter=FlowRunFilter(**fields))
        show(f"read_task_runs of flow runs {name}", [each.name for each in tasks])
    for name, fields in {
        "by name": {"name": {"like_": "T"}},
        "by tags": {"tags": {"all_": ["t", "u"]}},
        "by type": {"state": {"type": {"any_": ["COMPLETED"]}}},
        "of a flow run": {"flow_run_id": {"any_": [run.id]}},
        "of subflows": {"subflow_runs": {"exists_": True}},
        "not of subflows": {"subflow_runs": {"exists_": False}},
    }.items():
        found = await client.read_task_runs(task_run_filter=TaskRunFilter(**fields))
        show(f"read_task_runs {name}", [each.name for each in found])
        runs = await client.read_flow_runs(task_run_filter=TaskRunFilter(**fields))
        show(f"read_flow_runs with task runs {name}", [each.name for each in runs])
    for order in FlowRunSort:
        found = await client.read_flow_runs(sort=order, limit=1 if "NAME" in order.value else 200)
        show(f"read_flow_runs in order {order.value}", len(found))
    await call("count_flow_runs", client._client.post("/flow_runs/count", json={}))


asyncio.run(main())
