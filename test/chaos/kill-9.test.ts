// kill -9 at random, again and again, while people are enabled: nobody is lost, nothing is done or written twice, and the last card tells the truth.
import assert from 'node:assert/strict';
import { onPostgres } from '../support/database.ts';
import { isThorough, share } from '../support/environment.ts';
import { onFolder, onServer, type Crewed } from './crews.ts';
import { alongTheList, shared, type Kill } from './kills.ts';
import { run, type Run } from './run.ts';
import { wrongIn } from './verdict.ts';

/** Of each engine, shared by its journeys: one journey of 100 kills would have too little work left for each of them. */
const kills = share(100, 3);
const journeys = share(4);
const people = Math.min(5_000, share(20_000, 300));
/** Together about one in fifty of Graph's answers is 429; of each side a reply is lost after each kill; writes show in reads late. */
const rough = { graph429: 2, graphLostReplies: 1, connectorLostReplies: 1, staleReadsMs: 4_000 };
/** Every second journey is calm; the only one of a short run is rough. */
const storms = Array.from({ length: journeys }, (_, n) => (n % 2 === 0 ? rough : {}));
const minutes = 60_000;

describe(`kill -9 of the bot while ${people} people are enabled, on PGlite`, function () {
  this.timeout((2 + kills / journeys) * minutes);

  storms.forEach((storm, n) => it(`loses nobody and writes nothing twice: ${titleOf(n, storm)}`, async () => {
    const { clear, ...crewed } = await onFolder();
    await holds(crewed, storm).finally(clear);
  }));
});

if (isThorough) onPostgres(`kill -9 of a web process and two workers while ${people} people are enabled`, function () {
  this.timeout((5 + kills / journeys) * minutes);

  storms.forEach((storm, n) => it(`loses nobody and writes nothing twice: ${titleOf(n, storm)}`, async () => holds(await onServer(), storm)));
});

function titleOf(n: number, storm: object): string {
  return `journey ${n + 1} of ${journeys}, ${kills / journeys} kills${storm === rough ? ', while Graph throttles, replies are lost and reads are stale' : ''}`;
}

/** A run with its kills: nothing is wrong, the kills fell where they should, and the checks can fail. */
async function holds(crewed: Crewed, storm: Record<string, number>): Promise<void> {
  const { facts, spoilt, kills: killed, partial, graph, errors } = await run({ ...crewed, what: storm === rough ? 'rough' : 'calm', kills: shared(kills / journeys), people, storm });
  assert.deepEqual(wrongIn(facts), []);
  assert.deepEqual(errors, []);
  assert.equal(killed.length, kills / journeys);
  assert.ok(partial.every(rows => rows > 0 && rows < facts.list.rows), `uploads were cut off with ${partial.join()} rows saved`);
  assert.ok(inTheMiddle(killed) >= 1, 'no kill fell while people were joining');
  // With few kills, or a short list of few slices, one that comes late may leave a third without any.
  if (killed.length >= 25) assert.deepEqual(thirdsOf(alongTheList(killed, people)), [0, 1, 2]);
  // Two of our own writes never met: the lane has one writer.
  assert.deepEqual(Object.keys(graph).filter(answer => answer.endsWith(' 409')), []);
  eachTamperingIsSeen(facts);
  const seen = wrongIn({ ...facts, ledger: spoilt });
  for (const wrong of [/^the audit trail is damaged/, /^2 audit rows of one kind/, /effects, \d+ refused, for/]) assert.ok(seen.some(line => wrong.test(line)), `${String(wrong)} not among ${seen.join('; ')}`);
}

const inTheMiddle = (killed: readonly Kill[]): number => killed.filter(({ during, joined }) => during === 'applying' && joined < people - 3).length;

/** Which thirds of the list saw a kill, of how far it was at each, in percent. */
const thirdsOf = (percents: readonly number[]): number[] => [...new Set(percents.map(percent => Math.min(2, Math.floor(percent / 34))))].toSorted();

/** The checks above can fail: each way of being wrong, put in by hand, is seen. */
function eachTamperingIsSeen(facts: Run['facts']): void {
  const { ledger } = facts;
  const [outcome] = ledger.outcomes;
  const [effect] = ledger.effects;
  const [lost] = facts.groupAfter.slice(-1);
  const [card] = facts.conversations[0]?.filter(message => JSON.stringify(message.card).includes(ledger.requests.at(-1)?.id ?? '')) ?? [];
  assert.ok(outcome && effect && lost !== undefined && card);
  const lines = facts.outcome.split('\r\n');
  const tampered: [what: string, facts: Run['facts']][] = [
    ['an audit row twice', { ...facts, ledger: { ...ledger, outcomes: [{ ...outcome, count: 2 }, ...ledger.outcomes.slice(1)] } }],
    ['an audit row lost', { ...facts, ledger: { ...ledger, outcomes: ledger.outcomes.slice(1) } }],
    ['an effect twice', { ...facts, ledger: { ...ledger, effects: [effect, ...ledger.effects] } }],
    ['a second ticket', { ...facts, ledger: { ...ledger, tickets: [...ledger.tickets, ...ledger.tickets] } }],
    ['somebody lost', { ...facts, groupAfter: facts.groupAfter.filter(id => id !== lost) }],
    ['a row of the file lost', { ...facts, outcome: lines.toSpliced(3, 1).join('\r\n') }],
    ['two rows of the file exchanged', { ...facts, outcome: lines.toSpliced(3, 2, lines[4] ?? '', lines[3] ?? '').join('\r\n') }],
    ['a card too many', { ...facts, unknownPosts: [], conversations: [[card, card]] }],
    ['an unknown post that is not listed', { ...facts, ledger: { ...ledger, unknown: ['a post'] } }],
  ];
  assert.deepEqual(tampered.filter(([, wrong]) => wrongIn(wrong).length === 0).map(([what]) => what), []);
}
