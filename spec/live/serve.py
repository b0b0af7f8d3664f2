"""Serves flows as deployments, named by the first argument, until it is ended. Their runs happen in processes of their own."""
import sys

from prefect import flow, serve


@flow(persist_result=True, result_serializer="json", log_prints=False)
def served(x: int = 1):
    return x > 1


@flow(persist_result=True, result_serializer="json", log_prints=False)
def etl(day: str):
    return day == "2026-11-23"


if __name__ == "__main__":
    deployments = [each.to_deployment(sys.argv[1]) for each in (served, etl)]
    serve(*deployments, pause_on_shutdown=False)
