// Node's HTTP server around one handler: reads the body, writes the answer, turns a fault of ours into a plain 500.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Call, Handler } from './router.ts';

/** Room for a 100 MB file as base64, so that the bot's own limit is the one that is met. */
const mostBytes = 200 * 1024 * 1024;

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new TooLarge('The request is over 200 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function callOf(request: IncomingMessage, response: ServerResponse): Promise<Call> {
  const [path, search] = splitOnce(request.url ?? '/');
  const hangUp = new AbortController();
  response.once('close', () => hangUp.abort());
  return { method: request.method ?? 'GET', path, search, query: new URLSearchParams(search), headers: request.headers, params: {}, body: await bodyOf(request), closed: hangUp.signal };
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}

function write(response: ServerResponse, answer: Answer): void {
  if (answer.lost) return void response.destroy();
  const json = answer.json === undefined ? undefined : JSON.stringify(answer.json);
  const headers = { ...(json === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }), 'Cache-Control': 'no-store', ...answer.headers };
  response.writeHead(answer.status, headers);
  if (answer.stallMs && answer.bytes !== undefined) return inHalves(response, Buffer.from(answer.bytes), answer.stallMs);
  response.end(json ?? answer.bytes);
}

function inHalves(response: ServerResponse, bytes: Buffer, stallMs: number): void {
  const middle = Math.ceil(bytes.length / 2);
  response.write(bytes.subarray(0, middle));
  setTimeout(() => response.end(bytes.subarray(middle)), stallMs);
}

async function answerTo(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<Answer> {
  try {
    return await handler(await callOf(request, response));
  } catch (error) {
    if (error instanceof TooLarge) return { status: 413, json: { error: error.message } };
    process.stderr.write(`${request.method ?? ''} ${splitOnce(request.url ?? '')[0]}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { status: 500, json: { error: 'The sandbox itself failed; its error output says why.' } };
  }
}

/** Listens on 127.0.0.1 only. Port 0 takes any free one. */
export async function listen(port: number, handler: Handler): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    void answerTo(request, response, handler).then(answer => write(response, answer));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}
