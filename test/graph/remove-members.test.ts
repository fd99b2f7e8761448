// Taking people out of a group, and nobody out of the directory.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { people, summary, withGroup } from './with-group.ts';

describe('removing members', () => {
  it('removes by reference only, never the person', async () => {
    await withGroup(people(45), async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.remove('g', people(45))), { done: 45 });
      assert.deepEqual([group.members.size, graph.batches], [0, [20, 20, 5]]);
      assert.ok(graph.items.every(({ method, path }) => method === 'DELETE' && path.endsWith('/$ref')));
    });
  });

  it('finds those who were out already, one round for each, and trusts no read with it', async () => {
    await withGroup(people(100), async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.remove('g', people(60, 50))), { done: 50, already: 10 });
      assert.equal(group.members.size, 50);
      assert.ok(graph.seen.length <= 13 && graph.seen.every(({ path }) => path === '/$batch'), `${graph.seen.length} calls`);
    });
  });

  it('leaves exactly the others, whoever was in and whoever was asked for', async () => {
    await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), fc.uniqueArray(fc.integer({ min: 0, max: 60 })), async (asked, inside) => {
      const before = new Set(inside.map((n) => `p${n}`));
      const ids = asked.map((n) => `p${n}`);
      await withGroup(before, async ({ members }, group) => {
        const outcomes = await members.remove('g', ids);
        for (const id of ids) assert.deepEqual(outcomes.get(id), { is: before.has(id) ? 'done' : 'already' }, id);
        assert.deepEqual(group.members, new Set([...before].filter((id) => !ids.includes(id))));
      });
    }), { numRuns: 30 });
  });
});
