"""Measures Prefect's own State (2 or 3), and msgspec where it is installed; lines of JSON come in, results go out."""

import json
import sys
import time

import prefect
from prefect.server.schemas.states import State

texts = sys.stdin.read().splitlines()


def measure(name, work, act, items, rounds=7):
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for item in items:
            act(item)
        best = min(best, (time.perf_counter_ns() - start) / len(items))
    return {"name": name, "work": work, "value": best}


prefect_name = f"Prefect {prefect.__version__}"
if prefect.__version__.startswith("2."):
    parse, write = State.parse_raw, lambda state: state.json()
else:
    parse, write = State.model_validate_json, lambda state: state.model_dump_json()
results = [
    measure(f"{prefect_name}, JSON text to State", "same", parse, texts),
    measure(f"{prefect_name}, State to JSON text", "same", write, [parse(text) for text in texts]),
    measure("Python json.loads", "checks nothing, no dates", json.loads, texts),
]

try:
    import msgspec
except ImportError:
    pass
else:
    from datetime import datetime
    from typing import Any, Dict, Literal, Optional
    from uuid import UUID

    types = "SCHEDULED PENDING RUNNING COMPLETED FAILED CANCELLED CRASHED PAUSED CANCELLING".split()
    kinds = {
        Optional[UUID]: "flow_run_id task_run_id child_flow_run_id transition_id task_parameters_id deployment_concurrency_lease_id",
        Optional[datetime]: "scheduled_time cache_expiration pause_timeout",
        Optional[str]: "cache_key pause_key traceparent",
        Optional[bool]: "deferred untrackable_result pause_reschedule refresh_cache retriable",
        Optional[Dict[str, str]]: "run_input_keyset",
    }
    new = set() if prefect.__version__.startswith("3.") else {"deferred", "traceparent", "deployment_concurrency_lease_id"}
    fields = [(name, kind, None) for kind, names in kinds.items() for name in names.split() if name not in new]
    Details = msgspec.defstruct("Details", fields)
    Struct = msgspec.defstruct(
        "Struct",
        [
            ("id", UUID),
            ("type", Literal[tuple(types)]),
            ("name", Optional[str]),
            ("timestamp", datetime),
            ("message", Optional[str]),
            ("data", Any),
            ("state_details", Details),
        ],
    )
    decoder, encoder = msgspec.json.Decoder(Struct), msgspec.json.Encoder()
    version = f"msgspec {msgspec.__version__}"
    results.append(measure(f"{version}, JSON text to Struct", "no default times", decoder.decode, texts))
    structs = [decoder.decode(text) for text in texts]
    results.append(measure(f"{version}, Struct to JSON text", "same", encoder.encode, structs))

json.dump(results, sys.stdout)
