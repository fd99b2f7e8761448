// Teams refuses, loses answers and is slow while a notice goes to many: everybody ends delivered or unknown, and unknown are exactly those whose answer was lost.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { onPostgres } from '../../support/database.ts';
import { chaosSeed, isThorough, share } from '../../support/environment.ts';
import { openStrictConnector, type Arrival } from '../../support/strict-connector.ts';
import { randomFrom } from '../random.ts';
import { isCard, onFolder, onServer, sendMeanwhile, type Where } from './stage.ts';
import { unseenIn, wrongIn } from './verdict.ts';

const readers = share(2_000, 300);
const minutes = 60_000;
/** What has a moment when Teams asks for less still leaves; nothing is given one after that. */
const onTheirWayMs = 600;

describe(`Teams' faults while a notice goes to ${readers}, on PGlite`, function () {
  this.timeout(8 * minutes);
  it('end in one card each, or in an unknown one for each lost answer', async () => holds(await onFolder()));
});

if (isThorough) onPostgres(`Teams' faults while two workers send a notice to ${readers}`, function () {
  this.timeout(8 * minutes);
  it('end in one card each, or in an unknown one for each lost answer', async () => holds(await onServer()));
});

async function holds(where: Where): Promise<void> {
  const seed = chaosSeed ?? randomInt(2 ** 31);
  const random = randomFrom(seed);
  const connector = await openStrictConnector({
    random: randomFrom(seed + 1),
    answerMs: () => (random() < 0.02 ? 2_000 : 400 * random()),
    fault: thread => {
      if (!thread.startsWith('a:reader-')) return null;
      const chance = random();
      if (chance < 0.006) return { status: 429, retryAfter: 2 };
      if (chance < 0.03) return { status: [412, 502, 503, 504][Math.floor(random() * 4)] ?? 412, code: 'ServiceError' };
      return chance < 0.05 ? 'lose' : null;
    },
  });
  try {
    const facts = await sendMeanwhile(where, connector, readers, () => Promise.resolve());
    const lost = facts.arrivals.filter(({ isLost }) => isLost).map(({ thread }) => thread).toSorted();
    process.stdout.write(`    CHAOS_SEED=${seed}: ${facts.count} readers, ${lost.length} answers lost, refusals ${JSON.stringify(byStatus(facts.arrivals))}\n`);
    assert.deepEqual(wrongIn(facts), []);
    assert.deepEqual(facts.deliveries.filter(({ state }) => state === 'unknown').map(({ thread }) => thread).toSorted(), lost);
    assert.deepEqual(tooSoon(facts.arrivals), []);
    assert.deepEqual(unseenIn(facts), []);
  } finally {
    await connector.close();
  }
}

const byStatus = (arrivals: readonly Arrival[]): Record<string, number> => Object.fromEntries([...Map.groupBy(arrivals.filter(({ status }) => status >= 400), ({ status }) => String(status))].map(([status, all]) => [status, all.length]));

/** Deliveries in the two seconds that Teams asked for. */
function tooSoon(arrivals: readonly Arrival[]): string[] {
  const asked = arrivals.filter(({ status, thread }) => status === 429 && thread.startsWith('a:reader-')).map(({ at }) => at);
  return arrivals.filter(isCard).flatMap(({ thread, at }) => (asked.some(since => at > since + onTheirWayMs && at < since + 2_000) ? [`${thread} was told too soon`] : []));
}
