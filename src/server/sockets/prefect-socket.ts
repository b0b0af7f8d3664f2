import { type WebSocket } from 'ws';

import { type Credentials } from '../credentials.js';

/** As long as a client may take to say `auth`. */
const AUTH_TIMEOUT_MS = 10_000;

/** Why a socket is closed: RFC 6455, 7.4.1; and the reference's own code, for what its protocol does not have. */
export const CLOSING = {
  goingAway: 1001,
  unexpected: 1002,
  unsupported: 1003,
  invalid: 1007,
  policy: 1008,
  tooBig: 1009,
  restart: 1012,
  tryAgain: 1013,
  protocol: 4001,
} as const;

const EXPECTED_AUTH = "Expected 'auth' message";

/** What a socket is opened with. */
export interface PrefectSocketOptions {
  /** What the token of `auth` must be; null for any. */
  readonly credentials: Credentials | null;
  /** Hears what comes behind `auth`, one text after another. */
  readonly hear: (text: Buffer) => void;
}

/**
 * A client's socket. It says `auth` first, unless it is an old one, without the subprotocol; what comes then is for others.
 *
 * @source prefect 3.8.8, server/utilities/subscriptions.py, `accept_prefect_socket`
 */
export class PrefectSocket {
  readonly #socket: WebSocket;
  readonly #credentials: Credentials | null;
  readonly #hearText: (text: Buffer) => void;
  readonly #timeout: NodeJS.Timeout;
  #isLetIn: boolean;
  /** What came behind a fault is not looked at. */
  #isRefused = false;

  constructor(socket: WebSocket, { credentials, hear }: PrefectSocketOptions) {
    this.#socket = socket;
    this.#credentials = credentials;
    this.#hearText = hear;
    this.#isLetIn = socket.protocol === '';
    this.#timeout = setTimeout(() => {
      if (!this.#isLetIn) this.refuse(CLOSING.policy, EXPECTED_AUTH);
    }, AUTH_TIMEOUT_MS);
    socket.on('message', (data: Buffer, isBinary) => {
      if (!this.#isRefused) this.#hear(data, isBinary);
    });
    socket.once('close', () => {
      clearTimeout(this.#timeout);
    });
  }

  /** Whether it is neither closed nor being closed. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Closes it for a fault of the client. */
  refuse(code: number, reason: string): void {
    this.#isRefused = true;
    this.#socket.close(code, reason);
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (isBinary) this.refuse(CLOSING.unsupported, 'Expected text');
    else if (this.#isLetIn) this.#hearText(data);
    else this.#hearAuth(data);
  }

  #hearAuth(data: Buffer): void {
    const said = readObject(data);
    if (said?.type !== 'auth') {
      this.refuse(CLOSING.policy, EXPECTED_AUTH);
      return;
    }
    const { token } = said;
    if (this.#credentials !== null && (token === undefined || token === null || token === '')) {
      this.refuse(CLOSING.policy, 'Auth required but no token provided');
      return;
    }
    if (this.#credentials !== null && !this.#credentials.are(token)) {
      this.refuse(CLOSING.policy, 'Invalid token');
      return;
    }
    clearTimeout(this.#timeout);
    this.#isLetIn = true;
    this.#socket.send('{"type":"auth_success"}');
  }
}

/** Reads a message; null for what is no object. */
export function readObject(data: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}
