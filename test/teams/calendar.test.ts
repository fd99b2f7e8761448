// The address of a calendar, asked over HTTP as calendars do: what it gives, what it gives again, and what it never says.
import assert from 'node:assert/strict';
import { startEdge, type Edge } from '../support/teams-server.ts';

const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz012345';
const calendar = { text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', changedAt: new Date('2022-09-20T08:00:00Z') };

describe('the address of a calendar', () => {
  let edge: Edge;
  before(async () => void (edge = await startEdge({}, undefined, asked => Promise.resolve(asked === token ? calendar : null))));
  after(() => edge.close());
  const get = (path: string, more: RequestInit = {}) => fetch(`${edge.url}${path}`, more);

  it('gives its text, which no cache but the reader’s own keeps, and sets no cookie', async () => {
    const answer = await get(`/calendar/${token}.ics`);
    assert.deepEqual([answer.status, await answer.text()], [200, calendar.text]);
    const headers = ['content-type', 'cache-control', 'last-modified', 'x-content-type-options', 'set-cookie'].map(name => answer.headers.get(name));
    assert.deepEqual(headers, ['text/calendar; charset=utf-8', 'private, no-cache', 'Tue, 20 Sep 2022 08:00:00 GMT', 'nosniff', null]);
  });

  it('gives nothing again to whoever has it, and only what is about it to HEAD', async () => {
    const etag = (await get(`/calendar/${token}.ics`)).headers.get('etag') ?? '';
    const again = await get(`/calendar/${token}.ics`, { headers: { 'if-none-match': etag } });
    assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', etag]);
    const head = await get(`/calendar/${token}.ics`, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text(), head.headers.get('etag')], [200, '', etag]);
  });

  for (const path of [`/calendar/${'A'.repeat(32)}.ics`, '/calendar/x.ics', `/calendar/${token}`, `/calendar/${token}.ics.ics`, `/calendar/${'a'.repeat(65)}.ics`, '/calendar/%2e%2e%2fhealthz.ics', `/calendar/${token.toLowerCase()}.ics`]) {
    it(`answers ${path.slice(0, 50)} as one that is not there`, async () => {
      const answer = await get(path);
      assert.deepEqual([answer.status, await answer.text()], [404, 'not found']);
    });
  }

  it('takes nothing but GET and HEAD', async () => assert.equal((await get(`/calendar/${token}.ics`, { method: 'POST' })).status, 405));
});
