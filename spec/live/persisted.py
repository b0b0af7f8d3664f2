"""Flows whose tasks are cached, persist their results and are retried with their flow; prints every run's history of states."""
import asyncio
import json
import re

from prefect import flow, get_client, task

UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
attempts = {"flow": 0, "flaky": 0}


@task(cache_key_fn=lambda context, parameters: f"square of {parameters['x']}", persist_result=True)
def square(x):
    return x * x


@task(persist_result=True)
def kept(x):
    return {"x": x}


@task
def forgotten(x):
    return x


@task(retries=2, persist_result=True)
def flaky():
    attempts["flaky"] += 1
    if attempts["flaky"] < 3:
        raise ValueError("not yet")
    return "done"


@flow(retries=1, persist_result=True)
def retried():
    attempts["flow"] += 1
    values = [square(2), square(2), kept(1), forgotten(3), flaky()]
    if attempts["flow"] == 1:
        raise ValueError("the first time")
    return values


@flow
def again():
    return square(2), square.with_options(refresh_cache=True)(2), square(3)


async def histories():
    lines = []
    async with get_client() as client:
        for run in await client.read_flow_runs():
            states = await client.read_flow_run_states(run.id)
            lines.append(line(run, states))
        for run in await client.read_task_runs():
            states = await client.read_task_run_states(run.id)
            lines.append([run.task_key.split(".")[-1], run.dynamic_key, run.flow_run_run_count, *line(run, states)[1:]])
    return sorted(lines, key=json.dumps)


def line(run, states):
    shown = [[s.type.value, s.name, UUID.sub("<id>", s.message or ""), kind(s.data), s.state_details.cache_key] for s in states]
    return [str(run.run_count), run.state_type.value, run.state_name, run.empirical_policy.retries, shown]


def kind(data):
    return getattr(data, "type", None) if not isinstance(data, dict) else data.get("type")


retried(return_state=True)
again(return_state=True)
for history in asyncio.run(histories()):
    print(json.dumps(history))
