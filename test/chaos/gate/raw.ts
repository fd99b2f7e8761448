// Bytes on a bare socket, as no client library would send them, and the statuses that come back.
import { connect, type Socket } from 'node:net';

export type Answered = { statuses: number[]; /** Who ended it first is told by `isOpen`: still open when we gave up waiting. */ isOpen: boolean };

/** Sends these pieces one after the other, then no more; answers what came back until the server closed. */
export function sendRaw(port: number, pieces: readonly (string | Uint8Array)[], withinMs = 30_000): Promise<Answered> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' });
    const received: Buffer[] = [];
    const done = (isOpen: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ statuses: statusesIn(received), isOpen });
    };
    const timer = setTimeout(() => done(true), withinMs);
    socket.on('data', chunk => received.push(chunk));
    // Cut off while still writing: what was answered before counts.
    socket.on('error', () => undefined);
    socket.on('close', () => done(false));
    for (const piece of pieces) socket.write(piece);
    socket.end();
  });
}

const statusesIn = (received: readonly Buffer[]): number[] => [...Buffer.concat(received).toString('latin1').matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));

export type Dripping = { socket: Socket; isOpen: () => boolean; closed: Promise<void>; statuses: () => number[] };

/** A connection that says `first`, and then a little more of `rest` every `everyMs` for as long as it is let. */
export function drip(port: number, first: string, rest: string, everyMs: number): Promise<Dripping> {
  const socket = connect({ port, host: '127.0.0.1' });
  const received: Buffer[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<undefined>();
  let isOpen = true;
  const timer = setInterval(() => { if (rest !== '' && socket.writable) socket.write(rest); }, everyMs);
  socket.on('data', chunk => received.push(chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOpen = false;
    clearInterval(timer);
    resolve(undefined);
  });
  return new Promise((connected, refused) => {
    socket.once('error', refused);
    socket.once('connect', () => {
      if (first !== '') socket.write(first);
      connected({ socket, isOpen: () => isOpen, closed, statuses: () => statusesIn(received) });
    });
  });
}
