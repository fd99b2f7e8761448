// A primary LA proposes a Local Administrator, and an operator confirms or rejects it, or imports the file they sent.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reaction } from '../dispatch.ts';
import { checkAddress } from '../intake/address.ts';
import { onDesk, rolesHere, show } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { plainCard } from '../requests/help-cards.ts';
import { forSomebodyElse } from '../requests/pressed.ts';
import { say } from '../requests/save-move.ts';
import { londonDay } from '../schedule.ts';
import type { Press, Services, Turn } from '../services.ts';
import type { RosterChange, RosterPerson } from '../store/roster-changes.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { askDirectory } from './look-up.ts';
import { mayOnRoster } from './permissions.ts';
import { decidedCard, proposalCard, proposedCard, proposeForm } from './roster-cards.ts';
import { objectionTo } from './roster-file.ts';
import type { Roles } from './roles.ts';

type Needs = Pick<Services, 'store' | 'access' | 'directory' | 'settings' | 'clock'>;

const goodForMs = 7 * 86_400_000;
const listed = 5;

const proposed = z.looseObject({ address: z.string().max(1_000), organisation: z.string().max(9), expires: z.union([z.literal(''), z.iso.date()]).default('') });

const owned = ({ names }: Roles, codes: readonly string[]) => codes.map(code => ({ code, name: names[code] ?? code }));

export async function showProposeForm({ store, access }: Needs, turn: Turn): Promise<Reaction> {
  const roles = await access.rolesOf(turn.personId);
  const form = proposeForm(randomUUID(), owned(roles, roles.primaryOf), { key: await nonceKey(store), personId: turn.personId });
  const no = plainCard('Not yours to propose: that is for Primary Local Administrators', 'Ask yours, or type **help** for what you can do.');
  return { say: { is: 'card', card: roles.primaryOf.length > 0 ? form : no } };
}

/** What waits for an operator, oldest first, a card each. */
export async function showRoster(needs: Needs, turn: Turn): Promise<Reaction> {
  const { store, clock } = needs;
  const no = plainCard('Not shown: the roster is for operators', 'A Primary Local Administrator can type **propose an LA**.');
  if ((await rolesHere(needs, 'roster.confirm', turn)) === null) return { say: { is: 'card', card: no } };
  const at = clock.calendar();
  const open = await store.rosterChanges.openProposals(new Date(at.getTime() - goodForMs), listed);
  if (open.length === 0) return { say: { is: 'card', card: plainCard('Nothing to decide: no Local Administrator is proposed', 'To import a roster, attach its CSV here and write **roster** in the same message.') } };
  const key = await nonceKey(store);
  return {
    async save(tx) {
      for (const change of open) await say(tx, turn.conversation.id, { is: 'card', card: proposalCard(change, { key, personId: turn.personId }) }, at);
    },
  };
}

export const propose = onDesk('roster.propose', async (needs: Needs, { press, id, roles, key }) => {
  const { store, clock } = needs;
  const known = await store.rosterChanges.find(id);
  if (known !== null) return known.askedBy === press.personId ? show(proposedCard(known)) : forSomebodyElse;
  const again = (problem: string) => show(proposeForm(id, owned(roles, roles.primaryOf), { key, personId: press.personId }, problem));
  const typed = proposed.safeParse(press.inputs);
  if (!mayOnRoster('roster.propose', press.personId, roles, { is: 'proposal', askedBy: press.personId, organisation: typed.data?.organisation ?? null })) return forSomebodyElse;
  if (!typed.success) return again('Not proposed: enter one address, an organisation of yours, and a last day or none.');
  const found = await personFor(needs, roles, typed.data);
  if (typeof found === 'string') return again(found);
  const change: RosterChange = { id, is: 'proposal', askedBy: press.personId, askedByName: press.personName.slice(0, 80), askedAt: clock.calendar(), people: [found], count: 1, verdict: null };
  await store.transaction(tx => saveProposed(tx, needs, change, found));
  return show(proposedCard(change));
});

/** Whom the form means; or what to say about it. */
async function personFor({ store, directory, clock }: Needs, roles: Roles, { address: typed, organisation, expires }: z.infer<typeof proposed>): Promise<RosterPerson | string> {
  const today = londonDay(clock.calendar());
  const checked = checkAddress(typed);
  if ('cause' in checked) return 'Not proposed: that is not one email address.';
  if (expires !== '' && expires < today) return 'Not proposed: the last day is over already.';
  const found = (await askDirectory(directory.resolve([checked.address]))).get(checked.address) ?? [];
  const why = objectionTo(found);
  const [person] = found;
  if (why !== null || person === undefined) return `Not proposed: ${why === 'more than one person' ? 'more than one person has this address.' : `this address is ${why ?? 'not found'} in the directory.`}`;
  const held = (await store.roster.of(person.id, today)).find(entry => entry.organisation === organisation);
  if (held?.role === 'primary-la') return 'Not proposed: they are a Primary Local Administrator there already.';
  return { personId: person.id, name: person.displayName, address: checked.address, organisation, organisationName: roles.names[organisation] ?? organisation, role: 'la', expiresOn: expires === '' ? null : expires };
}

