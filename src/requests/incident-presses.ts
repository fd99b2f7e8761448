// A resolver opens an incident or an emergency release, requests wait behind it, and its end resumes them.
import { randomUUID } from 'node:crypto';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import type { Press, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { onDesk, rolesHere, show } from './desk-press.ts';
import { nonceKey } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { linkToNotices, saveEnded } from './end-incident.ts';
import { canWait, incidentForm as form, type Incident } from './incident.ts';
import { incidentCard, incidentForm } from './incident-cards.ts';
import { organisationNamesOf } from './organisation-name.ts';
import { forSomebodyElse } from './pressed.ts';
import { deliver } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const forResolvers = plainCard('Not yours to open: incidents are for resolvers', 'Type **help** for what you can do.');

async function formNow({ store }: Needs, id: string, personId: string, problem?: string): Promise<Card> {
  const open = (await store.requests.allOpen()).filter(canWait);
  const names = await organisationNamesOf(store, open);
  return incidentForm({ id, reader: { key: await nonceKey(store), personId }, open, names, ...(problem === undefined ? {} : { problem }) });
}

/** Typed in a resolver's own chat. The id of what is to be opened is on the form already, so that pressing twice opens one. */
export async function showIncidentForm(needs: Needs, turn: Turn): Promise<Reaction> {
  const isTheirs = (await rolesHere(needs, 'incident.open', turn)) !== null;
  return { say: { is: 'card', card: isTheirs ? await formNow(needs, randomUUID(), turn.personId) : forResolvers } };
}

export const openIncident = onDesk('incident.open', async (needs: Needs, { press, id, key }) => {
  const { store, clock } = needs;
  const known = await store.incidents.find(id);
  if (known !== null) return show(opened(known));
  const typed = form.safeParse(press.inputs);
  if (!typed.success) return show(await formNow(needs, id, press.personId, 'Not opened: enter a reference like INC31020388, a few words, and a link that begins with https:// or none.'));
  const { scope, requests, link, ...facts } = typed.data;
  const open = (await store.requests.allOpen()).filter(canWait);
  const requestIds = open.filter(request => scope === 'all' || requests.includes(request.id)).map(request => request.id);
  const incident: Incident = { id, ...facts, link: link === '' ? null : link, requestIds, openedByName: press.personName.slice(0, 80), openedAt: clock.calendar(), endedAt: null };
  await store.transaction(tx => saveOpened(tx, needs, press, incident, key));
  return show(opened((await store.incidents.find(id)) ?? incident));
});

/** In the chat where it was opened; the card that ends it is in the resolver channel. */
const opened = ({ reference, requestIds, endedAt }: Incident): Card =>
  plainCard(`${endedAt === null ? 'Open' : 'Ended'}: ${reference}`, requestIds.length === 0 ? 'No request was waiting.' : `${requestIds.length} put on hold.`, 'Its card is in the resolver channel: end it there.');

async function saveOpened(tx: Tables, { settings, clock }: Needs, press: Press, incident: Incident, key: string): Promise<void> {
  const at = clock.calendar();
  // The same press twice at once: the second saves nothing.
  if (!(await tx.incidents.open(incident))) return;
  const postId = await tx.posts.add({ conversationId: settings.RESOLVER_CHANNEL, subject: 'incident', content: { is: 'card', card: incidentCard(incident, key) }, at });
  await tx.incidents.shownBy(incident.id, postId);
  await deliver(tx, postId);
  await tx.audit.append({ requestId: incident.id, at, actorId: press.personId, action: 'incident-opened', detail: { kind: incident.kind, reference: incident.reference, requests: incident.requestIds.length } });
  await tx.jobs.add({ name: 'hold-behind', key: incident.id, payload: { incidentId: incident.id } }, linkToNotices(incident));
}

export const endIncident = onDesk('incident.end', async ({ store, clock }: Needs, { press, id, key }) => {
  await store.transaction(tx => saveEnded(tx, { clock }, { id, actorId: press.personId, key }));
  const incident = await store.incidents.find(id);
  return incident === null ? forSomebodyElse : show(incidentCard(incident, key));
});
