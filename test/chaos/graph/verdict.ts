// Holds what the desk says of one play against the sandbox's truth. Each line of the answer is one thing that is wrong.
import { bound } from './bound.ts';
import type { Facts } from './enable.ts';
import type { Fate, Plan } from './plan.ts';

export const wrongIn = (facts: Facts, plan: Plan): string[] => [...inRequest(facts), ...inStops(facts, plan), ...inPeople(facts), ...inConfirmations(facts), ...inAudit(facts), ...inTraffic(facts, plan)];

/** Why a person of this fate is refused when it comes to them. */
const reasons: Partial<Record<Fate, string>> = { leaves: 'gone', moves: 'other-organisation', promoted: 'protected' };

function inRequest({ request, rows, people, strangers, ledger }: Facts): string[] {
  const isOver = request.status === 'resolved' || (request.status === 'checked' && rows.every(row => row.isAlready || row.cause !== null));
  const found = new Set(rows.map(row => row.address));
  return [
    ...(isOver ? [] : [`the request ends ${request.status}`]),
    ...[...people.map(person => person.address), ...strangers].filter(address => !found.has(address)).map(address => `${address} has no row`),
    ...rows.filter(row => row.state === null && !row.isAlready && row.cause === null).map(row => `${row.address} has no outcome`),
    ...rows.filter(row => strangers.includes(row.address) && row.cause !== 'not-found').map(row => `${row.address} is ${row.cause ?? 'somebody'}`),
    ...ledger.buried.map(job => `buried: ${job}`),
  ];
}

/** A person has to press only where Graph said that we may not, or where so many were rightly refused. */
function inStops({ stops, rows }: Facts, plan: Plan): string[] {
  const may = [...(plan.atApply.some(rule => rule.answer === '403') ? ['refused'] : []), ...(rows.filter(row => row.state === 'refused').length >= 5 ? ['failures'] : [])];
  return stops.filter(reason => !may.includes(reason)).map(reason => `it stopped: ${reason}`);
}

/** Everybody has the outcome that is theirs, and the group is what the outcomes say. */
function inPeople({ people, rows, inGroup, gone }: Facts): string[] {
  return people.flatMap(({ id, address, fate }) => {
    const row = rows.find(one => one.address === address);
    if (row === undefined) return [];
    const isIn = inGroup.includes(id);
    const said = row.state === null ? (row.isAlready ? 'was so' : (row.cause ?? 'nothing')) : `${row.state} ${row.reason ?? ''}`.trim();
    const wanted = gone.includes(id) && fate !== 'already' ? ['refused gone'] : reasons[fate] !== undefined ? [`refused ${reasons[fate]}`] : fate === 'already' ? ['was so', 'already', 'done'] : ['done'];
    const shouldBeIn = !wanted[0]?.startsWith('refused') && !gone.includes(id);
    return [
      ...(wanted.includes(said) ? [] : [`${address}, who ${fate}, is said to be "${said}", not "${wanted.join('" or "')}"`]),
      ...(isIn === shouldBeIn ? [] : [`${address}, who ${fate}, is ${isIn ? '' : 'not '}in the group`]),
    ];
  });
}

/** Confirmed is who would be asked at sign-in, and nobody else. */
function inConfirmations({ people, rows, asked, accepted }: Facts): string[] {
  const open = rows.filter(row => row.state === 'done' || row.state === 'already');
  const wrong = people.flatMap(({ id, address }) => {
    const row = open.find(one => one.address === address);
    return row === undefined || row.isConfirmed === asked.includes(id) ? [] : [`${address} is ${row.isConfirmed ? '' : 'not '}confirmed`];
  });
  const excluded = open.filter(row => !row.isConfirmed);
  return [...wrong, ...excluded.filter(row => row.contradicted !== 'excluded').map(row => `${row.address} is not said to be excluded`), ...(excluded.length === accepted ? [] : [`${accepted} accepted, ${excluded.length} not confirmed`])];
}

/** The chain is whole, and each person's outcome and confirmation is in it exactly once. */
function inAudit({ ledger }: Facts): string[] {
  const outcomes = new Set(ledger.outcomes.map(row => row.person_id));
  const confirmed = new Set(ledger.confirmations.map(row => row.person_id));
  return [
    ...(ledger.audit === 'whole' ? [] : [`the audit trail is damaged: ${ledger.audit}`]),
    ...[...ledger.outcomes, ...ledger.confirmations].filter(row => row.count !== 1).map(row => `${row.count} audit rows for ${row.person_id}`),
    ...ledger.effects.filter(effect => !outcomes.has(effect.person_id) || effect.is_confirmed !== confirmed.has(effect.person_id)).map(effect => `the audit does not say what ${effect.person_id} came to`),
  ];
}

function inTraffic(facts: Facts, plan: Plan): string[] {
  const most = bound(facts, plan);
  return [...(facts.requests <= most ? [] : [`${facts.requests} requests, at most ${most} were due`]), ...facts.early.map(line => `sent ${line}`)];
}
