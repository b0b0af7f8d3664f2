import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and can fall silent: connections stay, new ones are taken, nothing goes on. */
export interface Proxy {
  readonly port: number;
  readonly freeze: () => void;
  /** Forwards again, for new connections; those that were frozen stay so. */
  readonly thaw: () => void;
  readonly close: () => void;
}

/** Starts a proxy on a free port. */
export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    if (isFrozen) return;
    const upstream = connect(target, '127.0.0.1');
    sockets.add(upstream);
    client.pipe(upstream).pipe(client);
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { readonly port: number }).port,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    thaw: () => (isFrozen = false),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
