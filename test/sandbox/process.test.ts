// The sandbox as a process and a web server: how it starts and ends, and what it hands out besides.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';

describe('the sandbox\'s process', () => {
  it('ends when its parent\'s end of the pipe closes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'la-desk-process-'));
    const child = spawn(process.execPath, ['src/sandbox/main.ts', '--with-parent'], { env: { ...process.env, SANDBOX_DATA: folder, SANDBOX_PORT: '0' }, stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data') as [Buffer];
    assert.match(line.toString(), /^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);
    child.stdin.end();
    const [code] = await once(child, 'exit') as [number];
    assert.equal(code, 0);
    rmSync(folder, { recursive: true });
  });

  it('does not start at a port that was asked for and is taken', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const folder = mkdtempSync(join(tmpdir(), 'la-desk-process-'));
    const child = spawn(process.execPath, ['src/sandbox/main.ts'], { env: { ...process.env, SANDBOX_DATA: folder, SANDBOX_PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
    const [said] = await once(child.stderr, 'data') as [Buffer];
    assert.match(said.toString(), /EADDRINUSE|is taken/);
    await once(child, 'exit');
    assert.notEqual(child.exitCode, 0);
    other.close();
    rmSync(folder, { recursive: true });
  });

});

describe('the sandbox\'s page', () => {
  let sandbox: RunningSandbox;
  before(async () => void (sandbox = await startSandbox()));
  after(() => sandbox.stop());

  it('comes with its libraries, and with no file beside them', async () => {
    const { hostname, port } = new URL(sandbox.url);
    /** As it is: fetch would tidy the path. */
    const get = async (path: string): Promise<string> => {
      const asked = request({ hostname, port, path }).end();
      const [answer] = await once(asked, 'response') as [{ statusCode: number; headers: Record<string, string>; resume(): void }];
      answer.resume();
      return `${answer.statusCode} ${answer.headers['content-type'] ?? ''}`.split(';')[0] ?? '';
    };
    const table: [path: string, answer: string][] = [
      ['/', '200 text/html'], ['/?as=priya', '200 text/html'], ['/lib/adaptivecards.js', '200 text/javascript'], ['/lib/markdown-it.js', '200 text/javascript'],
      ['/lib/host-config-light.json', '200 application/json'], ['/lib/host-config-dark.json', '200 application/json'],
      ['/lib/..%2f..%2fpackage.json', '404 application/json'], ['/../main.ts', '404 application/json'], ['/..%2fmain.ts', '404 application/json'], ['/css', '404 application/json'],
    ];
    for (const [path, answer] of table) assert.deepEqual([path, await get(path)], [path, answer]);
  });
});
