/* A socket of the API: says who it is, and tells what is heard. */
import { type Connection, socketOf } from './options.js';
import { type Socket } from './socket.js';

/** The code of an orderly end. */
export const NORMAL = 1000;
/** The server will not have it, however often: RFC 6455, 7.4.1. */
const REFUSALS: ReadonlySet<unknown> = new Set([1002, 1003, 1007, 1008, 1009]);

/** How a socket ended. */
export interface SocketEnd {
  /** In a few words. */
  readonly why: string;
  /** What was thrown; undefined where nothing was. */
  readonly cause: unknown;
  /** The code with which it was closed; undefined where it was not. */
  readonly code: number | undefined;
  /** Whether the server will not have it. */
  readonly isRefused: boolean;
}

/** What is told of a socket. */
export interface Hearing {
  /** The server knows who it is. */
  readonly letIn: () => void;
  /** Something came after that. */
  readonly message?: () => void;
  /** It ended; told more than once, of an error and of the close behind it. */
  readonly end: (end: SocketEnd) => void;
}

/**
 * Opens a socket and says who it is.
 *
 * @param path - behind the address of the API
 * @throws {@link ClientOptionsError} where the platform has no sockets
 * @source prefect 3.8.8, events/clients.py, where either socket of events begins so
 */
export function openSocket(connection: Connection, path: string, hearing: Hearing): Socket {
  const address = `${connection.apiUrl.replace(/^http/, 'ws')}${path}`;
  const headers = Object.fromEntries(connection.headers);
  const socket = new (socketOf(connection))(address, ['prefect'], { headers });
  let isLetIn = false;
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ type: 'auth', token: connection.token }));
  });
  socket.addEventListener('message', ({ data }) => {
    if (isLetIn) hearing.message?.();
    else if (typeof data === 'string' && data.includes('"auth_success"')) {
      isLetIn = true;
      hearing.letIn();
    }
  });
  socket.addEventListener('error', ({ error, message }) => {
    const why = codeOf(error) ?? message ?? 'the connection was lost';
    hearing.end({ why, cause: error, code: undefined, isRefused: false });
  });
  socket.addEventListener('close', ({ code, reason = '' }) => {
    const why = `closed with ${code}${reason === '' ? '' : `: ${reason}`}`;
    hearing.end({ why, cause: undefined, code, isRefused: REFUSALS.has(code) });
  });
  return socket;
}

/** The code of an error of the network; undefined for any other, as for a server that answers without a socket. */
export function codeOf(error: unknown): string | undefined {
  return (error as { readonly code?: string } | undefined)?.code;
}
