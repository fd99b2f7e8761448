// A writer that stands still past its lease and wakes after another has done its work: the fence turns it away, and without the fence this harness would say so.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../../src/store/schema.ts';
import { onPostgres } from '../../support/database.ts';
import { isThorough } from '../../support/environment.ts';
import { onServer, type Crewed } from '../crews.ts';
import { shared } from '../kills.ts';
import { laneNow } from '../ledger.ts';
import { run, type Run } from '../run.ts';
import { wrongIn } from '../verdict.ts';
import { makeAim, type Aim } from './aim.ts';

const people = 1_000;

if (isThorough) onPostgres('a writer that stands still past its lease', function () {
  this.timeout(10 * 60_000);

  it('changes nothing when it wakes', async () => {
    // Waking, it may log connections that timed out, and its next call may meet the other's (409): neither is an outcome.
    assert.deepEqual(wrongIn((await frozen({ unfenced: false })).facts), []);
  });

  it('writes outcomes twice where nobody asks for its fence, and these checks see it', async () => {
    const wrong = wrongIn((await frozen({ unfenced: true })).facts);
    assert.ok(wrong.some(line => line.startsWith('2 audit rows of one kind')), `nothing was seen, only: ${wrong.join('; ')}`);
  });
});

async function frozen(how: { unfenced: boolean }): Promise<Run> {
  const aim = makeAim(how);
  try {
    const crewed = await onServer(aim.settings);
    return await run({ ...crewed, what: how.unfenced ? 'a writer frozen, no fence' : 'a writer frozen', kills: shared(0), people, storm: {}, whileApplying: () => freezeTheWriter(crewed, aim) });
  } finally {
    aim.clear();
  }
}

/** Stops the writer between Graph's answer and its outcome; lets it go on when the other has taken the lane over and said what became of the same people. */
async function freezeTheWriter({ open, patienceMs }: Crewed, aim: Aim): Promise<void> {
  aim.at('call-done', 'SIGSTOP');
  const pid = await aim.struck('call-done', patienceMs);
  const { db, close } = await open().then(connection => ({ db: connection.db, close: () => connection.close() }));
  try {
    const { fence, isHeld } = await laneNow(db);
    const slice = await calledUnder(db, fence);
    assert.ok(isHeld && slice.length > 0, 'it was stopped elsewhere');
    for (const until = performance.now() + patienceMs; (await unsaved(db, slice)) > 0; await pause(50)) assert.ok(performance.now() < until, 'nobody took the lane over');
    assert.ok((await laneNow(db)).fence > fence);
  } finally {
    process.kill(pid, 'SIGCONT');
    await close();
  }
}

async function calledUnder(db: Kysely<Database>, fence: number): Promise<string[]> {
  const { rows } = await sql`select person_id from effect where state = 'calling' and fence = ${fence}`.execute(db);
  return z.array(z.object({ person_id: z.string() })).parse(rows).map(row => row.person_id);
}

async function unsaved(db: Kysely<Database>, slice: readonly string[]): Promise<number> {
  const { rows } = await sql`select count(*)::int as count from effect where person_id = any(${[...slice]}::text[]) and state in ('waiting', 'calling')`.execute(db);
  return z.object({ count: z.number() }).parse(rows[0]).count;
}
