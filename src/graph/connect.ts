// Puts the Graph edge together: one client for each identity, and what each is asked for.
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ChannelFiles, Clock, Directory, Members, Sessions } from '../services.ts';
import { directoryAudits } from './audits.ts';
import { channelFiles } from './channel-files.ts';
import { graphClient, type Identity, type Sleep, type Wire } from './client.ts';
import type { Credential } from './exchange.ts';
import { groupFacts } from './groups.ts';
import { members } from './members.ts';
import { memberIds, memberships } from './membership.ts';
import { organisationSize } from './organisation.ts';
import { people } from './people.ts';
import { personReader } from './person.ts';
import { mfaPolicies } from './policies.ts';
import { privileged } from './privileged.ts';
import { registrations } from './registrations.ts';
import { resolve } from './resolve.ts';
import { sessions } from './sessions.ts';

export type GraphOptions = {
  /** https://graph.microsoft.com, without version. */
  graph: string;
  /** Null: absent until configured. What needs it is refused in words that name the setting. */
  credentials: Record<Identity, Credential | null>;
  organisationAttribute: string;
  clock: Pick<Clock, 'machine'>;
  log: Logger;
  /** What tokens are asked for; national clouds have their own. */
  scope?: string;
  /** One HTTP exchange, answer included. */
  timeoutMs?: number;
  sleep?: Sleep;
  random?: () => number;
};

/** @throws Error where organisationAttribute is none that Graph has. */
export function connectGraph(options: GraphOptions): { directory: Directory; members: Members; sessions: Sessions; channelFiles: ChannelFiles } {
  const wire: Wire = {
    graph: options.graph,
    scope: options.scope ?? 'https://graph.microsoft.com/.default',
    timeoutMs: options.timeoutMs ?? 30_000,
    machine: () => options.clock.machine(),
    sleep: options.sleep ?? ((ms) => setTimeout(ms)),
    random: options.random ?? Math.random,
    log: options.log,
  };
  const client = (identity: Identity) => graphClient(wire, identity, options.credentials[identity]);
  const reader = client('read');
  const person = personReader(options.organisationAttribute);
  return {
    directory: {
      resolve: (addresses) => resolve(reader, person, addresses),
      people: (ids) => people(reader, person, ids),
      membership: memberships(reader),
      memberIds: (groupId, most) => memberIds(reader, groupId, most),
      privileged: () => privileged(client('roles'), reader),
      group: (id) => groupFacts(reader, id),
      mfaPolicies: mfaPolicies(reader),
      organisationSize: (code) => organisationSize(reader, options.organisationAttribute, code),
      audits: (activity, personId, since) => directoryAudits(reader, activity, personId, since),
      registrations: () => registrations(reader),
    },
    members: members(client('members'), options.graph),
    sessions: sessions(client('methods')),
    channelFiles: channelFiles(client('files')),
  };
}
