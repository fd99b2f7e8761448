// Presses every cell of what is about no one request: each verb, by everybody, in each place.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import type { DeskVerb } from '../../src/access/permissions.ts';
import { isWhole } from '../support/environment.ts';
import { expectedAtDesk, people, type Person } from './expected.ts';
import type { Place, Stage } from './press-stage.ts';

/** Pressed in audience-cells.test.ts. */
export const audienceVerbs = ['notices.preferences', 'notices.prefer'] as const satisfies readonly DeskVerb[];
export type AudienceVerb = (typeof audienceVerbs)[number];

const forSomebodyElse = 'This card is for somebody else. Nothing was changed.';
const places: readonly Place[] = ['own chat', 'resolver channel', 'another channel'];
export const called = (wanted: string): Person => people.find(({ letter }) => letter === wanted) ?? assert.fail(wanted);

/** A press that is right but for who presses and where, and whether it had its effect. */
export type Pressing = { data: Record<string, unknown>; hadEffect: (answer: { heading: string } | { message: string }) => Promise<boolean> };

/** `traces`: everything that any of these presses could change. */
type Desk<V extends DeskVerb> = { stage: Stage; pressings: Record<V, (person: Person, place: Place) => Promise<Pressing>>; traces: () => Promise<string> };

export function pressEveryCell<V extends DeskVerb>(verbs: readonly V[], on: () => Desk<V>): void {
  const table = expectedAtDesk();
  const turn = randomInt(4);
  const cells = { pressed: 0, all: 0 };
  for (const [row, verb] of verbs.entries()) {
    it(`${verb}: for ${people.length} people in ${places.length} places`, async () => {
      const { stage, pressings, traces } = on();
      for (const [column, place] of places.entries()) for (const [index, person] of people.entries()) {
        cells.all += 1;
        if (!isWhole && (row + column + index) % 4 !== turn) continue;
        const where = `${verb}, ${person.letter}, ${place}`;
        const { data, hadEffect } = await pressings[verb](person, place);
        const before = await traces();
        const answer = await stage.press(person, place, verb, data);
        const isAllowed = table.allows(verb, place).includes(person.letter);
        assert.equal(await hadEffect(answer), isAllowed, `${where}: ${JSON.stringify(answer)}`);
        if (!isAllowed) assert.deepEqual([answer, await traces()], [{ message: forSomebodyElse }, before], where);
        cells.pressed += 1;
      }
    });
  }

  it('was pressed in each place, by everybody', () => {
    assert.equal(cells.all, verbs.length * places.length * people.length);
    assert.ok(isWhole ? cells.pressed === cells.all : cells.pressed > cells.all / 5, `${cells.pressed} of ${cells.all}`);
  });
}

/** `whoMay`: somebody for whom the press would have its effect. */
export function refuseForged<V extends DeskVerb>(verbs: readonly V[], whoMay: (verb: V) => Person, on: () => Desk<V>): void {
  it('a nonce of another button, person or form, or one that was made up, has no effect anywhere', async () => {
    const { stage, pressings, traces } = on();
    const other = called('W');
    for (const verb of verbs) for (const place of places) {
      const who = whoMay(verb);
      const { data } = await pressings[verb](who, place);
      const id = String(data['id']);
      const made = (more: object) => stage.nonce({ id, version: 1, verb, reader: who.id, ...more });
      const before = await traces();
      for (const nonce of ['', 'AAAAAAAAAAAAAAAAAAAAAA', made({ verb: 'request.show' }), made({ reader: other.id }), made({ id: randomUUID() }), made({ version: 2_000 })]) {
        assert.deepEqual(await stage.press(who, place, verb, { ...data, nonce }), { message: forSomebodyElse }, `${verb}, ${place}, ${nonce}`);
      }
      assert.equal(await traces(), before, `${verb}, ${place}`);
    }
  });
}
