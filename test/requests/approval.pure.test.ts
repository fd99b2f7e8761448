// Saying yes, against a model that knows only who asked, what was on the list when it was submitted, and when that list was checked.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { may } from '../../src/access/permissions.ts';
import type { Roles } from '../../src/access/roles.ts';
import { agree, isLapsed } from '../../src/requests/approval.ts';
import { advance, type Event } from '../../src/requests/lifecycle.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { aRequest, at, laOf, noRoles, resolver } from '../support/requests.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

/** Priya asks; she may hold every role there is. */
const people: Record<string, Roles> = {
  priya: { ...laOf('ZZ101'), primaryOf: ['ZZ101'], isResolver: true, isOperator: true },
  tom: laOf('ZZ101'),
  lena: laOf('ZZ202'),
  dan: resolver,
  omar: { ...noRoles, isOperator: true, isCommunications: true },
  noor: noRoles,
};
/** Written apart from the table of permissions. */
const mayAgree = { 'enable-mfa': ['dan'], 'revoke-sessions': ['dan', 'tom'] };

/** What the model knows: no state machine, only facts. */
type Model = { now: number; list: string; checkedAt: number; submittedList: string | null; isOpen: boolean };
type Real = { request: ServiceRequest };

const changed = (real: Real, event: Event, now: number): boolean => {
  const move = advance(real.request, event, new Date(now));
  if (move) real.request = move.request;
  return move !== null;
};

class Wind implements fc.Command<Model, Real> {
  readonly hours: number;
  constructor(hours: number) { this.hours = hours; }
  check = () => true;
  run(model: Model) { model.now += this.hours * hourMs; }
  toString = () => `wind ${this.hours} h`;
}

class ChangeList implements fc.Command<Model, Real> {
  readonly list: string;
  constructor(list: string) { this.list = list; }
  check = () => true;
  run(model: Model) { model.list = this.list; }
  toString = () => `the list becomes ${this.list}`;
}

class Check implements fc.Command<Model, Real> {
  check = (model: Readonly<Model>) => model.submittedList === null;
  run(model: Model, real: Real) {
    changed(real, { is: 'check-again' }, model.now);
    real.request = { ...real.request, listHash: model.list };
    assert.ok(changed(real, { is: 'checked' }, model.now));
    model.checkedAt = model.now;
  }
  toString = () => 'check again';
}

class Submit implements fc.Command<Model, Real> {
  check = (model: Readonly<Model>) => model.submittedList === null;
  run(model: Model, real: Real) {
    if (isLapsed(real.request, new Date(model.now)) || real.request.listHash !== model.list) return;
    real.request = { ...real.request, number: 2041 };
    assert.ok(changed(real, { is: 'submitted', notBefore: null, contactNumber: '+447700900123' }, model.now));
    Object.assign(model, { submittedList: model.list, isOpen: true });
  }
  toString = () => 'submit';
}

/** As the handler does it: the table of permissions, then the rules of a yes. */
class SayYes implements fc.Command<Model, Real> {
  readonly by: string;
  constructor(by: string) { this.by = by; }
  check = () => true;
  run(model: Model, real: Real) {
    const { request } = real;
    const verb = request.kind === 'enable-mfa' ? 'request.start' : 'request.approve';
    const isAllowed = may(verb, this.by, people[this.by] ?? noRoles, request) === 'yes';
    const agreed = agree(request, { by: this.by, byName: this.by, listHash: model.list }, new Date(model.now));
    const moves = isAllowed && 'moves' in agreed ? agreed.moves : [];
    const wanted = model.isOpen && mayAgree[request.kind].includes(this.by) && model.list === model.submittedList && model.now - model.checkedAt <= weekMs;
    assert.equal(moves.length > 0, wanted, `${this.by} ${request.status}`);
    const after = moves.at(-1)?.request;
    if (after === undefined) return;
    assert.deepEqual([after.status, after.startedBy, after.approvedBy, after.approvedHash], ['in-progress', this.by, ...(request.kind === 'revoke-sessions' ? [this.by, model.list] : [null, null])]);
    Object.assign(real, { request: after });
    model.isOpen = false;
  }
  toString = () => `${this.by} says yes`;
}

class Happen implements fc.Command<Model, Real> {
  readonly event: Event;
  constructor(event: Event) { this.event = event; }
  check = () => true;
  run(model: Model, real: Real) {
    const before = real.request;
    changed(real, this.event, model.now);
    if (real.request.status !== 'submitted') model.isOpen = false;
    assert.ok(before.status !== 'submitted' || real.request.status !== 'in-progress', `${this.event.is} started it`);
  }
  toString = () => this.event.is;
}

const others: Event[] = [{ is: 'paused' }, { is: 'stopped', reason: 'failures' }, { is: 'continued' }, { is: 'applied' }, { is: 'portal-marked', count: 1 }, { is: 'accepted', count: 1 }, { is: 'completed' }, { is: 'reopened' }, { is: 'closing-time' }, { is: 'withdrawn' }, { is: 'rejected', reason: 'no' }, { is: 'doubt-confirmed', doubt: 'application' }];

const commands = fc.commands([
  fc.integer({ min: 1, max: 200 }).map(hours => new Wind(hours)),
  fc.constantFrom('a', 'b').map(list => new ChangeList(list)),
  fc.constant(new Check()),
  fc.constant(new Submit()),
  fc.constant(new Submit()),
  fc.constantFrom(...Object.keys(people)).map(by => new SayYes(by)),
  fc.constantFrom(...Object.keys(people)).map(by => new SayYes(by)),
  fc.constantFrom(...others).map(event => new Happen(event)),
], { maxCommands: 40 });

describe('saying yes to a list', function () {
  this.timeout(120_000);
  const start = at('2022-09-23T11:24:00Z');

  it('comes to nothing for oneself, for a list that changed, and for one checked more than 7 days ago: 10,000 runs', () => {
    let agreed = 0;
    fc.assert(fc.property(fc.constantFrom('enable-mfa' as const, 'revoke-sessions' as const), commands, (kind, run) => {
      const model: Model = { now: start.getTime(), list: 'a', checkedAt: start.getTime(), submittedList: null, isOpen: false };
      const real: Real = { request: aRequest('checked', { kind, listHash: 'a', checkedAt: start, shown: null }) };
      fc.modelRun(() => ({ model, real }), run);
      if (real.request.startedBy !== null) agreed += 1;
    }), { numRuns: 10_000 });
    // Runs in which nobody ever could say yes would prove nothing.
    assert.ok(agreed > 500, String(agreed));
  });

  it('is good for 7 days to the millisecond', () => {
    const checkedAt = start;
    assert.deepEqual([weekMs, weekMs + 1].map(ms => isLapsed({ checkedAt }, new Date(start.getTime() + ms))), [false, true]);
    assert.equal(isLapsed({ checkedAt: null }, start), true);
  });

  it('is refused to oneself by itself, whatever the table of permissions would say', () => {
    for (const kind of ['enable-mfa', 'revoke-sessions'] as const) assert.deepEqual(agree(aRequest('submitted', { kind }), { by: 'priya', byName: 'Priya Nair', listHash: 'abc' }, start), { objection: 'own' });
  });

  it('is the only way that anything is started', () => {
    const folder = new URL('../../src/requests/', import.meta.url);
    const starting = readdirSync(folder).filter(name => /\bis: '(?:started|approved)'/.test(readFileSync(new URL(name, folder), 'utf8').replace(/\| \{ is: '\w+';.*/g, '')));
    assert.deepEqual(starting, ['approval.ts']);
  });
});
