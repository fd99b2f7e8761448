// Between the bot and PostgreSQL: passes on what is said, late, or not at all. As a network does, it tells nobody.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Mode = 'passes' | /** Each piece comes late. */ 'slow' | /** Nothing comes through, and connections made so are lost for good: no end is told. */ 'silent';

export type Proxy = Awaited<ReturnType<typeof startProxy>>;

export async function startProxy(port: number, lateMs: number) {
  let mode: Mode = 'passes';
  const lost = new WeakSet<Socket>();
  const open = new Set<Socket>();

  function pass(from: Socket, to: Socket): void {
    from.on('data', piece => {
      if (mode === 'silent') for (const one of [from, to]) lost.add(one);
      if (lost.has(from)) return;
      if (mode === 'slow') setTimeout(() => to.writable && to.write(piece), lateMs);
      else to.write(piece);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      open.delete(from);
      // A firewall that has forgotten a connection does not pass on its end either.
      if (!lost.has(from)) to.destroy();
    });
    open.add(from);
  }

  const server = createServer(client => {
    const onward = connect({ port, host: '127.0.0.1' });
    if (mode === 'silent') for (const one of [client, onward]) lost.add(one);
    pass(client, onward);
    pass(onward, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    set: (next: Mode): void => {
      // Those that are there when it falls silent never come back, even if they had nothing to say meanwhile.
      if (next === 'silent') for (const socket of open) lost.add(socket);
      mode = next;
    },
    async close(): Promise<void> {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
