// Every cell of the table in permissions.txt of what is about no one request: the queue, incidents and the roster, pressed through the gate and the adapter.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { deskRules, type DeskVerb } from '../../src/access/permissions.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { isWhole } from '../support/environment.ts';
import { everybody } from '../../src/requests/nonce.ts';
import { expectedAtDesk, people, type Person } from './expected.ts';
import { aNotice } from '../support/notices.ts';
import { audiencePressings } from './audience-pressings.ts';
import { noticePressings } from './notice-pressings.ts';
import { openStage, type Place, type Pressing, type Stage } from './press-stage.ts';
import { webinarPressings } from './webinar-pressings.ts';

const forSomebodyElse = 'This card is for somebody else. Nothing was changed.';
const places: readonly Place[] = ['own chat', 'resolver channel', 'another channel'];
const called = (wanted: string): Person => people.find(({ letter }) => letter === wanted) ?? assert.fail(wanted);
const filledIn = { kind: 'incident', reference: 'INC31020388', title: 'slow sign-in', link: '', scope: 'chosen', address: 'p1@nhs.example', organisation: 'ZZ101', expires: '' };

/** Their buttons carry no nonce: they only show something. */
const boundToNothing: readonly DeskVerb[] = ['queue.refresh', 'queue.pick', 'notices.preferences', 'feedback.list'];

