// The sandbox's ServiceNow by itself: queries, pages, refusals, what a state asks for, its own closing, and what survives a restart.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox as startHere } from '../../src/sandbox/sandbox.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { secretsOf, serviceNowSide } from '../support/servicenow.ts';

const result = z.object({ result: z.unknown() });
const rows = z.array(z.record(z.string(), z.unknown()));
const refusal = z.object({ error: z.object({ message: z.string(), detail: z.string() }), status: z.literal('failure') });

describe('the sandbox\'s ServiceNow', () => {
  let sandbox: RunningSandbox;
  let side: ReturnType<typeof serviceNowSide>;
  beforeEach(async () => {
    sandbox = await startSandbox();
    side = serviceNowSide(sandbox);
  });
  afterEach(() => sandbox.stop());

  const basic = () => ({ Authorization: `Basic ${Buffer.from(`la.desk:${secretsOf(sandbox).password}`).toString('base64')}` });
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = basic()) =>
    fetch(`${sandbox.url}/servicenow/api/now${path}`, { method, headers: { 'Content-Type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
  const raise = async (fields: Record<string, string> = {}) => z.record(z.string(), z.unknown()).parse(result.parse(await (await ask('POST', '/table/incident', { short_description: 'x', ...fields })).json()).result);
  const find = async (query: string, more = '') => rows.parse(result.parse(await (await ask('GET', `/table/incident?sysparm_query=${encodeURIComponent(query)}${more}`)).json()).result).map(row => row['short_description']);
  const refusedWith = async (response: Response) => [response.status, refusal.parse(await response.json()).error.message];

  it('understands the encoded queries that it says it does', async () => {
    for (const [short_description, state, category] of [['a', '1', 'inquiry'], ['b', '2', ''], ['Ab', '2', 'network']]) await raise({ short_description: short_description ?? '', state: state ?? '', category: category ?? '' });
    const table: [string, string[]][] = [
      ['', ['a', 'b', 'Ab']], ['state=2', ['b', 'Ab']], ['state!=2', ['a']], ['state>1', ['b', 'Ab']], ['state>=1^state<2', ['a']], ['state<=1', ['a']],
      ['short_descriptionLIKEB', ['b', 'Ab']], ['short_descriptionSTARTSWITHa', ['a', 'Ab']], ['categoryISEMPTY', ['b']], ['categoryISNOTEMPTY', ['a', 'Ab']],
      ['stateIN1,3', ['a']], ['stateNOT IN1,3', ['b', 'Ab']], ['state=1^ORcategory=network', ['a', 'Ab']], ['state=2^category=network^ORcategoryISEMPTY', ['b', 'Ab']],
      ['state=1^NQstate=2^category=network', ['a', 'Ab']], ['ORDERBYDESCnumber', ['Ab', 'b', 'a']], ['state=2^ORDERBYcategory', ['b', 'Ab']],
    ];
    for (const [query, wanted] of table) assert.deepEqual(await find(query), wanted, query);
  });

  it('refuses what it does not understand, where a real one would answer with too much', async () => {
    for (const query of ['no_such_field=1', 'stateBETWEEN1@2', 'sys_updated_on>=javascript:gs.beginningOfToday()^x', 'ORDERBYno_such_field']) assert.equal((await ask('GET', `/table/incident?sysparm_query=${encodeURIComponent(query)}`)).status, 501, query);
  });

  it('answers pages, and says where the others are', async () => {
    for (let i = 0; i < 5; i += 1) await raise({ short_description: String(i) });
    assert.deepEqual(await find('ORDERBYnumber', '&sysparm_limit=2&sysparm_offset=2'), ['2', '3']);
    const page = await ask('GET', '/table/incident?sysparm_limit=2&sysparm_offset=2&sysparm_fields=number');
    assert.equal(page.headers.get('X-Total-Count'), '5');
    assert.deepEqual([...(page.headers.get('Link') ?? '').matchAll(/sysparm_offset=(\d).*?;rel="(\w+)"/g)].map(([, offset, rel]) => [rel, offset]), [['first', '0'], ['prev', '0'], ['next', '4']]);
    assert.deepEqual(Object.keys(rows.parse(result.parse(await page.json()).result)[0] ?? {}), ['number']);
  });

  it('refuses in its own words', async () => {
    const { sys_id } = await raise();
    assert.deepEqual(await refusedWith(await ask('GET', '/table/incident', undefined, {})), [401, 'User Not Authenticated']);
    assert.deepEqual(await refusedWith(await ask('GET', '/table/incident', undefined, { Authorization: `Basic ${Buffer.from('la.desk:x').toString('base64')}` })), [401, 'User Not Authenticated']);
    assert.deepEqual(await refusedWith(await ask('GET', '/table/incident/0123')), [404, 'No Record found']);
    assert.deepEqual(await refusedWith(await ask('GET', '/table/no_such_table')), [400, 'Invalid table no_such_table']);
    assert.deepEqual(await refusedWith(await ask('POST', '/table/incident', '{"a":')), [400, 'Exception while reading request']);
    assert.deepEqual(await refusedWith(await ask('PATCH', `/table/incident/${String(sys_id)}`, { state: '6' })), [403, 'Operation Failed']);
    assert.equal((await ask('DELETE', `/table/incident/${String(sys_id)}`)).status, 405);
    await ask('PATCH', `/table/incident/${String(sys_id)}`, { state: '7', close_code: 'x', close_notes: 'y' });
    assert.deepEqual(await refusedWith(await ask('PATCH', `/table/incident/${String(sys_id)}`, { work_notes: 'late' })), [403, 'Operation Failed']);
  });

  it('counts a change once, and none where nothing changed', async () => {
    const { sys_id } = await raise();
    for (const [change, count] of [[{ state: '1' }, '0'], [{ state: '2' }, '1'], [{ comments: 'hello' }, '2'], [{ comments: '' }, '2'], [{ no_such_field: 'x' }, '2']] as const) {
      const row = z.object({ result: z.object({ sys_mod_count: z.string() }) }).parse(await (await ask('PATCH', `/table/incident/${String(sys_id)}`, change)).json());
      assert.equal(row.result.sys_mod_count, count, JSON.stringify(change));
    }
  });

  it('closes by itself after so many days of the calendar, where that is switched on', async () => {
    const { number, sys_id } = await raise();
    await ask('PATCH', `/table/incident/${String(sys_id)}`, { state: '6', close_code: 'x', close_notes: 'y' });
    await sandbox.api('POST', '/api/clock', { by: 86_400_000 });
    assert.equal((await side.ticket(String(number))).state, '6');
    await sandbox.api('PUT', '/api/faults', { serviceNowAutoCloseDays: 1 });
    const closed = await side.ticket(String(number));
    assert.deepEqual([closed.state, closed.sys_updated_by], ['7', 'system']);
  });

  it('is worked from its own side, by the same rules', async () => {
    const { number } = await raise();
    const act = (body: object) => sandbox.api('POST', `/api/tickets/${String(number)}`, body);
    await assert.rejects(act({ is: 'resolve' }), /409.*mandatory/);
    const held = await side.act(String(number), { is: 'hold', reason: '3', text: 'Waiting' });
    assert.deepEqual([held.state, held.hold_reason, held.sys_updated_by, held.journal[0]?.['value']], ['3', '3', 'dan.ferris', 'Waiting']);
    await side.act(String(number), { is: 'resolve', code: 'x', notes: 'y' });
    assert.deepEqual([(await side.act(String(number), { is: 'reopen' })).state, (await side.ticket(String(number))).resolved_at], ['2', '']);
    await assert.rejects(sandbox.api('GET', '/api/tickets/INC1'), /404/);
  });

  it('forgets nothing over a restart', async () => {
    const { number, sys_id } = await raise();
    await side.act(String(number), { is: 'comment', text: 'hello' });
    await fetch(`${sandbox.url}/servicenow/api/now/attachment/file?table_name=incident&table_sys_id=${String(sys_id)}&file_name=a.csv`, { method: 'POST', headers: { ...basic(), 'Content-Type': 'text/csv' }, body: 'x,y' });
    const before = await side.ticket(String(number));
    await sandbox.kill();
    const again = await startSandbox({ dataDir: sandbox.dataDir, helpdesk: 'servicenow' });
    try {
      const after = serviceNowSide(again);
      assert.deepEqual(await after.ticket(String(number)), before);
      assert.equal(await after.file(before.attachments[0]?.['sys_id'] ?? ''), 'x,y');
      const settings = z.record(z.string(), z.string()).parse(await again.api('GET', '/api/settings'));
      assert.deepEqual([settings['SERVICENOW_URL'], settings['SERVICENOW_CLIENT_SECRET']], [`${again.url}/servicenow`, secretsOf(again).clientSecret]);
    } finally {
      await again.stop();
    }
  });

  it('gives a good token also in the moment in which it takes the others back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'la-desk-sandbox-'));
    const still = await startHere({ folder, port: 0, machine: () => 1_663_664_400_000 });
    const { clientId, clientSecret } = secretsOf({ dataDir: folder });
    const token = async () => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
      return z.object({ access_token: z.string() }).parse(await (await fetch(`${still.url}/servicenow/oauth_token.do`, { method: 'POST', body })).json()).access_token;
    };
    const read = async (bearer: string) => (await fetch(`${still.url}/servicenow/api/now/table/incident`, { headers: { Authorization: `Bearer ${bearer}` } })).status;
    try {
      const old = await token();
      await fetch(`${still.url}/api/faults`, { method: 'PUT', body: JSON.stringify({ serviceNow401: 1 }) });
      assert.deepEqual([await read(old), await read(old), await read(await token())], [401, 401, 200]);
    } finally {
      await still.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('tells the bot of it only where it was asked to', async () => assert.equal(z.record(z.string(), z.string()).parse(await sandbox.api('GET', '/api/settings'))['SERVICENOW_URL'], undefined));
});
