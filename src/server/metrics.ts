/* What Prometheus is told of the server. No label has more values than there are routes, methods, statuses and verdicts. */
import { Inject, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { Database } from '../persistence/index.js';
import { type EndedRequest, Requests, SWITCHING_PROTOCOLS } from './requests.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Why a request was refused without having been looked at, by the status that it was answered with. */
const REFUSALS: Readonly<Record<number, string>> = {
  401: 'credentials',
  403: 'origin',
  413: 'size',
  503: 'unavailable',
};

/** The measures of one server, in a registry of its own. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #latency = new Histogram({
    name: 'prefect_states_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: 'prefect_states_refusals_total',
    help: 'Requests that were refused, by the reason.',
    labelNames: ['reason'],
    registers: [this.#registry],
  });
  /** States that were proposed, by what became of them. */
  readonly transitions = new Counter<'kind' | 'verdict'>({
    name: 'prefect_states_transitions_total',
    help: 'States that were proposed, by what became of them.',
    labelNames: ['kind', 'verdict'],
    registers: [this.#registry],
  });
  /** Events that came, by what became of them. */
  readonly events = new Counter<'outcome'>({
    name: 'prefect_states_events_total',
    help: 'Events that came, by what became of them.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });

  constructor(@Inject(Requests) requests: Requests, @Inject(Database) database: Database) {
    collectDefaultMetrics({ register: this.#registry });
    requests.whenOver(this.#count);
    this.watch(
      'prefect_states_requests_in_work',
      'Requests that came and are not answered yet.',
      () => requests.inWork,
    );
    this.watch(
      'prefect_states_writes_in_work',
      'Writes to the database that wait or run.',
      () => database.load().writes,
    );
    this.#watchPools(database);
  }

  /** The type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything, in the text form of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Tells of a number that others know. */
  watch(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  readonly #count = ({ method, route, status, millis }: EndedRequest): void => {
    if (status === SWITCHING_PROTOCOLS) return;
    // an address that no route has may be any, by any method
    const labels = route === undefined ? { method: 'any', route: 'unknown', status } : { method, route, status };
    this.#latency.observe(labels, millis / 1000);
    const reason = REFUSALS[status];
    if (reason !== undefined) this.#refusals.inc({ reason });
  };

  #watchPools(database: Database): void {
    new Gauge({
      name: 'prefect_states_pool_connections',
      help: 'Connections to Postgres, and requests that wait for one.',
      labelNames: ['pool', 'what'],
      registers: [this.#registry],
      collect() {
        for (const { pool, ...counts } of database.load().pools) {
          for (const [what, count] of Object.entries(counts)) this.set({ pool, what }, count);
        }
      },
    });
  }
}
