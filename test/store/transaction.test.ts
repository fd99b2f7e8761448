import assert from 'node:assert/strict';
import { createStore, type Tables } from '../../src/store/tables.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';

onEachEngine('a transaction', (open) => {
  let test: TestStore;
  const store = (transactionMs = 30_000) => createStore(test.connection.db, { clock: test.clock, wake: () => Promise.resolve(), transactionMs });

  beforeEach(async () => {
    test = await open();
  });

  it('saves everything or nothing', async () => {
    await assert.rejects(store().transaction(async (tx) => {
      await tx.settings.write('a', '1');
      throw new Error('No.');
    }), /No\./);
    await store().transaction((tx) => tx.settings.write('b', '1'));
    assert.deepEqual([await store().settings.read('a'), await store().settings.read('b')], [null, '1']);
  });

  it('refuses the store itself inside, which would wait for ever on the embedded database', async () => {
    const mine = store();
    await assert.rejects(mine.transaction(() => mine.settings.read('a')), /inside a transaction/);
    await assert.rejects(mine.transaction(() => mine.transaction(() => Promise.resolve())), /inside a transaction/);
    assert.equal(await mine.settings.read('a'), null);
  });

  it('that hangs is rolled back, says so, and lets the others go on', async () => {
    const mine = store(30);
    const hanging = mine.transaction(async (tx) => {
      await tx.settings.write('a', '1');
      await new Promise(() => {});
    });
    await assert.rejects(hanging, /still open after 30 ms/);
    assert.equal(await mine.settings.read('a'), null);
  });

  it('refuses a statement that comes after its end', async () => {
    let late: Tables | undefined;
    await store().transaction((tx) => ((late = tx), Promise.resolve()));
    await assert.rejects(async () => late?.settings.write('a', '1'), /after its transaction had ended/);
    assert.equal(await store().settings.read('a'), null);
  });

  it('may stand beside others', async () => {
    const mine = store();
    await mine.settings.write('sum', '0');
    await Promise.all(Array.from({ length: 10 }, (_, i) => mine.transaction((tx) => tx.settings.write(`n${i}`, '1'))));
    assert.equal(await mine.settings.read('n9'), '1');
  });
});
