// kill -9 again and again while a list of 2,000 people is enabled: nobody is lost, nothing is done or written twice, and the last card tells the truth.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { connect, overPostgres } from '../../src/store/connect.ts';
import { onPostgres, openPostgresStore, ownDatabaseUrl } from '../support/database.ts';
import { share } from '../support/environment.ts';
import { freePort } from '../support/free-port.ts';
import type { Fleet } from './fleet.ts';
import { shared, type Kill } from './kills.ts';
import { laneNow } from './ledger.ts';
import { run, type Run, type Setting } from './run.ts';
import { wrongIn } from './verdict.ts';

const kills = share(100, 6);
const people = 2_000;
/** Each answer of Graph takes a while, so that kills fall between a call and its answer as well as between calls; longer where those not killed work on. */
const slow = { graphSlowMs: 150 };
const slower = { graphSlowMs: 700 };
const calm = {};
/** Together about one in fifty of Graph's answers is 429; of each side a reply is lost after each kill; writes show in reads late. */
const rough = { graph429: 2, graphLostReplies: 1, connectorLostReplies: 1, staleReadsMs: 4_000 };
const log = pino({ level: 'silent' });

describe('kill -9 of the bot while 2,000 people are enabled, on PGlite', function () {
  this.timeout(180_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'la-desk-chaos-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const onFolder = async (storm: Record<string, number>): Promise<Run> =>
    run({
      kills: shared(kills), people, storm, faults: slow, web: 'bot', workers: ['bot'], patienceMs: 60_000,
      crew: { bot: { DATA_DIR: folder, PORT: String(await freePort()) } },
      open: () => connect({ databaseUrl: undefined, dataFolder: folder, log }),
    });

  it('loses nobody and writes nothing twice', async () => holds(await onFolder(calm)));
  it('nor where Graph throttles, replies are lost and reads are stale', async () => holds(await onFolder(rough)));
});

onPostgres('a web process and two workers while 2,000 people are enabled', () => {
  const onServer = async (more: Pick<Setting, 'kills' | 'storm' | 'whileApplying'>): Promise<Run> => {
    await openPostgresStore();
    const url = ownDatabaseUrl();
    const worker = { DATABASE_URL: url, PROCESS_ROLE: 'worker' };
    return run({
      ...more, people, faults: slower, web: 'web', workers: ['one', 'two'], patienceMs: 90_000,
      crew: { web: { DATABASE_URL: url, PROCESS_ROLE: 'web', PORT: String(await freePort()) }, one: worker, two: worker },
      open: () => Promise.resolve(overPostgres(url, log)),
    });
  };

  it('lose nobody and write nothing twice, killed again and again', async function () {
    this.timeout(300_000);
    holds(await onServer({ kills: shared(kills), storm: calm }));
  });
  it('nor where Graph throttles, replies are lost and reads are stale', async function () {
    this.timeout(300_000);
    holds(await onServer({ kills: shared(kills), storm: rough }));
  });

  it('nor where the writer stands still past its lease and wakes while the other writes', async function () {
    this.timeout(300_000);
    const { facts } = await onServer({ kills: shared(0), storm: calm, whileApplying: freezeTheWriter });
    // Waking, it may log connections that timed out, and its last call may meet the other's (409): neither is an outcome.
    assert.deepEqual(wrongIn(facts), []);
  });
});

/** Stops a worker until it is one that holds the lane; lets it go on when the other has taken the lane over. */
async function freezeTheWriter(fleet: Fleet): Promise<void> {
  const connection = overPostgres(ownDatabaseUrl(), log);
  const turnTaken = async (after: number, withinMs: number): Promise<boolean> => {
    for (const until = performance.now() + withinMs; performance.now() < until; await pause(100)) if ((await laneNow(connection.db)).fence > after) return true;
    return false;
  };
  try {
    for (let n = 0; n < 20; n++) {
      const goOn = await fleet.freeze(['one', 'two'][n % 2] ?? '');
      const { fence, isHeld } = await laneNow(connection.db);
      const isWriter = isHeld && !(await turnTaken(fence, 6_000));
      const isTakenOver = isWriter && (await turnTaken(fence, 60_000));
      goOn();
      if (isTakenOver) return;
    }
  } finally {
    await connection.close();
  }
  throw new Error('Nobody who wrote could be stopped.');
}

/** A run with its kills: nothing is wrong, the kills fell where they should, and the checks can fail. */
function holds({ facts, spoilt, kills: killed, partial, graph, errors }: Run): void {
  assert.deepEqual(wrongIn(facts), []);
  assert.deepEqual(errors, []);
  assert.equal(killed.length, kills);
  assert.ok(partial.every(rows => rows > 0 && rows < facts.list.rows), `uploads were cut off with ${partial.join()} rows saved`);
  assert.ok(inTheMiddle(killed) >= 1, 'no kill fell while people were joining');
  // Two of our own writes never met: the lane has one writer.
  assert.deepEqual(Object.keys(graph).filter(answer => answer.endsWith(' 409')), []);
  eachTamperingIsSeen(facts);
  const seen = wrongIn({ ...facts, ledger: spoilt });
  for (const wrong of [/^the audit trail is damaged/, /^2 audit rows of one kind/, /effects, \d+ refused, for/]) assert.ok(seen.some(line => wrong.test(line)), `${String(wrong)} not among ${seen.join('; ')}`);
}

const inTheMiddle = (killed: readonly Kill[]): number => killed.filter(({ during, joined }) => during === 'applying' && joined < people - 3).length;

/** The checks above can fail: each way of being wrong, put in by hand, is seen. */
function eachTamperingIsSeen(facts: Run['facts']): void {
  const { ledger } = facts;
  const [outcome] = ledger.outcomes;
  const [effect] = ledger.effects;
  const [lost] = facts.groupAfter.slice(-1);
  const [card] = facts.conversations[0]?.filter(message => JSON.stringify(message.card).includes(ledger.requests.at(-1)?.id ?? '')) ?? [];
  assert.ok(outcome && effect && lost !== undefined && card);
  const tampered: [what: string, facts: Run['facts']][] = [
    ['an audit row twice', { ...facts, ledger: { ...ledger, outcomes: [{ ...outcome, count: 2 }, ...ledger.outcomes.slice(1)] } }],
    ['an audit row lost', { ...facts, ledger: { ...ledger, outcomes: ledger.outcomes.slice(1) } }],
    ['an effect twice', { ...facts, ledger: { ...ledger, effects: [effect, ...ledger.effects] } }],
    ['a second ticket', { ...facts, ledger: { ...ledger, tickets: [...ledger.tickets, ...ledger.tickets] } }],
    ['somebody lost', { ...facts, groupAfter: facts.groupAfter.filter(id => id !== lost) }],
    ['a row of the file lost', { ...facts, outcome: facts.outcome.split('\r\n').toSpliced(3, 1).join('\r\n') }],
    ['a card too many', { ...facts, unknownPosts: [], conversations: [[card, card]] }],
  ];
  assert.deepEqual(tampered.filter(([, wrong]) => wrongIn(wrong).length === 0).map(([what]) => what), []);
}
