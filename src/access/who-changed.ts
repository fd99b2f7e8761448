// "Who changed MFA for this person?", typed in one's own chat: answered from the audit trail, for those who may know.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { UserError } from '../errors.ts';
import { checkAddress } from '../intake/address.ts';
import { kinds } from '../kinds/grid.ts';
import { plainCard } from '../requests/help-cards.ts';
import { kindWords } from '../requests/view.ts';
import type { DirectoryPerson, Services, Turn } from '../services.ts';
import type { ChainedRow } from '../store/audit-chain.ts';
import { formatDateTime, forMarkdown, forPlain, plural } from '../words.ts';
import { askDirectory, noDirectory } from './look-up.ts';
import type { Roles } from './roles.ts';

type Needs = Pick<Services, 'store' | 'access' | 'directory'>;

const mostRows = 60;
const listed = 6;

export async function whoChanged(needs: Needs, turn: Turn, raw: string): Promise<Reaction> {
  const roles = await needs.access.rolesOf(turn.personId);
  return { say: { is: 'card', card: await answer(needs, roles, raw) } };
}

/** The same to everybody who may not know, whether there is such a person or not. */
const notShown = () =>
  plainCard('Not shown: nobody of your organisations has this address', 'You can ask about people of the organisations that you look after. Resolvers and operators can ask about everybody.');

async function answer(needs: Needs, roles: Roles, raw: string): Promise<Card> {
  const isForAll = roles.isResolver || roles.isOperator;
  // Before the directory is asked: how long that takes would tell something too.
  if (!isForAll && roles.organisations.length === 0) return unlessUncertain(roles, notShown());
  const checked = checkAddress(raw);
  if ('cause' in checked) return plainCard('Not looked up: that is not one email address', 'Type **who changed MFA for** and the address of one person.');
  const [person, another] = await askDirectory(needs.directory.resolve([checked.address])).then(found => found.get(checked.address) ?? []);
  const mayKnow = (one: DirectoryPerson) => isForAll || (one.organisation !== null && roles.organisations.includes(one.organisation));
  if (person === undefined || another !== undefined || !mayKnow(person)) return unlessUncertain(roles, isForAll ? notFound() : notShown());
  return changesCard(needs, person, checked.address);
}

const notFound = () => plainCard('Not found: the directory has not exactly one person with this address', 'Look at the address again.');

/** A resolver whom the directory does not know as one just now is not told that they may not ask. */
function unlessUncertain(roles: Roles, card: Card): Card {
  if (roles.isUncertain === true) throw new UserError(noDirectory);
  return card;
}

/** `takenOutBy`: who took them out one by one. */
type Change = { requestId: string; at: Date; outcome: ChainedRow; isConfirmed: boolean; takenOutBy: string | null };

async function changesCard(needs: Needs, person: DirectoryPerson, address: string): Promise<Card> {
  const changes = changesIn(await needs.store.audit.aboutPerson(person.id, mostRows));
  const shown = changes.slice(0, listed);
  const decisions = Map.groupBy(await needs.store.audit.decisions([...new Set(shown.map(change => change.requestId))]), row => row.request_id);
  const actors = [...[...decisions.values()].flat().map(row => row.actor_id), ...shown.flatMap(({ takenOutBy }) => takenOutBy ?? [])];
  const names = await askDirectory(needs.directory.people([...new Set(actors)]));
  const nameOf = (id: string) => forMarkdown(names.get(id)?.displayName ?? 'somebody who is not in the directory any more');
  const elsewhere = 'What was done in the Portal or in Entra itself is not here: their own audit logs have it.';
  const heading = shown.length === 0 ? 'No change: LA Desk has done nothing for' : `${plural(changes.length, 'change', 'changes')} by LA Desk, newest first, for`;
  const lines = [...shown.map(change => lineOf(change, decisions.get(change.requestId) ?? [], nameOf)), elsewhere];
  return { name: 'plain', data: { speak: `${heading} ${forPlain(address)}.`, heading: `${heading} ${forMarkdown(address)}`, lines } };
}

/** One for each round of a request: what became of the person there, and whether it was confirmed. Their place on the roster is another matter. */
function changesIn(found: readonly ChainedRow[]): Change[] {
  const rows = found.filter(row => typeof row.detail['round'] === 'number');
  const keyOf = (row: ChainedRow) => JSON.stringify([row.request_id, row.detail['round']]);
  const confirmed = new Set(rows.filter(row => row.action === 'confirmed').map(keyOf));
  const asked = new Map(rows.filter(row => row.action === 'take-out-asked').map(row => [keyOf(row), row.actor_id]));
  const outcomes = rows.filter(row => row.action !== 'confirmed' && row.action !== 'take-out-asked');
  return outcomes.map(outcome => ({ requestId: outcome.request_id, at: outcome.at, outcome, isConfirmed: confirmed.has(keyOf(outcome)), takenOutBy: outcome.action === 'left-out' ? outcome.actor_id : (asked.get(keyOf(outcome)) ?? null) }));
}

const begunWords: Record<string, string> = { started: 'started', reopened: 're-opened', 'undo-started': 'started' };

function lineOf({ at, outcome, isConfirmed, takenOutBy }: Change, decisions: readonly ChainedRow[], nameOf: (id: string) => string): string {
  const submitted = decisions.find(row => row.action === 'submitted');
  const approved = decisions.find(row => row.action === 'approved');
  const reference = submitted?.detail['reference'];
  const who = [...(submitted ? [`asked for by ${nameOf(submitted.actor_id)}`] : []), ...(approved ? [`approved by ${nameOf(approved.actor_id)}`] : []), ...(takenOutBy === null ? begunBy(at, approved, decisions, nameOf) : [`taken out by ${nameOf(takenOutBy)}`])];
  return `${formatDateTime(at)}: ${wordsOf(outcome, isConfirmed)}. ${typeof reference === 'string' ? reference : 'A request'}, ${who.join(', ')}.`;
}

/** Of a request that was re-opened or undone, whoever did so last before this. */
function begunBy(at: Date, approved: ChainedRow | undefined, decisions: readonly ChainedRow[], nameOf: (id: string) => string): string[] {
  const before = decisions.filter(row => row.at <= at);
  const begun = before.findLast(row => Object.hasOwn(begunWords, row.action));
  if (begun === undefined || begun.actor_id === approved?.actor_id) return [];
  const waived = before.slice(before.lastIndexOf(begun)).find(row => row.action === 'hours-waived');
  const undo = begun.action === 'undo-started' ? before.findLast(row => row.action === 'undo-asked') : undefined;
  return [...(undo ? [`undo asked for by ${nameOf(undo.actor_id)}`] : []), `${begunWords[begun.action] ?? 'started'} by ${nameOf(begun.actor_id)}`, ...(waived ? [`allowed outside working hours by ${nameOf(waived.actor_id)}`] : [])];
}

/** What was done is known by its step: the kind of a request that is forgotten is not. */
function wordsOf({ action, detail }: ChainedRow, isConfirmed: boolean): string {
  const kind = Object.values(kinds).find(({ steps }) => steps.some(step => step === detail['step']));
  const did = kind === undefined ? 'a change' : detail['purpose'] === undefined ? kindWords[kind.name].did : kindWords[kind.name].undid;
  if (action === 'left-out') return `${did}: left out before it came to them`;
  if (action === 'applied' || action === 'undone' || action === 'taken-out') return `${did}, ${isConfirmed ? 'confirmed' : 'not confirmed'}`;
  return action === 'already' ? `${did}: was so already` : `${did}: refused`;
}
