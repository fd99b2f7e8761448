// Asking ServiceNow what changed: page after page while people go on changing things, by its own clock, nothing lost and little said twice.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedSince } from '../../src/helpdesk/servicenow-changes.ts';
import type { ServiceNowClient } from '../../src/helpdesk/servicenow-client.ts';
import { readQuery } from '../../src/sandbox/servicenow/query.ts';

type Row = Record<string, string>;
const second = (n: number): string => new Date(Date.UTC(2022, 8, 20, 8, 0, n)).toISOString().slice(0, 19).replace('T', ' ');
const fields = new Set(['sys_id', 'sys_updated_on', 'correlation_display']);

/** An instance whose incidents change under the reader's hands: `between` runs before each page. */
function instance(between: () => void = () => undefined) {
  const rows = new Map<string, Row>();
  const client: ServiceNowClient = {
    call({ query = {} }, result) {
      between();
      const { matches, inOrder } = readQuery(query['sysparm_query'] ?? '', fields);
      return Promise.resolve(result.parse(inOrder([...rows.values()].filter(matches)).slice(0, Number(query['sysparm_limit']))));
    },
  };
  return {
    client,
    /** Saved as of this second, which may lie a little back. */
    change: (id: number, at: number): void => {
      const name = String(id).padStart(4, '0');
      const count = Number(rows.get(name)?.['sys_mod_count'] ?? -1) + 1;
      rows.set(name, { sys_id: name, number: `INC${name}`, state: '1', correlation_id: name, correlation_display: 'LA Desk', close_notes: '', sys_created_on: second(0), sys_updated_on: second(at), sys_mod_count: String(count) });
    },
  };
}

describe('what changed in ServiceNow', () => {
  it('is all of it at first, over pages of one and the same second, and then nothing', async () => {
    const { client, change } = instance();
    for (let id = 0; id < 350; id += 1) change(id, id < 250 ? 10 : 11);
    const first = await changedSince(client, null);
    assert.equal(first.correlationIds.length, 350);
    assert.deepEqual((await changedSince(client, first.mark)).correlationIds, []);
  });

  it('is what changed since, once, also where it was saved late', async () => {
    const { client, change } = instance();
    change(1, 1_000);
    const { mark } = await changedSince(client, '');
    change(2, 885);
    const late = await changedSince(client, mark);
    assert.deepEqual(late.correlationIds, ['0002']);
    change(1, 1_001);
    const next = await changedSince(client, late.mark);
    assert.deepEqual(next.correlationIds, ['0001']);
    assert.deepEqual((await changedSince(client, next.mark)).correlationIds, []);
  });

  it('keeps its mark where nothing was found', async () => {
    const { client } = instance();
    assert.equal((await changedSince(client, null)).mark, '{"on":"","seen":{}}');
  });

  it('loses no change however people and pages meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ ids: fc.array(fc.nat(260), { maxLength: 30 }), lateBy: fc.nat(119) }), { minLength: 3, maxLength: 25 }), fc.nat(240), async (steps, start) => {
        let now = 1_000;
        const heard = new Set<string>();
        const todo = [...steps];
        const there = instance(() => {
          const step = todo.shift();
          now += 1;
          for (const id of step?.ids ?? []) {
            there.change(id, now - (step?.lateBy ?? 0));
            heard.delete(String(id).padStart(4, '0'));
          }
        });
        const changed = new Set(steps.flatMap(step => step.ids));
        for (let id = 0; id < start; id += 1) there.change(id, 900);
        let mark: string | null = null;
        for (let polls = 0; todo.length > 0 || polls < 3; polls += 1) {
          const found = await changedSince(there.client, mark);
          for (const id of found.correlationIds) heard.add(id);
          mark = found.mark;
        }
        const last = await changedSince(there.client, mark);
        for (const id of last.correlationIds) heard.add(id);
        for (const id of changed) assert.ok(heard.has(String(id).padStart(4, '0')), `a change of ${id} was not heard`);
      }),
      { numRuns: 200 },
    );
  });
});
