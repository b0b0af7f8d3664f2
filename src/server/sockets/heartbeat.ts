import { type WebSocket } from 'ws';

/** Finds out whether a client is still there: a connection may break without a word. */
export class Heartbeat {
  readonly #socket: WebSocket;
  #isAlive = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    const hear = (): void => {
      this.#isAlive = true;
    };
    for (const sign of ['message', 'ping', 'pong']) socket.on(sign, hear);
  }

  /** Asks the client for a sign, and ends its socket where none has come since it was asked before. */
  look(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }
}
