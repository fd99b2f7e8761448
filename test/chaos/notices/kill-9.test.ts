// kill -9 of whoever sends, again and again, while a notice goes to 2,000: nobody is lost, nobody has two cards, and whoever may have one or not is listed.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { onPostgres } from '../../support/database.ts';
import { chaosSeed, isThorough, share } from '../../support/environment.ts';
import { openStrictConnector } from '../../support/strict-connector.ts';
import { aims } from '../kills.ts';
import { randomFrom } from '../random.ts';
import { isCard, onFolder, onServer, sendMeanwhile, type Where } from './stage.ts';
import { unseenIn, wrongIn } from './verdict.ts';

const kills = share(50, 2);
const readers = share(2_000, 300);
const minutes = 60_000;
/** A call and its intent take a tenth of a second: about so many are under way in one process at any moment. */
const mostUnknownEach = 20;

describe(`kill -9 of the bot, ${kills} times, while a notice goes to ${readers}, on PGlite`, function () {
  this.timeout((4 + kills / 2) * minutes);
  it('loses nobody, tells nobody twice, and lists who may not have it', async () => holds(await onFolder()));
});

if (isThorough) onPostgres(`kill -9 of two workers, ${kills} times, while a notice goes to ${readers}`, function () {
  this.timeout((4 + kills / 2) * minutes);
  it('loses nobody, tells nobody twice, and lists who may not have it', async () => holds(await onServer()));
});

async function holds(where: Where): Promise<void> {
  const seed = chaosSeed ?? randomInt(2 ** 31);
  const random = randomFrom(seed);
  const connector = await openStrictConnector({ random: randomFrom(seed + 1), answerMs: () => 40 });
  const told = () => connector.arrivals().filter(isCard).length;
  try {
    const facts = await sendMeanwhile(where, connector, readers, async fleet => {
      for (const aim of aims(kills, readers - 50, random)) {
        await connector.until(() => told() >= Math.min(aim, readers - 50), 120_000);
        await pause(random() * 200);
        const able = where.workers.filter(name => fleet.isUp(name));
        const name = able[Math.floor(random() * able.length)] ?? where.workers[0] ?? '';
        await fleet.ready(name);
        await fleet.kill(name);
      }
    });
    const unknown = facts.deliveries.filter(({ state }) => state === 'unknown');
    process.stdout.write(`    CHAOS_SEED=${seed}: ${kills} kills, ${facts.count} readers, ${told()} cards, ${unknown.length} unknown, of which ${unknown.filter(({ thread }) => facts.arrivals.some(one => one.thread === thread && isCard(one))).length} have it\n`);
    assert.deepEqual(wrongIn(facts), []);
    assert.ok(unknown.length > 0 && unknown.length <= kills * mostUnknownEach, `${unknown.length} unknown`);
    assert.deepEqual(unseenIn(facts), []);
  } finally {
    await connector.close();
  }
}
