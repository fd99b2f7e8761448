// Every cell of permissions.txt, pressed through the gate and the adapter over HTTP as Teams presses it; and presses that must not be believed.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { rules } from '../../src/access/permissions.ts';
import { kinds } from '../../src/kinds/grid.ts';
import type { KindName } from '../../src/kinds/kind.ts';
import { statuses, type ServiceRequest, type Status } from '../../src/requests/service-request.ts';
import { isWhole } from '../support/environment.ts';
import { expectedFor, people, type Person } from './expected.ts';
import { openStage, special, type Place, type Stage } from './press-stage.ts';

const forSomebodyElse = 'This card is for somebody else. Nothing was changed.';
const fallback = people.find(({ letter }) => letter === 'R') ?? assert.fail();
const requesterFor = (person: Person): Person => (person.hasSent ? person : fallback);

const isSubmitted = (status: Status) => statuses.indexOf(status) >= statuses.indexOf('submitted');

/** A request as it was after it was made, and still is. */
type Stood = { request: ServiceRequest; before: string };

/** Presses that leave no trace of themselves: what they answer is their effect. */
const looks = new Set([
  'request.show', 'request.refresh', 'request.form', 'request.form-cancel', 'request.comment-form', 'request.follow-up', 'request.back', 'request.undo-form', 'request.take-out-form', 'request.take-out-find',
]);

/** One in so many, another one each time, where not all are pressed. */
const portion = 16;

const kindNames = Object.keys(kinds) as KindName[];

