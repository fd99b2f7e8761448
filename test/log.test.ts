import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { errorFacts } from '../src/log.ts';
import { openTestStore } from './support/database.ts';

describe('an error in the log', () => {
  it('says nothing of the rows a failing statement brought along', async () => {
    const { connection } = await openTestStore();
    const failure = await sql`insert into organisation (code, name) select v.code, null from jsonb_to_recordset(${JSON.stringify([{ code: 'jo.whitlock@nhs.example' }])}::jsonb) v(code text)`.execute(connection.db).then(() => null, (error: unknown) => error);
    assert.ok(failure instanceof Error);
    assert.match(JSON.stringify(failure), /jo\.whitlock/, 'the error itself carries the row, so this test can fail');
    const facts = errorFacts(failure);
    assert.doesNotMatch(JSON.stringify(facts), /whitlock/);
    assert.equal(facts.code, '23502');
  });

  it('keeps the message and the place of ours', () => {
    const facts = errorFacts(new TypeError('the lane has no owner'));
    assert.deepEqual([facts.type, facts.message], ['TypeError', 'the lane has no owner']);
    assert.match(String(facts.stack), /^\s*at /);
  });
});
