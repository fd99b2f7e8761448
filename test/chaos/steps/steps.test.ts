// kill -9 exactly once at each named step: after the intent, around the call, around the outcome, before the card, around a post.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { onPostgres } from '../../support/database.ts';
import { isThorough } from '../../support/environment.ts';
import { onFolder, onServer, type Crewed } from '../crews.ts';
import { shared } from '../kills.ts';
import { run } from '../run.ts';
import { wrongIn } from '../verdict.ts';
import { makeAim, type Aim } from './aim.ts';
import { applyingSteps, killAtEachStep, postingSteps } from './each-step.ts';

/** A first slice of 25 and enough slices of 400 for each kill to have people of its own. */
const people = 2_200;
const minutes = 60_000;

if (isThorough) {
  describe(`kill -9 at ${applyingSteps.join(', ')}, ${postingSteps.join(', ')}, on PGlite`, () => {
    it('loses nobody and writes nothing twice', async function () {
      this.timeout(10 * minutes);
      const aim = makeAim();
      const { clear, ...crewed } = await onFolder(aim.settings);
      await holds(crewed, aim).finally(clear).finally(aim.clear);
    });
  });

  onPostgres(`kill -9 of one of two workers at ${applyingSteps.join(', ')}, ${postingSteps.join(', ')}`, () => {
    it('loses nobody and writes nothing twice', async function () {
      this.timeout(15 * minutes);
      const aim = makeAim();
      await holds(await onServer(aim.settings), aim).finally(aim.clear);
    });
  });
}

async function holds(crewed: Crewed, aim: Aim): Promise<void> {
  let counted: number | undefined;
  const { facts, errors } = await run({
    ...crewed, what: 'one kill at each of 8 named steps', kills: shared(0), people, storm: {},
    whileApplying: async (fleet, world, gone) => {
      await killAtEachStep({ fleet, world, gone, aim, open: crewed.open, patienceMs: crewed.patienceMs });
      await fleet.ready();
      counted = await unknownBy(`http://127.0.0.1:${crewed.crew[crewed.web]?.['PORT'] ?? ''}/metrics`);
    },
  });
  assert.deepEqual(wrongIn(facts), []);
  assert.deepEqual(errors, []);
  assert.deepEqual([counted, facts.ledger.unknown.length, facts.unknownPosts.map(post => post.subject)], [2, 2, ['card', 'card']]);
}

async function unknownBy(address: string): Promise<number> {
  return z.coerce.number().parse(/^la_desk_posts_unknown (\d+)$/m.exec(await (await fetch(address)).text())?.[1]);
}