describe('every cell of the permissions', function () {
  this.timeout(300_000);
  let stage: Stage;
  let requests: Map<string, Stood>;
  const touched = new Map<string, Stood>();
  before(async () => {
    stage = await openStage();
    requests = new Map();
  });
  after(() => stage.close());

  const standing = async (request: ServiceRequest): Promise<Stood> => ({ request, before: await stage.traces(request) });

  /** One request stands for all presses that do nothing to it. */
  async function requestFor(kind: KindName, status: Status, person: Person, verb: string): Promise<Stood & { spent: () => void }> {
    const requester = requesterFor(person);
    const name = [kind, status, requester.letter, special.has(verb) ? verb : ''].join();
    const stood = requests.get(name) ?? (await standing(await stage.make(kind, status, requester, verb)));
    requests.set(name, stood);
    touched.set(name, stood);
    const spent = () => [requests, touched].forEach(each => each.delete(name));
    return { ...stood, spent };
  }

  async function pressCell(kind: KindName, verb: string, status: Status, person: Person, place: Place, isAllowed: boolean, sees: boolean): Promise<void> {
    const where = `${kind}, ${verb}, ${status}, ${person.letter}, ${place}`;
    const { request, before, spent } = await requestFor(kind, status, person, verb);
    const answer = await stage.press(person, place, verb, { id: request.id, nonce: stage.nonce({ id: request.id, version: request.version, verb, reader: stage.readerOf(place, person) }) });
    if (isAllowed && !looks.has(verb)) {
      assert.notEqual(await stage.traces(request), before, `${where}: ${JSON.stringify(answer)}`);
      spent();
    }
    if (isAllowed) assert.ok(!('message' in answer) || answer.message !== forSomebodyElse, where);
    else if (sees) assert.ok('heading' in answer && answer.heading !== '', `${where}: ${JSON.stringify(answer)}`);
    else assert.deepEqual(answer, { message: forSomebodyElse }, where);
    if (verb === 'request.form') assert.equal('heading' in answer && answer.heading.startsWith('Not submitted yet'), isAllowed, where);
  }

  /** Whoever was not allowed to, and whoever only looked, changed nothing. */
  async function nothingElseChanged(where: string): Promise<void> {
    for (const { request, before } of touched.values()) assert.equal(await stage.traces(request), before, `${where}: ${request.requesterName}, ${request.status}`);
    touched.clear();
  }

  const turn = randomInt(portion);
  const isPressed = (...at: number[]) => isWhole || at.reduce((sum, index) => sum + index, 0) % portion === turn;
  const cells = { pressed: 0, all: 0 };
  for (const kind of kindNames) {
    const table = expectedFor(kind);

    it(`${kind}: permissions.txt has a row for each verb, and nothing besides`, () => assert.deepEqual(table.verbs.toSorted(), [...Object.keys(rules), 'sees'].toSorted()));

    for (const [column, verb] of Object.keys(rules).entries()) {
      it(`${kind}, ${verb}: for ${people.length} people in ${statuses.length} states`, async () => {
        for (const [row, status] of statuses.entries()) {
          for (const [index, person] of people.entries()) {
            const places: Place[] = person.groups?.includes('resolver') ? ['own chat', 'resolver channel'] : ['own chat'];
            cells.all += places.length;
            if (!isPressed(column, row, index)) continue;
            for (const place of places) {
              const isThere = place === 'own chat' || isSubmitted(status);
              await pressCell(kind, verb, status, person, place, isThere && table.allows(verb, status).includes(person.letter), isThere && table.allows('sees', status).includes(person.letter));
              cells.pressed += 1;
            }
          }
          await nothingElseChanged(`${kind}, ${verb}, ${status}`);
        }
      });
    }
  }

  it('was pressed in each place where the person has cards', () => {
    const places = people.length + people.filter(person => person.groups?.includes('resolver')).length;
    assert.equal(cells.all, kindNames.length * Object.keys(rules).length * statuses.length * places);
    assert.ok(isWhole ? cells.pressed === cells.all : cells.pressed > cells.all / (portion + 4), `${cells.pressed} of ${cells.all}`);
  });

  describe('a press that must not be believed has no effect, and shows the present state to who may see it', () => {
    const stranger = people.find(({ letter }) => letter === 'N') ?? assert.fail();
    type Press = { person: Person; place: Place; data: { id: string; nonce: string } };
    type Right = { request: ServiceRequest; verb: string; person: Person; place: Place };
    const nonceOf = ({ request, verb, person, place }: Right, more: Partial<{ id: string; version: number; verb: string; reader: string }> = {}) =>
      stage.nonce({ id: request.id, version: request.version, verb, reader: stage.readerOf(place, person), ...more });

    const wrong: Record<string, (right: Right, other: ServiceRequest) => Press[]> = {
      'by the wrong person': right => people.filter(({ id, hasSent }) => id !== right.person.id && !hasSent && right.place === 'own chat').map(person => ({ person, place: 'own chat' as const, data: { id: right.request.id, nonce: nonceOf(right) } })),
      'by somebody who is nothing here': right => [{ person: stranger, place: right.place, data: { id: right.request.id, nonce: nonceOf(right) } }],
      'in another chat': right => (right.place === 'own chat' ? (['resolver channel', 'another channel'] as const) : (['own chat', 'another channel'] as const)).map(place => ({ person: right.person, place, data: { id: right.request.id, nonce: nonceOf(right) } })),
      'in a channel without resolvers, with a nonce for it': right => [{ person: right.person, place: 'another channel', data: { id: right.request.id, nonce: nonceOf(right, { reader: 'resolvers' }) } }],
      'with an id that was made up': right => [{ person: right.person, place: right.place, data: { id: randomUUID(), nonce: nonceOf(right) } }],
      'with the id of another request': (right, other) => [{ person: right.person, place: right.place, data: { id: other.id, nonce: nonceOf(right) } }],
      'with a nonce of an older state': right => [1, 2, 6].map(ago => ({ person: right.person, place: right.place, data: { id: right.request.id, nonce: nonceOf(right, { version: right.request.version - ago }) } })),
      'with a nonce of a state to come': right => [{ person: right.person, place: right.place, data: { id: right.request.id, nonce: nonceOf(right, { version: right.request.version + 1 }) } }],
      'with a nonce of another button': right => [{ person: right.person, place: right.place, data: { id: right.request.id, nonce: nonceOf(right, { verb: right.verb === 'request.show' ? 'request.refresh' : 'request.show' }) } }],
      'with a nonce that was made up': right => ['', 'AAAAAAAAAAAAAAAAAAAAAA', nonceOf(right).slice(1), `${nonceOf(right)}A`].map(nonce => ({ person: right.person, place: right.place, data: { id: right.request.id, nonce } })),
    };

    for (const [name, presses] of Object.entries(wrong)) {
      it(name, async () => {
        for (const [row, kind] of kindNames.entries()) for (const [column, verb] of Object.keys(rules).entries()) {
          if (!isPressed(row, column)) continue;
          // The first state in which the right press would have its effect.
          const status = statuses.find(each => expectedFor(kind).allows(verb, each) !== '') ?? 'submitted';
          const letters = expectedFor(kind).allows(verb, status);
          // One who presses it in their own chat, and where there is one, one who presses it in the channel.
          const one = people.find(({ letter }) => letters.includes(letter));
          const channels = people.find(({ letter, groups }) => letters.includes(letter) && groups?.includes('resolver') === true);
          for (const [person, place] of [[one, 'own chat'], [channels, 'resolver channel']] as const) {
            if (person === undefined || (place === 'resolver channel' && !isSubmitted(status))) continue;
            const { request } = await requestFor(kind, status, person, verb);
            const { request: other } = await requestFor(kind, status === 'resolved' ? 'closed' : 'resolved', person, verb);
            const before = [await stage.traces(request), await stage.traces(other)];
            for (const press of presses({ request, verb, person, place }, other)) {
              const where = `${kind}, ${verb}, ${status}, ${press.person.letter}, ${press.place}`;
              const answer = await stage.press(press.person, press.place, verb, press.data);
              assert.ok('heading' in answer || answer.message === forSomebodyElse, `${where}: ${JSON.stringify(answer)}`);
              assert.ok(!('heading' in answer) || !answer.heading.startsWith('Not submitted yet'), where);
              if ('heading' in answer && press.data.id === request.id) assert.ok(expectedFor(kind).allows('sees', status).includes(press.person.letter), `${where} saw ${answer.heading}`);
            }
            assert.deepEqual([await stage.traces(request), await stage.traces(other)], before, `${kind}, ${verb}, ${status}`);
          }
        }
      });
    }
  });
});
