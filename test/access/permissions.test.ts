// Every verb, for everybody, in every state, against answers written here apart from the code.
import assert from 'node:assert/strict';
import { isRequestVerb, may, relations, rules, type RequestVerb } from '../../src/access/permissions.ts';
import type { Roles } from '../../src/access/roles.ts';
import type { KindName } from '../../src/kinds/kind.ts';
import { statuses, type ServiceRequest, type Status } from '../../src/requests/service-request.ts';
import { aRequest, laOf, noRoles, resolver } from '../support/requests.ts';

/** All requests here are Priya's, for ZZ101. */
const people: Record<string, { id: string; roles: Roles }> = {
  requester: { id: 'priya', roles: laOf('ZZ101') },
  'requester who is a resolver too': { id: 'priya', roles: { ...laOf('ZZ101'), isResolver: true } },
  'requester who lost the role': { id: 'priya', roles: noRoles },
  'requester who is now only a resolver': { id: 'priya', roles: resolver },
  'requester who moved to another organisation': { id: 'priya', roles: laOf('ZZ202') },
  colleague: { id: 'tom', roles: laOf('ZZ101', 'ZZ303') },
  'colleague who is a resolver too': { id: 'tom', roles: { ...laOf('ZZ101'), isResolver: true } },
  'other organisation': { id: 'lena', roles: laOf('ZZ202') },
  resolver: { id: 'dan', roles: resolver },
  'resolver from another organisation': { id: 'amara', roles: { ...laOf('ZZ202'), isResolver: true } },
  operator: { id: 'omar', roles: { ...noRoles, isOperator: true, isCommunications: true } },
  nobody: { id: 'noor', roles: noRoles },
};

const own = ['requester', 'requester who is a resolver too'];
const las = [...own, 'colleague', 'colleague who is a resolver too'];
const resolvers = ['resolver', 'resolver from another organisation', 'colleague who is a resolver too'];
const seconds = [...resolvers, 'colleague'];
const everybody = [...new Set([...las, ...resolvers])];

const afterSubmission: Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', 'closed', 'withdrawn', 'rejected'];
const afterStart: Status[] = ['in-progress', 'on-hold', 'confirming', 'resolved', 'closed'];

type Expected = { who: string[]; when: Status[] };
const mfa: { [V in RequestVerb]: Expected } = {
  'check.stop': { who: own, when: ['receiving', 'choosing', 'checking'] },
  'check.use-column': { who: own, when: ['choosing'] },
  'check.confirm': { who: own, when: ['checked'] },
  'check.again': { who: own, when: ['checked'] },
  'check.files': { who: own, when: ['checked'] },
  'check.delete': { who: own, when: ['choosing', 'checked'] },
  'request.form': { who: own, when: ['checked'] },
  'request.form-cancel': { who: own, when: ['checked'] },
  'request.submit': { who: own, when: ['checked'] },
  'request.show': { who: everybody, when: afterSubmission },
  'request.list': { who: las, when: afterSubmission },
  'request.outcome': { who: everybody, when: afterStart },
  'request.problems': { who: everybody, when: afterStart },
  'request.withdraw': { who: las, when: ['submitted', 'on-hold'] },
  'request.reopen': { who: las, when: ['resolved'] },
  'request.start': { who: resolvers, when: ['submitted'] },
  'request.approve': { who: [], when: [] },
  'request.reject': { who: resolvers, when: ['submitted', 'on-hold'] },
  'request.pause': { who: resolvers, when: ['in-progress'] },
  'request.continue': { who: resolvers, when: ['in-progress'] },
  'request.hold': { who: resolvers, when: ['submitted', 'in-progress'] },
  'request.resume': { who: resolvers, when: ['on-hold'] },
  'request.portal-marked': { who: resolvers, when: ['confirming'] },
  'request.accept': { who: resolvers, when: ['confirming'] },
  'request.details-to-me': { who: resolvers, when: afterSubmission },
  'request.refresh': { who: everybody, when: afterSubmission },
};
/** Signing somebody out: a second person approves it, there is no Portal, and it cannot be done again without asking anew. */
const signOut: { [V in RequestVerb]: Expected } = {
  ...mfa,
  'request.start': { who: [], when: [] },
  'request.approve': { who: seconds, when: ['submitted'] },
  'request.reject': { who: seconds, when: ['submitted', 'on-hold'] },
  'request.details-to-me': { who: seconds, when: afterSubmission },
  'request.reopen': { who: [], when: [] },
  'request.hold': { who: [], when: [] },
  'request.resume': { who: [], when: [] },
  'request.portal-marked': { who: [], when: [] },
};

const isSubmitted = (status: Status) => afterSubmission.includes(status);
/** Before submission there is nothing for anybody else to see. */
const answer = ({ who, when }: Expected, name: string, status: Status) =>
  !who.includes(name) || (!isSubmitted(status) && !own.includes(name)) ? 'not-you' : when.includes(status) ? 'yes' : 'not-now';

function describeKind(kind: KindName, table: { [V in RequestVerb]: Expected }): void {
  describe(`permissions for ${kind}`, () => {
    for (const verb of Object.keys(rules).filter(isRequestVerb)) {
      it(`${verb}: ${table[verb].who.length === 0 ? 'nobody' : `${table[verb].who.join(', ')}; when ${table[verb].when.join(', ')}`}`, () => {
        for (const [name, { id, roles }] of Object.entries(people)) for (const status of statuses) {
          const found = may(verb, id, roles, aRequest(status, { kind }));
          // Before submission a verb of afterwards may be refused as "not you" or "not now": both do nothing.
          const wanted = answer(table[verb], name, status);
          if (wanted === 'yes' || found === 'yes') assert.equal(found, wanted, `${name}, ${status}`);
          else assert.notEqual(found, 'yes');
          if (isSubmitted(status)) assert.equal(found, wanted, `${name}, ${status}`);
        }
      });
    }
  });
}

describeKind('enable-mfa', mfa);
describeKind('revoke-sessions', signOut);

describe('relations', () => {
  const request = aRequest('submitted', { kind: 'revoke-sessions' });

  it('the requester is never resolver nor approver of their own request, whatever roles they hold', () => {
    const found = relations('priya', { ...laOf('ZZ101'), primaryOf: ['ZZ101'], isResolver: true, isOperator: true, isCommunications: true }, request);
    assert.deepEqual([...found].toSorted(), ['la', 'requester']);
  });

  it('a request of an organisation is nothing to the administrators of another', () => {
    assert.deepEqual([...relations('lena', laOf('ZZ202', 'ZZ303'), request)], []);
  });

  it('a check is its requester’s alone until it is submitted', () => {
    const check = aRequest('checked');
    assert.deepEqual([...relations('tom', { ...laOf('ZZ101'), isResolver: true }, check)], []);
    assert.deepEqual([...relations('priya', laOf('ZZ101'), check)], ['requester']);
  });

  it('before the organisation is known, being somebody’s Local Administrator is enough', () => {
    const reading: ServiceRequest = aRequest('receiving', { organisation: null });
    assert.deepEqual([...relations('priya', laOf('ZZ202'), reading)], ['requester']);
    assert.deepEqual([...relations('priya', noRoles, reading)], []);
  });
});

describe('a verb', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'request.', '']) {
    it(`is none of ours when it is ${JSON.stringify(name)}`, () => assert.equal(isRequestVerb(name), false));
  }
});
