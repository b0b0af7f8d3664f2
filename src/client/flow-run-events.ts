/*
 * Tells that something has happened to a flow run, by the events that a server sends of it. What it is, the server is asked:
 * it may send no events, and one may be lost.
 */
import { codeOf, NORMAL, openSocket } from './api-socket.js';
import { type Connection, findSocket } from './options.js';
import { type Listening } from './polling.js';
import { type Socket } from './socket.js';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Hears of flow runs, by a socket for each. */
export class FlowRunEvents {
  readonly #connection: Connection;
  readonly #sockets = new Set<Socket>();
  #isOff: boolean;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#isOff = findSocket(connection) === undefined;
  }

  /**
   * Tells of each event of a flow run from now on. A server that has no such socket, or does not take this client, is not asked
   * for one again.
   *
   * @returns undefined where the server does not tell
   */
  listen(flowRunId: string, tell: () => void): Listening | undefined {
    if (this.#isOff) return undefined;
    let isOpen = false;
    const socket = openSocket(this.#connection, '/events/out', {
      letIn: () => {
        isOpen = true;
        socket.send(JSON.stringify(filterOf(flowRunId)));
      },
      message: tell,
      end: ({ isRefused, cause }) => {
        const wasHeld = this.#sockets.delete(socket);
        if (isRefused || (wasHeld && !isOpen && codeOf(cause) === undefined)) this.#isOff = true;
        isOpen = false;
      },
    });
    this.#sockets.add(socket);
    return {
      isOpen: () => isOpen,
      stop: () => {
        this.#sockets.delete(socket);
        socket.close(NORMAL);
      },
    };
  }

  /** Ends all listening, for good. */
  close(): void {
    this.#isOff = true;
    for (const socket of this.#sockets) socket.close(NORMAL);
    this.#sockets.clear();
  }
}

/** @source prefect 3.8.8, server/api/events.py, `stream_workspace_events_out`; without an end it would be the present */
function filterOf(flowRunId: string): object {
  const now = Date.now();
  return {
    type: 'filter',
    backfill: false,
    filter: {
      occurred: { since: new Date(now).toISOString(), until: new Date(now + YEAR_MS).toISOString() },
      event: { prefix: ['prefect.flow-run.'] },
      resource: { id: [`prefect.flow-run.${flowRunId}`] },
    },
  };
}
