// Fetching what a person attached and delivering what they accepted, against a loopback stand-in for SharePoint.
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Uploads } from '../../src/services.ts';
import { makeUploads } from '../../src/teams/uploads.ts';
import { bodyOf, listen, type Loopback } from '../support/teams-server.ts';

type Serve = (response: ServerResponse, path: string) => void;

describe('uploads', () => {
  let place: Loopback;
  let elsewhere: Loopback;
  let uploads: Uploads;
  let serve: Serve;
  const seen: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const seenElsewhere: string[] = [];

  before(async () => {
    place = await listen((request, response) => {
      void bodyOf(request).then((body) => {
        seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
        serve(response, request.url ?? '');
      });
    });
    elsewhere = await listen((request, response) => { seenElsewhere.push(request.url ?? ''); response.end('stolen'); });
    uploads = makeUploads({ fileHosts: [place.url], limits: { maxBytes: 1024 * 1024, firstByteMs: 200, stallMs: 200, deliverMs: 500 } });
  });
  after(() => Promise.all([place.close(), elsewhere.close()]));
  beforeEach(() => {
    serve = (response) => response.end('address\npriya.nair@nhs.example\n');
    for (const list of [seen, seenElsewhere]) list.length = 0;
  });

  const answerWith = (status: number, headers: Record<string, string> = {}): Serve => (response) => {
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end('x');
  };

  async function read(url = `${place.url}/report.csv?tempauth=secret`, signal = new AbortController().signal): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await uploads.open({ name: 'report.csv', downloadUrl: url }, signal)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  it('reads the file without saying who we are', async () => {
    assert.equal(await read(), 'address\npriya.nair@nhs.example\n');
    assert.equal(seen.length, 1);
    assert.deepEqual([seen[0]?.headers.authorization, seen[0]?.headers.cookie], [undefined, undefined]);
  });

  for (const status of [401, 403, 404, 410]) {
    it(`asks for the file again when the link answers ${status}`, async () => {
      serve = answerWith(status);
      await assert.rejects(read(), { name: 'UserError', message: 'The link to this file has run out. Attach the file again.' });
    });
  }

  for (const status of [429, 500, 503]) {
    it(`takes ${status} for the world's fault, and names no address`, async () => {
      serve = answerWith(status);
      await assert.rejects(read(), (error: Error) => error.name === 'WorldError' && !/secret|127/.test(error.message));
    });
  }

  it('asks nothing of a host that is not on the list', async () => {
    await assert.rejects(read(`${elsewhere.url}/x`), { name: 'UserError' });
    assert.deepEqual(seenElsewhere, []);
  });

  it('follows a redirect within the list', async () => {
    serve = (response, path) => path === '/moved' ? response.end('moved here') : answerWith(302, { location: '/moved' })(response, path);
    assert.equal(await read(), 'moved here');
  });

  for (const location of ['elsewhere', 'http://169.254.169.254/metadata', 'file:///etc/hosts', 'http://u:p@127.0.0.1/']) {
    it(`follows no redirect to ${location}`, async () => {
      serve = answerWith(302, { location: location === 'elsewhere' ? `${elsewhere.url}/x` : location });
      await assert.rejects(read(), { name: 'WorldError', failure: 'refused' });
      assert.deepEqual(seenElsewhere, []);
    });
  }

  it('follows three redirects and no more', async () => {
    serve = answerWith(302, { location: '/again' });
    await assert.rejects(read(), { name: 'WorldError', failure: 'refused' });
    assert.equal(seen.length, 4);
  });

  it('stops a file over the limit while it streams, whatever length it gave', async () => {
    serve = (response) => {
      for (let part = 0; part < 32; part += 1) response.write(Buffer.alloc(64 * 1024));
      response.end();
    };
    await assert.rejects(read(), { name: 'UserError', message: 'This file is larger than 1 MB. Send it in parts.' });
  });

  it('counts what is unpacked, not what was sent', async () => {
    serve = (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(8 * 1024 * 1024)));
    await assert.rejects(read(), { name: 'UserError' });
  });

  it('gives up on a host that does not begin', async () => {
    serve = () => undefined;
    await assert.rejects(read(), { name: 'WorldError', failure: 'unavailable' });
  });

  it('gives up on a host that stops half way', async () => {
    serve = (response) => { response.write('address\n'); };
    await assert.rejects(read(), { name: 'WorldError', failure: 'unavailable' });
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    serve = (response) => { response.write('address\n'); stop.abort(); };
    await assert.rejects(read(undefined, stop.signal));
  });

  it('delivers a file whole, where Teams asked for it', async () => {
    await uploads.deliver(`${place.url}/outcome.csv`, Buffer.from('row,outcome\n1,done\n'));
    const [put] = seen;
    assert.deepEqual([put?.method, put?.body, put?.headers['content-length'], put?.headers['content-range'], put?.headers.authorization], ['PUT', 'row,outcome\n1,done\n', '19', 'bytes 0-18/19', undefined]);
  });

  it('delivers nothing to a host that is not on the list, nor where it is sent on', async () => {
    await assert.rejects(uploads.deliver(`${elsewhere.url}/x`, Buffer.from('x')), { name: 'WorldError', failure: 'refused' });
    serve = answerWith(307, { location: `${elsewhere.url}/x` });
    await assert.rejects(uploads.deliver(`${place.url}/x`, Buffer.from('x')), { name: 'WorldError' });
    assert.deepEqual(seenElsewhere, []);
  });

  it('says so when an offer has run out', async () => {
    serve = answerWith(404);
    await assert.rejects(uploads.deliver(`${place.url}/x`, Buffer.from('x')), { name: 'UserError' });
  });
});
