"""Background tasks of Prefect 3: `work LIMIT` takes their runs, `delay NAME ARGUMENT` has one wait and prints its id.

A task says in a file, FOLDER/NAME, that it has begun, by a line with the worker's pid.
"""

import os
import sys
import time

from prefect import task
from prefect.task_worker import serve


def note(name):
    with open(os.path.join(os.environ["FOLDER"], name), "a") as file:
        file.write(f"{os.getpid()}\n")


@task
def quick(x):
    note("quick")
    return x + 1


@task
def slow(name):
    """Runs until it is told to end; the first time it never is."""
    note(name)
    while not os.path.exists(os.path.join(os.environ["FOLDER"], f"{name}.end")):
        time.sleep(0.05)
    return name


@task
async def later(x):
    note("later")
    return x * 2


@task(retries=1, retry_delay_seconds=0.2)
def failing():
    note("failing")
    raise ValueError("no")


TASKS = {"quick": quick, "slow": slow, "later": later, "failing": failing}

if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "work":
        serve(*TASKS.values(), limit=int(rest[0]))
    else:
        name, *arguments = rest
        given = [int(text) if text.isdigit() else text for text in arguments]
        print(TASKS[name].delay(*given).task_run_id)
