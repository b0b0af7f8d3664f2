/* What a client needs of a WebSocket. */

/** What a socket tells, whichever event it is. */
export interface SocketEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly error?: unknown;
  readonly message?: string;
  readonly code?: number;
  readonly reason?: string;
}

/** A socket: one of the platform, or of the package `ws`, which can ping. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: 'open' | 'message' | 'error' | 'close', hear: (event: SocketEvent) => void): void;
  ping?(): void;
  once?(type: 'pong', hear: () => void): unknown;
}

/** Opens sockets: the global `WebSocket`, or that of the package `ws`. */
export type SocketClass = new (
  address: string,
  protocols: string[],
  options: { headers: Record<string, string> },
) => Socket;
