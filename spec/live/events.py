"""Waits for a flow run by what the server tells of it, and prints its end and the types of the states that were told."""

import asyncio
import json
import sys
from uuid import UUID

from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventFilter, EventResourceFilter
from prefect.flow_runs import wait_for_flow_run


async def told(run: str) -> list[str]:
    wanted = EventFilter(resource=EventResourceFilter(id=[f"prefect.flow-run.{run}"]))
    types = []
    async with get_events_subscriber(filter=wanted) as subscriber:
        async for event in subscriber:
            types.append(event.resource["prefect.state-type"])
            if types[-1] == "COMPLETED":
                return types


async def main(run: str) -> None:
    print("begun", flush=True)
    ended, types = await asyncio.gather(wait_for_flow_run(UUID(run), timeout=60), told(run))
    print(json.dumps([ended.state.type.value, types]), flush=True)


asyncio.run(main(sys.argv[1]))
