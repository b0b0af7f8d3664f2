"""Serves a flow as a deployment, named by the first argument, until it is ended. Its runs happen in processes of their own."""
import sys

from prefect import flow


@flow(persist_result=True, result_serializer="json", log_prints=False)
def served(x: int = 1):
    return x > 1


if __name__ == "__main__":
    served.serve(name=sys.argv[1], pause_on_shutdown=False)