async function saveProposed(tx: Tables, { settings }: Needs, change: RosterChange, person: RosterPerson): Promise<void> {
  // The same press twice at once: the second saves nothing.
  if (!(await tx.rosterChanges.insert(change))) return;
  await note(tx, change, change.askedBy, 'roster-proposed', [person], change.askedAt);
  // The channel learns that somebody is proposed, and not who.
  await say(tx, settings.RESOLVER_CHANNEL, { is: 'text', text: `A Local Administrator is proposed for ${forMarkdown(person.organisationName)} (${person.organisation}). An operator types **roster** in their own chat with LA Desk to decide.` }, change.askedAt);
}

const note = async (tx: Tables, { id }: Pick<RosterChange, 'id'>, actorId: string, action: string, people: readonly RosterPerson[], at: Date): Promise<void> => {
  await tx.audit.append({ requestId: id, at, actorId, action, detail: { people: people.length } }, ...people.map(({ personId, organisation, role, expiresOn }) => ({ requestId: id, at, actorId, action: `${action}-person`, personId, detail: { organisation, role, expiresOn } })));
  await tx.jobs.add({ name: 'seal-audit', key: 'all', payload: {}, dueAt: new Date(at.getTime() + 60_000) });
};

const decides = (verb: 'roster.confirm' | 'roster.reject') => onDesk(verb, async (needs: Needs, { press, id, roles }) => {
  const { store, clock } = needs;
  const change = await store.rosterChanges.find(id);
  if (change === null || !mayOnRoster(verb, press.personId, roles, { ...change, organisation: null })) return forSomebodyElse;
  const at = clock.calendar();
  if (change.verdict !== null || at.getTime() - change.askedAt.getTime() > goodForMs) return show(decidedCard(change));
  const people = verb === 'roster.reject' ? [] : await stillGood(needs, change);
  if (typeof people === 'string') return { message: people };
  await store.transaction(async tx => {
    const now = await tx.rosterChanges.lock(change.id);
    if (now?.verdict !== null) return;
    await saveDecided(tx, press, change, verb === 'roster.reject' ? 'rejected' : 'confirmed', people, at);
  });
  const now = await store.rosterChanges.find(change.id);
  return now === null ? forSomebodyElse : show(decidedCard(now));
});

export const confirmRoster = decides('roster.confirm');
export const rejectRoster = decides('roster.reject');

/** The directory is asked once more, and whether the proposer may still propose: days can lie between. */
async function stillGood({ store, access, directory, clock }: Needs, change: RosterChange): Promise<RosterPerson[] | string> {
  const found = await askDirectory(directory.people(change.people.map(({ personId }) => personId)));
  const good = change.people.filter(({ personId }) => objectionTo([found.get(personId)].filter(one => one !== undefined)) === null);
  if (good.length < change.people.length) return change.is === 'import' ? 'Somebody of this file has left the directory since, or is disabled. Nothing was imported: send the file again.' : 'They have left the directory since, or are disabled. Nothing was changed: reject it.';
  if (change.is === 'import') return good;
  const { primaryOf } = await access.rolesOf(change.askedBy);
  if (!good.every(({ organisation }) => primaryOf.includes(organisation))) return 'Whoever proposed it is not a Primary Local Administrator there any more. Nothing was changed: reject it.';
  const today = londonDay(clock.calendar());
  const held = await Promise.all(good.map(({ personId }) => store.roster.of(personId, today)));
  return good.map((person, index) => ({ ...person, role: held[index]?.find(({ organisation }) => organisation === person.organisation)?.role ?? person.role }));
}

async function saveDecided(tx: Tables, press: Press, change: RosterChange, verdict: 'confirmed' | 'rejected', people: readonly RosterPerson[], at: Date): Promise<void> {
  if (people.length > 0) await tx.roster.save([...new Map(people.map(({ organisation, organisationName }) => [organisation, { code: organisation, name: organisationName }])).values()], people);
  await tx.rosterChanges.decide(change.id, verdict, at);
  await note(tx, change, press.personId, `roster-${verdict}`, people, at);
  const chat = change.is === 'proposal' ? await tx.conversations.personalOf(change.askedBy, 'person_id') : null;
  const [person] = change.people;
  if (chat === null || person === undefined) return;
  await say(tx, chat.id, { is: 'text', text: verdict === 'confirmed' ? `Confirmed: ${forMarkdown(person.address)} is a Local Administrator for ${forMarkdown(person.organisationName)} now.` : `Not confirmed: ${forMarkdown(person.address)} was not made a Local Administrator.` }, at);
}
