// A file posted in a channel: found in its message, only below the channel's own folder, and located without following anything.
import assert from 'node:assert/strict';
import { against, connected, loopback, problem, type Answering } from './loopback.ts';

const message = { groupId: 'g1', teamId: '19:t@thread.tacv2', channelId: '19:c@thread.tacv2', rootId: '100', id: '100' };
const site = 'https://nhs.sharepoint.example/sites/LA/Shared%20Documents/General';
const reference = (contentUrl: string, name = 'list.csv') => ({ id: 'a', contentType: 'reference', contentUrl, name });
const posted = (...attachments: object[]) => ({ id: '100', from: { user: { id: 'priya', displayName: 'Priya Nair' } }, deletedDateTime: null, attachments });
const ok = (body: unknown) => ({ status: 200, body });
const answering = (body: unknown, folder: unknown = ok({ webUrl: site })): Answering => ({ path }) => (path.endsWith('/filesFolder') ? folder as ReturnType<typeof ok> : ok(body));

describe('a message in a channel', () => {
  for (const [what, ids, path] of [
    ['a new post', {}, '/teams/g1/channels/19:c@thread.tacv2/messages/100'],
    ['a reply', { id: '101' }, '/teams/g1/channels/19:c@thread.tacv2/messages/100/replies/101'],
    ['ids with what means something in an address', { id: '1/../2?x' }, '/teams/g1/channels/19:c@thread.tacv2/messages/100/replies/1/../2?x'],
  ] as const) {
    it(`is asked for as ${what}`, async () => {
      await against(loopback(answering(posted())), async graph => {
        await connected(graph.url).channelFiles.read({ ...message, ...ids });
        assert.deepEqual(graph.seen.map(seen => seen.path), [path]);
        assert.equal(graph.seen[0]?.query.size, 0);
      });
    });
  }

  const places: [what: string, url: string, isOpened: boolean][] = [
    ['in the folder', `${site}/list.csv`, true],
    ['in a folder below it', `${site}/2022/list.csv`, true],
    ['encoded in another way', 'https://nhs.sharepoint.example/sites/la/shared documents/general/list%2Ecsv', true],
    ['at the folder itself', site, false],
    ['in a folder whose name begins alike', `${site}2/list.csv`, false],
    ['in another channel', 'https://nhs.sharepoint.example/sites/LA/Shared%20Documents/Private/list.csv', false],
    ["in somebody's own drive", 'https://nhs-my.sharepoint.example/personal/tom/Documents/list.csv', false],
    ['at another host', 'https://evil.example/sites/LA/Shared%20Documents/General/list.csv', false],
    ['over another protocol', 'http://nhs.sharepoint.example/sites/LA/Shared%20Documents/General/list.csv', false],
    ['up and out again', `${site}/../Private/list.csv`, false],
    ['up and out again, hidden', `${site}/..%2FPrivate%2Flist.csv`, false],
    ['up and out again, hidden twice', `${site}/%2e%2e/Private/list.csv`, false],
    ['up and out again, with a backslash', `${site}/..%5CPrivate%5Clist.csv`, false],
    ['with another named behind it', `${site}/list.csv?id=/sites/LA/Private/list.csv`, false],
    ['with a mark behind it', `${site}/list.csv#other`, false],
    ['at no address', 'list.csv', false],
    ['at a broken address', `${site}/%zz.csv`, false],
  ];
  for (const [what, url, isOpened] of places) {
    it(`has a file ${what}: ${isOpened ? 'it may be opened' : 'it is not'}`, async () => {
      await against(loopback(answering(posted(reference(url)))), async graph => {
        const found = await connected(graph.url).channelFiles.read(message);
        assert.deepEqual(found, { is: 'posted', authorId: 'priya', authorName: 'Priya Nair', files: isOpened ? [{ name: 'list.csv', url }] : [], elsewhere: isOpened ? 0 : 1 });
      });
    });
  }

  it('has only its references for files, in their order', async () => {
    const others = [{ id: 'q', contentType: 'messageReference', content: '{}' }, { id: 'c', contentType: 'application/vnd.microsoft.card.adaptive', content: '{}' }, { ...reference(''), contentUrl: null }];
    await against(loopback(answering(posted(...others, reference(`${site}/a.csv`, 'a.csv'), reference(`${site}/b.csv`, 'b.csv')))), async graph => {
      const found = await connected(graph.url).channelFiles.read(message);
      assert.deepEqual(found.is === 'posted' && [found.files.map(({ name }) => name), found.elsewhere], [['a.csv', 'b.csv'], 0]);
    });
  });

  it('is told apart: not there, deleted, from an app, and in a channel without a place for files', async () => {
    const table: [Answering, object][] = [
      [() => problem(404, 'NotFound', 'NotFound'), { is: 'missing' }],
      [answering({ ...posted(), deletedDateTime: '2022-09-20T08:00:00Z' }), { is: 'deleted' }],
      [answering({ ...posted(), from: { application: { id: 'x' }, user: null } }), { is: 'posted', authorId: '', authorName: '', files: [], elsewhere: 0 }],
      [answering(posted(reference(`${site}/a.csv`)), problem(404, 'NotFound', '')), { is: 'missing' }],
    ];
    for (const [answer, wanted] of table) await against(loopback(answer), async graph => assert.deepEqual(await connected(graph.url).channelFiles.read(message), wanted));
  });

  it('is asked for again while Graph is busy, and not where it is refused', async () => {
    let asked = 0;
    await against(loopback(() => (asked++ === 0 ? problem(429, 'TooManyRequests', '', { 'retry-after': '3' }) : ok(posted()))), async graph => {
      const edge = connected(graph.url);
      assert.equal((await edge.channelFiles.read(message)).is, 'posted');
      assert.deepEqual(edge.waits, [3_000]);
    });
    await against(loopback(() => problem(403, 'Forbidden', 'Missing role permissions')), async graph => {
      await assert.rejects(connected(graph.url).channelFiles.read(message), { name: 'WorldError', failure: 'refused', code: 'Forbidden' });
      assert.equal(graph.seen.length, 1);
    });
  });
});

