// Everything the sandbox knows, and the one way to change it: record an entry, which is journalled and then applied.
import { join } from 'node:path';
import { createAudits, type Audits } from './audits.ts';
import { createChat, type Chat } from './chat.ts';
import { createClock, type Clock } from './clock.ts';
import { firstMoment } from './constants.ts';
import type { Entry, PersonChange, StoredFile } from './entries.ts';
import { createFaults, type Faults } from './faults.ts';
import { extraPeople, generateGroups, generatePeople, type Population } from './generate.ts';
import { createGraphFaults, type GraphFaults } from './graph-faults.ts';
import { createGroups, type Groups } from './groups.ts';
import { openJournal } from './journal.ts';
import { createPeople, type People } from './people.ts';
import { createTickets, type Tickets } from './tickets.ts';

export type World = {
  folder: string;
  clock: Clock;
  faults: Faults;
  graphFaults: GraphFaults;
  people: People;
  groups: Groups;
  audits: Audits;
  chat: Chat;
  files: Map<string, StoredFile>;
  tickets: Tickets;
  /** Personal chats and teams the app is installed in. */
  installed: Set<string>;
  /** Where the bot takes messages; null until it has said so. */
  endpoint: () => string | null;
  population: Population;
  record(entry: Entry): void;
  close(): void;
};

type State = Omit<World, 'record' | 'close' | 'endpoint'> & { bot: { endpoint: string | null }; extra: Map<string, number> };

const apply: { [K in Entry['is']]: (state: State, entry: Extract<Entry, { is: K }>) => void } = {
  'clock': (state, entry) => state.clock.set(entry.offsetMs),
  'registered': (state, entry) => void (state.bot.endpoint = entry.endpoint),
  'installed': (state, entry) => void state.installed.add(entry.where),
  'uninstalled': (state, entry) => void state.installed.delete(entry.where),
  'people-made': (state, entry) => {
    const first = (state.extra.get(entry.prefix) ?? 0) + 1;
    for (const person of extraPeople(entry.organisation, entry.prefix, first, entry.count)) state.people.add(person);
    state.extra.set(entry.prefix, first + entry.count - 1);
  },
  'person-changed': (state, entry) => change(state, entry.id, entry.change),
  'members': (state, entry) => {
    const group = state.groups.byId(entry.group);
    if (!group) return;
    for (const id of entry.added) state.groups.put(group, id, true, entry.at);
    for (const id of entry.removed) state.groups.put(group, id, false, entry.at);
    state.audits.membership(entry);
  },
  'bare-members': (state, entry) => {
    const group = state.groups.byId(entry.group);
    if (group) group.bareMembers = entry.count;
  },
  'revoked': (state, entry) => state.audits.revocation(entry),
  'message': (state, entry) => state.chat.put(entry.message),
  'view': (state, entry) => state.chat.setView(entry.conversation, entry.message, entry.person, entry.card, entry.verbs),
  'file': (state, entry) => void state.files.set(entry.file.id, entry.file),
  'file-deleted': (state, entry) => void state.files.delete(entry.id),
  'ticket': (state, entry) => state.tickets.put(entry.table, entry.row),
};

function change(state: State, id: string, to: PersonChange): void {
  const person = state.people.find(id);
  if (!person) return;
  if (to.role !== undefined) person.hasRole = to.role;
  if (to.gone !== undefined) person.isGone = to.gone;
  if (to.organisation !== undefined) person.companyName = to.organisation;
  if (to.enabled !== undefined) person.accountEnabled = to.enabled;
}

function applyEntry<K extends Entry['is']>(state: State, is: K, entry: Extract<Entry, { is: K }>): void {
  apply[is](state, entry);
}

/** The world as it was left in `folder`, or a new one. `machine` gives milliseconds since 1970. */
export function openWorld(folder: string, machine: () => number): World {
  const state = emptyState(folder, machine);
  const journal = openJournal(folder, entry => applyEntry(state, entry.is, entry));
  const record = (entry: Entry): void => {
    journal.append(entry);
    applyEntry(state, entry.is, entry);
  };
  const isNew = state.clock.state().version === 0;
  if (isNew) record({ is: 'clock', offsetMs: firstMoment - machine() });
  return { ...state, endpoint: () => state.bot.endpoint, record, close: journal.close };
}

function emptyState(folder: string, machine: () => number): State {
  const clock = createClock(machine);
  const faults = createFaults();
  const people = createPeople();
  const groups = createGroups(clock.calendar, () => faults.get().staleReadsMs);
  const population = generatePeople();
  for (const person of population.people) people.add(person);
  for (const { id, facts, members } of generateGroups(population)) groups.add(id, facts, members);
  const audits = createAudits(clock.calendar, () => faults.get().auditDelayMs);
  return { folder, clock, faults, graphFaults: createGraphFaults(), people, groups, audits, chat: createChat(), files: new Map(), tickets: createTickets(), installed: new Set(), bot: { endpoint: null }, extra: new Map(), population };
}

export const fileOf = (world: World, id: string): string => join(world.folder, 'files', id);