describe('every cell of what is about no one request', function () {
  this.timeout(300_000);
  let stage: Stage;
  before(async () => void (stage = await openStage()));
  after(() => stage.close());

  const bound = (verb: string, id: string, person: Person, place: Place) => ({ id, nonce: stage.nonce({ id, version: 1, verb, reader: stage.readerOf(place, person) }) });
  const at = () => stage.desk.clock.calendar();

  /** Everything that any of these presses could change. */
  async function traces(): Promise<string> {
    const { rows } = await sql`select (select md5(string_agg(q::text, '' order by id)) from request q) as requests, (select count(*)::int from post) as posts, (select count(*)::int from nonce) as nonces, (select count(*)::int from audit) as audit,
      (select md5(string_agg(i::text, '' order by id)) from incident i) as incidents, (select md5(string_agg(c::text, '' order by id)) from roster_change c) as changes, (select count(*)::int from roster) as roster, (select count(*)::int from opt_out) as opted, (select sum(times)::int from notice_press) as pressed,
      (select md5(string_agg(d::text, '' order by id)) from webinar_date d) as dates, (select md5(string_agg(s::text, '' order by id)) from webinar_series s) as series, (select count(*)::int from webinar_reminder) as reminders, (select md5(string_agg(a::text, '' order by id)) from slot_ask a) as asks,
      (select md5(string_agg(q::text, '' order by id)) from webinar_question q) as questions, (select count(*)::int from key_update) as updates, (select md5(string_agg(u::text, '' order by notice_id, person_id)) from sign_up u) as signups, (select md5(string_agg(r::text, '' order by notice_id, day)) from notice_reminder r) as noticereminders, (select md5(string_agg(f::text, '' order by id)) from feedback f) as feedback, (select md5(string_agg(n::text, '' order by id)) from notice n) as notices, (select md5(string_agg(p::text, '' order by person_id)) from notice_preference p) as preferences`.execute(stage.desk.connection.db);
    return JSON.stringify(rows);
  }

  /** Chosen in the picker, as it was made for this person. */
  async function chosen(verb: DeskVerb, person: Person, request: ServiceRequest): Promise<Pressing> {
    const before = await stage.traces(request);
    const id = randomUUID();
    const tick = stage.nonce({ id: request.id, version: request.version, verb: 'queue.choose', reader: person.id });
    return { data: { id, nonce: stage.nonce({ id, version: 1, verb, reader: person.id }), requests: `${request.id}.${tick}` }, hadEffect: async () => (await stage.traces(request)) !== before };
  }

  /** Bound to no state of the request. */
  async function onRequest(verb: DeskVerb, person: Person, place: Place): Promise<Pressing> {
    const request = await submitted();
    const before = await stage.traces(request);
    return { data: { ...bound(verb, request.id, person, place), words: 'a comment' }, hadEffect: async () => (await stage.traces(request)) !== before };
  }

  let told: ServiceRequest | null = null;
  /** On the card of a week later, which stays when its request is closed. */
  async function weekLater(verb: DeskVerb, person: Person, place: Place): Promise<Pressing> {
    told ??= await stage.make('enable-mfa', 'closed', called('R'), 'request.undo');
    const request = told;
    await stage.desk.store.snapshots.saveRegistrations([{ personId: 'p1', hasMethod: false }], at());
    const before = await stage.traces(request);
    return { data: bound(verb, request.id, person, place), hadEffect: async () => (await stage.traces(request)) !== before };
  }

  async function preferring(verb: 'week.stop' | 'week.again', person: Person, place: Place): Promise<Pressing> {
    const { optOuts } = stage.desk.store;
    await (verb === 'week.stop' ? optOuts.remove(person.id, 'week-later') : optOuts.add(person.id, 'week-later', at()));
    return { data: (await weekLater(verb, person, place)).data, hadEffect: async () => (await optOuts.has(person.id, 'week-later')) === (verb === 'week.stop') };
  }

  /** In their own chat on their own card, in a channel on everybody's. */
  async function onNotice(verb: DeskVerb, person: Person, place: Place): Promise<Pressing> {
    const notice = aNotice('sent', { id: randomUUID() });
    await stage.desk.store.notices.insert(notice);
    const reader = place === 'own chat' ? person.id : everybody;
    return { data: { id: notice.id, nonce: stage.nonce({ id: notice.id, version: 1, verb, reader }) }, hadEffect: async () => (await stage.desk.store.notices.presses(notice.id)).length > 0 };
  }

  async function goOn(): Promise<void> {
    const brake = await stage.desk.store.brakes.current();
    if (brake !== null) await stage.desk.store.brakes.end(brake.id, 'Ada', at());
  }

  async function proposed(verb: DeskVerb, person: Person, place: Place): Promise<Pressing> {
    const id = randomUUID();
    const [proposer, { rosterChanges }] = [called('B'), stage.desk.store];
    const who = { personId: 'p1', name: 'P', address: 'p1@nhs.example', organisation: 'ZZ101', organisationName: 'Ashdown Vale Trust', role: 'la' as const, expiresOn: null };
    await rosterChanges.insert({ id, is: 'proposal', askedBy: proposer.id, askedByName: 'B', askedAt: at(), people: [who] });
    return { data: bound(verb, id, person, place), hadEffect: async () => (await rosterChanges.find(id))?.verdict !== null };
  }

  /** One stands for all presses that do nothing to it. */
  let spare: ServiceRequest | null = null;
  async function submitted(): Promise<ServiceRequest> {
    const now = spare && (await stage.desk.store.requests.find(spare.id));
    return (spare = now !== null && now.version === spare?.version ? now : await sentBy(called('R')));
  }
  const sentBy = (requester: Person) => stage.make('enable-mfa', 'submitted', requester, 'request.start');
  const { incidents, rosterChanges } = { incidents: () => stage.desk.store.incidents, rosterChanges: () => stage.desk.store.rosterChanges };
  const says = (words: RegExp): Pressing['hadEffect'] => answer => Promise.resolve(words.test('heading' in answer ? answer.heading : answer.message));

  const pressings: Record<DeskVerb, (person: Person, place: Place) => Promise<Pressing>> = {
    'queue.refresh': () => Promise.resolve({ data: {}, hadEffect: says(/requests? (?:are )?open/) }),
    'queue.open': async (person, place) => {
      const { id } = await submitted();
      return { data: bound('queue.open', id, person, place), hadEffect: says(/^New: R-\d+|^R-\d+ is in the card below/) };
    },
    'queue.pick': () => Promise.resolve({ data: {}, hadEffect: says(/^Nothing chosen yet|^Choose in the card below/) }),
    'queue.take': async person => chosen('queue.take', person, await submitted()),
    'queue.start': async person => chosen('queue.start', person, await submitted()),
    'queue.hold': async person => chosen('queue.hold', person, await submitted()),
    'comment.read': (person, place) => onRequest('comment.read', person, place),
    'comment.reply': (person, place) => onRequest('comment.reply', person, place),
    'week.list': (person, place) => weekLater('week.list', person, place),
    'week.message': (person, place) => weekLater('week.message', person, place),
    'week.stop': (person, place) => preferring('week.stop', person, place),
    'week.again': (person, place) => preferring('week.again', person, place),
    'incident.open': (person, place) => {
      const id = randomUUID();
      return Promise.resolve({ data: { ...filledIn, ...bound('incident.open', id, person, place) }, hadEffect: async () => (await incidents().find(id)) !== null });
    },
    'incident.end': async (person, place) => {
      const id = randomUUID();
      await incidents().open({ id, kind: 'incident', reference: 'INC31020388', title: 'slow', link: null, requestIds: [], openedByName: 'Dan', openedAt: at(), endedAt: null });
      return { data: bound('incident.end', id, person, place), hadEffect: async () => (await incidents().find(id))?.endedAt !== null };
    },
    'notice.ack': (person, place) => onNotice('notice.ack', person, place),
    'notice.follow': (person, place) => onNotice('notice.follow', person, place),
    ...audiencePressings(() => stage),
    ...webinarPressings(() => stage),
    ...noticePressings(() => stage),
    'changes.stop': async (person, place) => {
      await goOn();
      const id = randomUUID();
      return { data: { ...bound('changes.stop', id, person, place), reason: 'a fault' }, hadEffect: async () => (await stage.desk.store.brakes.find(id)) !== null };
    },
    'changes.go-on': async (person, place) => {
      await goOn();
      const id = randomUUID();
      await stage.desk.store.brakes.put({ id, reason: 'a fault', stoppedByName: 'Ada', stoppedAt: at(), endedByName: null, endedAt: null });
      return { data: bound('changes.go-on', id, person, place), hadEffect: async () => (await stage.desk.store.brakes.find(id))?.endedAt !== null };
    },
    'roster.propose': (person, place) => {
      const id = randomUUID();
      return Promise.resolve({ data: { ...filledIn, ...bound('roster.propose', id, person, place) }, hadEffect: async () => (await rosterChanges().find(id)) !== null });
    },
    'roster.confirm': (person, place) => proposed('roster.confirm', person, place),
    'roster.reject': (person, place) => proposed('roster.reject', person, place),
  };

  const table = expectedAtDesk();
  const verbs = Object.keys(deskRules) as DeskVerb[];
  it('permissions.txt has a row for each verb, and nothing besides', () => assert.deepEqual(table.verbs.toSorted(), verbs.toSorted()));

  const turn = randomInt(4);
  const cells = { pressed: 0, all: 0 };
  for (const [row, verb] of verbs.entries()) {
    it(`${verb}: for ${people.length} people in ${places.length} places`, async () => {
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

  it('whoever chooses their own request is told so, wherever they press, and nothing happens to it', async () => {
    for (const person of [called('r'), called('Q')]) for (const place of ['own chat', 'resolver channel'] as const) for (const [verb, heading] of [['queue.take', 'Nothing was taken'], ['queue.start', 'Nothing was started'], ['queue.hold', 'Nothing was put on hold']] as const) {
      const { data } = await chosen(verb, person, await sentBy(person));
      const before = await traces();
      assert.deepEqual([await stage.press(person, place, verb, data), await traces()], [{ heading }, before], `${verb}, ${person.letter}, ${place}`);
    }
  });

  it('a nonce of another button, person or form, or one that was made up, has no effect anywhere', async () => {
    const other = called('W');
    for (const verb of verbs.filter(name => !boundToNothing.includes(name))) for (const place of places) {
      const who = called(places.map(each => table.allows(verb, each)).join('').charAt(0));
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
});