describe('a file in a channel', () => {
  const file = { name: 'list.csv', url: `${site}/list.csv` };
  const link = 'https://nhs.sharepoint.example/_layouts/15/download.aspx?tempauth=secret';

  it('is located by its address, and Graph\'s redirection is not followed', async () => {
    await against(loopback(() => ({ status: 302, headers: { location: link } })), async graph => {
      assert.deepEqual(await connected(graph.url).channelFiles.locate(file), { name: 'list.csv', downloadUrl: link });
      const [seen, ...more] = graph.seen;
      assert.deepEqual(more, []);
      const [, share = ''] = /^\/shares\/u!([\w-]+)\/driveItem\/content$/.exec(seen?.path ?? '') ?? [];
      assert.equal(Buffer.from(share, 'base64url').toString(), file.url);
    });
  });

  it('is null where it is not there, and refused without the permission', async () => {
    await against(loopback(() => problem(404, 'itemNotFound', '')), async graph => assert.equal(await connected(graph.url).channelFiles.locate(file), null));
    await against(loopback(() => problem(403, 'accessDenied', '')), async graph => assert.rejects(connected(graph.url).channelFiles.locate(file), { failure: 'refused', code: 'accessDenied' }));
    await against(loopback(() => ok('bytes')), async graph => assert.rejects(connected(graph.url).channelFiles.locate(file), { failure: 'unavailable' }));
  });

  it('leaves no address in the log, and names the setting where the identity is absent', async () => {
    await against(loopback(() => problem(503, 'x', '')), async graph => {
      const edge = connected(graph.url);
      await assert.rejects(edge.channelFiles.locate(file), { failure: 'unavailable' });
      assert.ok(!edge.lines.join('').includes('sharepoint'));
      assert.equal(await edge.channelFiles.granted(), null, 'a token that cannot be read says nothing');
      const none = connected(graph.url, { credentials: { read: null, members: null, methods: null, roles: null, files: null } });
      await assert.rejects(none.channelFiles.locate(file), /Set GRAPH_FILES_CLIENT_ID/);
      await assert.rejects(none.channelFiles.granted(), /Set GRAPH_FILES_CLIENT_ID/);
    });
  });
});
