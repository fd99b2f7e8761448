// Winding: the clock stops at each due time the bot names, and waits there until the bot is idle.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { startFakeBot, until, type FakeBot } from './fake-bot.ts';

const minute = 60_000;
const state = z.object({ version: z.number(), offsetMs: z.number(), calendar: z.string() });
const wound = state.extend({ stops: z.number() });

describe('the sandbox\'s clock', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => void (sandbox = await startSandbox()));
  afterEach(() => sandbox.stop());

  const now = async () => state.parse(await sandbox.api('GET', '/api/clock'));
  const wind = async (how: object) => wound.parse(await sandbox.api('POST', '/api/clock', how));
  const aboutMinutes = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / minute);

  it('starts at 9am in London on Tuesday 20 September 2022', async () => {
    assert.match((await now()).calendar, /^2022-09-20T08:00:/);
  });

  it('winds by a time, to a time, and never back', async () => {
    const before = await now();
    assert.equal(aboutMinutes(before.calendar, (await wind({ by: 90 * minute })).calendar), 90);
    assert.match((await wind({ to: '2022-09-23T09:00:00+01:00' })).calendar, /^2022-09-23T08:00:/);
    await assert.rejects(wind({ to: '2022-09-22T09:00:00Z' }), /400.*does not go back/);
    await assert.rejects(wind({ by: -1 }), /400/);
    await assert.rejects(wind({ next: true }), /409.*No bot/);
  });

  it('answers a long poll when it is wound, and keeps its time through a restart', async () => {
    const before = await now();
    const waiting = sandbox.api('GET', `/api/clock?after=${before.version}`);
    const after = await wind({ by: minute });
    assert.equal(state.parse(await waiting).version, after.version);
    await sandbox.kill();
    const again = await startSandbox({ dataDir: sandbox.dataDir });
    assert.equal(state.parse(await again.api('GET', '/api/clock')).offsetMs, after.offsetMs);
    await again.stop();
  });

  describe('with a bot', () => {
    let bot: FakeBot;
    let due: number[];
    let seen: number[];
    let offsetMs: number;
    /** Follows the clock as the bot does, and works off what is due a little later. */
    beforeEach(async () => {
      bot = await startFakeBot();
      [due, seen, offsetMs] = [[], [], (await now()).offsetMs];
      let open = 0;
      bot.metrics = () => {
        // eslint-disable-next-line no-restricted-syntax -- the sandbox lives by the machine's clock, in another process
        const calendar = Date.now() + offsetMs;
        const ready = due.filter(at => at <= calendar);
        due = due.filter(at => at > calendar);
        seen.push(...ready);
        open = ready.length > 0 ? 2 : Math.max(0, open - 1);
        return { la_desk_jobs_open: open, la_desk_next_due_seconds: due.length > 0 ? Math.min(...due) / 1000 : Number.NaN, la_desk_calendar_offset_seconds: offsetMs / 1000 };
      };
      await bot.register(sandbox);
      await until(() => bot.received.length === 4);
    });
    afterEach(() => bot.stop());

    const following = async (work: Promise<unknown>): Promise<void> => {
      let isDone = false;
      void work.finally(() => void (isDone = true)).catch(() => undefined);
      await until(async () => {
        offsetMs = (await now()).offsetMs;
        return isDone;
      });
      await work;
    };

    it('stops at each due time in order, and passes none', async () => {
      const start = Date.parse((await now()).calendar);
      due = [start + 30 * minute, start + 10 * minute, start + 20 * minute, start + 61 * minute];
      const winding = wind({ by: 60 * minute });
      await following(winding);
      assert.deepEqual(seen.map(at => (at - start) / minute), [10, 20, 30]);
      assert.equal((await winding).stops, 3);
    });

    it('goes to the next due time', async () => {
      const start = Date.parse((await now()).calendar);
      due = [start + 25 * minute, start + 50 * minute];
      await following(wind({ next: true }));
      assert.deepEqual(seen.map(at => (at - start) / minute), [25]);
      due = [];
      await assert.rejects(wind({ next: true }), /409.*nothing due/);
    });
  });
});
