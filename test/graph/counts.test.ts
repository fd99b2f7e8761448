// What ten thousand people cost in HTTP calls. The numbers are promises of the README: a change that breaks one must be meant.
import assert from 'node:assert/strict';
import { inChunks } from '../../src/graph/batch.ts';
import { fakeGroup, fakeUsers } from './fake-directory.ts';
import { against, connected, loopback } from './loopback.ts';

const ids = Array.from({ length: 10_000 }, (_, n) => `p${n}`);

describe('calls for 10,000 people', () => {
  it('are 34 to resolve their addresses', async () => {
    const byName = new Map(ids.map((id) => [`${id}@nhs.example`, { id, userPrincipalName: `${id}@nhs.example`, companyName: 'ZZ101' }]));
    // Only those asked for are looked through, so that the server is not what is measured.
    const server = loopback((request) => {
      const asked = [...(request.query.get('$filter') ?? '').matchAll(/'([^']*)'/g)].flatMap(([, name]) => byName.get(name ?? '') ?? []);
      return fakeUsers(asked)(request);
    });
    await against(server, async (graph) => {
      const found = await connected(graph.url).directory.resolve([...byName.keys()]);
      assert.equal([...found.values()].flat().length, 10_000);
      assert.deepEqual([graph.seen.length, graph.items.length], [34, 667]);
    });
  });

  it('are 25 to add them, in slices of 400', async () => {
    const group = fakeGroup('g', new Set(ids), []);
    await against(loopback(group.answering, (run) => (group.nextBatch(), run())), async (graph) => {
      const { members } = connected(graph.url);
      for (const slice of inChunks(ids, 400)) await members.add('g', slice);
      assert.equal(group.members.size, 10_000);
      assert.deepEqual([graph.seen.length, graph.items.length], [25, 500]);
    });
  });

  it('are 26 to add them when the first 25 people go before the rest', async () => {
    const group = fakeGroup('g', new Set(ids), []);
    await against(loopback(group.answering, (run) => (group.nextBatch(), run())), async (graph) => {
      const { members } = connected(graph.url);
      for (const slice of [ids.slice(0, 25), ...inChunks(ids.slice(25), 400)]) await members.add('g', slice);
      assert.deepEqual([group.members.size, graph.seen.length], [10_000, 26]);
    });
  });

  it('are 500 to confirm them in a large group, and 13 in one of their own size', async () => {
    const inGroup = (size: number) => loopback(({ path, query, body }) => {
      if (path.endsWith('/$count')) return { status: 200, body: size };
      if (path.startsWith('/users')) return { status: 200, body: { value: (body as { groupIds: string[] }).groupIds } };
      const from = Number(query.get('$skiptoken') ?? 0);
      const next = from + 999 < size ? { '@odata.nextLink': `${url}/v1.0${path}?$skiptoken=${from + 999}` } : {};
      return { status: 200, body: { value: ids.slice(from, from + 999).map((id) => ({ id })), ...next } };
    });
    let url = '';
    const calls = async (size: number) => against(inGroup(size), async (graph) => {
      url = graph.url;
      const found = await connected(graph.url).directory.membership(ids, ['g']);
      assert.ok([...found.values()].every((groups) => groups.has('g')));
      return graph.seen.length;
    });
    assert.equal(await calls(1_000_000), 1 + 500);
    assert.equal(await calls(10_000), 1 + 11);
  });
});
