/* A worker of background tasks, as that of Prefect 3.8.8 opens its socket; it runs nothing. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { type Closed, openSocket } from './event-client.js';

export const TASKS_PATH = '/task_runs/subscriptions/scheduled';

/** What a worker is offered. */
export interface Offered {
  readonly id: string;
  readonly state_id: string;
  readonly state: { readonly name: string; readonly state_details: Readonly<Record<string, unknown>> };
}

/** A worker that has subscribed. */
export interface TaskClient {
  readonly closed: Promise<Closed>;
  /** All runs that it was offered. */
  readonly offered: () => Offered[];
  /** The next run that it is offered; null when there is none in time. */
  readonly next: (millis?: number) => Promise<Offered | null>;
  readonly say: (...values: object[]) => void;
  readonly ack: () => void;
  /** Sends anything. */
  readonly send: (data: string | Buffer) => void;
  /** Reads nothing any more. */
  readonly hold: () => void;
  /** Breaks the connection off, as it is when a process is killed. */
  readonly kill: () => void;
  readonly close: () => Promise<Closed>;
}

export interface TaskClientOptions {
  readonly clientId?: string;
  readonly token?: string | null;
}

/** Opens a socket, says `auth`, and subscribes. */
export async function openTasks(
  api: string,
  keys: readonly string[],
  { clientId = `host-${randomUUID()}`, token = null }: TaskClientOptions = {},
): Promise<TaskClient> {
  const { socket, heard, closed, say, close } = await openSocket(api, { path: TASKS_PATH });
  socket.on('error', () => undefined);
  say({ type: 'auth', token });
  await once(socket, 'message');
  say({ type: 'subscribe', keys, client_id: clientId });
  const offered = (): Offered[] => heard.slice(1).map((text) => JSON.parse(text) as Offered);
  let read = 0;
  return {
    closed,
    offered,
    async next(millis = 5000) {
      const end = performance.now() + millis;
      while (heard.length - 1 <= read && performance.now() < end) await pause(5);
      const run = offered()[read] ?? null;
      if (run !== null) read += 1;
      return run;
    },
    say,
    ack() {
      say({ type: 'ack' });
    },
    send(data) {
      socket.send(data);
    },
    hold() {
      socket.pause();
    },
    kill() {
      socket.terminate();
    },
    close,
  };
}
