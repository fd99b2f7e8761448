// A channel's messages and files in the sandbox: who may read them, when they show, and what is left when they are deleted.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { callGraph, graphAs, settingsOf, tokenFor, type Graph } from './graph-caller.ts';

const team = '6f0e0000-0000-4000-8000-00000000b001';
const webinar = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const message = z.looseObject({ id: z.string(), replyToId: z.string().nullable(), deletedDateTime: z.string().nullable(), attachments: z.array(z.looseObject({ id: z.string(), contentType: z.literal('reference'), contentUrl: z.string(), name: z.string() })) });

describe('the sandbox\'s channels in Graph', () => {
  let sandbox: RunningSandbox;
  let files: Graph;
  before(async () => {
    sandbox = await startSandbox();
    files = await graphAs(sandbox, 'FILES');
    // A bot that nobody answers for: the app is installed in both teams all the same.
    await sandbox.api('PUT', '/api/registration', { endpoint: 'http://127.0.0.1:9/api/messages' });
    await sandbox.api('PUT', '/api/faults', { channelMessageDelayMs: 0 });
  });
  after(() => sandbox.stop());

  const csv = (name: string) => ({ name, base64: Buffer.from(`EmailAddress\n${name}@nhs.example\n`).toString('base64') });
  const path = `/api/conversations/${encodeURIComponent(webinar)}/messages`;
  const say = async (more: object) => z.object({ activityId: z.string() }).parse(await sandbox.api('POST', path, { as: 'priya', text: 'Here', ...more })).activityId;
  const at = (root: string, reply?: string) => `/teams/${team}/channels/${encodeURIComponent(webinar)}/messages/${root}${reply === undefined ? '' : `/replies/${reply}`}`;
  const contentOf = (url: string) => `/shares/u!${Buffer.from(url).toString('base64url')}/driveItem/content`;
  const located = (url: string, token: string) => fetch(`${sandbox.url}/graph/v1.0${contentOf(url)}`, { redirect: 'manual', headers: { Authorization: `Bearer ${token}` } });
  const filesToken = async () => {
    const settings = await settingsOf(sandbox);
    return tokenFor(sandbox, settings['GRAPH_FILES_CLIENT_ID'] ?? '', settings['GRAPH_FILES_CLIENT_SECRET'] ?? '');
  };

  it('are shown with their files, a post by its id and a reply under its post', async () => {
    const root = await say({ files: [csv('a.csv'), csv('b.csv')] });
    const reply = await say({ as: 'tom', replyTo: root, file: csv('c.csv') });
    const shown = message.parse((await files('GET', at(root))).body);
    assert.deepEqual([shown.replyToId, shown.attachments.map(({ name }) => name)], [null, ['a.csv', 'b.csv']]);
    assert.deepEqual(message.parse((await files('GET', at(root, reply))).body).attachments.map(({ name }) => name), ['c.csv']);
    for (const wrong of [at(reply), at(root, root), at('1'), at(root).replace(team, '6f0e0000-0000-4000-8000-00000000b002')]) assert.equal((await files('GET', wrong)).status, 404, wrong);
  });

  it('keep two files of one name apart', async () => {
    const [first, second] = [await say({ file: csv('same.csv') }), await say({ file: csv('same.csv') })];
    const urls = await Promise.all([first, second].map(async id => message.parse((await files('GET', at(id))).body).attachments[0]?.contentUrl ?? ''));
    assert.notEqual(urls[0], urls[1]);
  });

  it('are read by the identity that was granted it, and by no other', async () => {
    const root = await say({ file: csv('granted.csv') });
    const url = message.parse((await files('GET', at(root))).body).attachments[0]?.contentUrl ?? '';
    for (const identity of ['READ', 'MEMBERS', 'METHODS', 'ROLES'] as const) {
      const other = await graphAs(sandbox, identity);
      for (const asked of [at(root), contentOf(url), `/teams/${team}/channels/${encodeURIComponent(webinar)}/filesFolder`]) assert.equal((await other('GET', asked)).status, 403, `${identity} ${asked}`);
    }
  });

  it('show late where that is switched on', async () => {
    await sandbox.api('PUT', '/api/faults', { channelMessageDelayMs: 600_000 });
    const root = await say({ file: csv('late.csv') });
    assert.equal((await files('GET', at(root))).status, 404);
    await sandbox.api('PUT', '/api/faults', { channelMessageDelayMs: 0 });
    assert.equal((await files('GET', at(root))).status, 200);
  });

  it('give a link that is its own key, below the channel\'s folder', async () => {
    const token = await filesToken();
    const root = await say({ file: csv('linked.csv') });
    const url = message.parse((await files('GET', at(root))).body).attachments[0]?.contentUrl ?? '';
    const folder = z.looseObject({ webUrl: z.string() }).parse((await files('GET', `/teams/${team}/channels/${encodeURIComponent(webinar)}/filesFolder`)).body).webUrl;
    assert.ok(url.startsWith(`${folder}/`));
    const answer = await located(url, token);
    assert.deepEqual([answer.status, await answer.text()], [302, '']);
    const link = answer.headers.get('location') ?? '';
    assert.match(await (await fetch(link)).text(), /linked\.csv@nhs\.example/);
    assert.equal((await fetch(link, { headers: { Authorization: `Bearer ${token}` } })).status, 400);
  });

  it('lose a file and a message apart from each other', async () => {
    const root = await say({ file: csv('going.csv') });
    const { attachments: [file] } = message.parse((await files('GET', at(root))).body);
    await sandbox.api('POST', `${path}/${root}/delete`, { as: 'priya' });
    const left = message.parse((await files('GET', at(root))).body);
    assert.deepEqual([left.deletedDateTime !== null, left.attachments], [true, []]);
    assert.equal((await located(file?.contentUrl ?? '', await filesToken())).status, 302);
    await assert.rejects(sandbox.api('POST', `${path}/${root}/files/${file?.id ?? ''}/delete`, { as: 'tom' }), /403/);
    await sandbox.api('POST', `${path}/${root}/files/${file?.id ?? ''}/delete`, { as: 'priya' });
    assert.equal((await callGraph(sandbox, await filesToken(), 'GET', contentOf(file?.contentUrl ?? ''))).code, 'itemNotFound');
  });

  it('refuse several files in a personal chat, where one goes with a message', async () => {
    const chats = z.array(z.object({ id: z.string(), kind: z.string() })).parse(await sandbox.api('GET', '/api/conversations?as=lena'));
    const own = chats.find(({ kind }) => kind === 'personal')?.id ?? '';
    await assert.rejects(sandbox.api('POST', `/api/conversations/${encodeURIComponent(own)}/messages`, { as: 'lena', files: [csv('a.csv'), csv('b.csv')] }), /400/);
  });
});
