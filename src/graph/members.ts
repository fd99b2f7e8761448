// Adding people to a group and taking them out, person by person in the answer whatever Graph makes of them together.
import { WorldError } from '../errors.ts';
import type { Members, Outcome } from '../services.ts';
import { isSuccess, problemOf, type Answer } from './answer.ts';
import type { Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { groupFacts } from './groups.ts';
import { memberships } from './membership.ts';
import { stillThere, unlessMissing } from './missing.ts';
import { isPassing, isUnsure } from './retry.ts';
import { againMs, inRounds, thereAlready, type Verdict, type Writing } from './rounds.ts';

const mostPeople = 400;
const patchDeniedMs = 3_600_000;
/** "A resource cannot contain more than 20 link changes." */
const mostLinks = 20;

/** `graph` is the address objects are named by, without version. */
export function members(client: GraphClient, graph: string): Members {
  // Sources disagree on whether GroupMember.ReadWrite.All allows the PATCH; once refused, this process goes the other way for an hour.
  const way = makeWay(() => client.machine());
  const membership = memberships(client);
  return {
    add: async (groupId, ids) => {
      const outcomes = await inRounds(client, checkCount(ids), adding(client, graph, groupId, way, membership));
      const gone = [...outcomes].filter(([, outcome]) => isGone(outcome)).map(([id]) => id);
      if (gone.length === 0) return outcomes;
      if (gone.length === outcomes.size) await requireGroup(client, groupId);
      // 404 is said of the group as well: whoever is still in the directory was not the one missing.
      for (const id of await stillThere(client, gone)) outcomes.set(id, { is: 'again', afterMs: againMs });
      return outcomes;
    },
    remove: (groupId, ids) => inRounds(client, checkCount(ids), removing(groupId)),
  };
}

type Way = { isPatchDenied(): boolean; denyPatch(): void };

function makeWay(machine: () => number): Way {
  let until = 0;
  return { isPatchDenied: () => machine() < until, denyPatch: () => void (until = machine() + patchDeniedMs) };
}

function adding(client: GraphClient, graph: string, groupId: string, way: Way, membership: ReturnType<typeof memberships>): Writing {
  return {
    most: () => (way.isPatchDenied() ? 1 : mostLinks),
    request: (ids) => (way.isPatchDenied() && ids.length === 1 ? addMember(graph, groupId, ids) : addMembers(graph, groupId, ids)),
    judge: (answer, ids, wasTried) => {
      if (answer.status === 403 && !way.isPatchDenied()) {
        way.denyPatch();
        client.log.warn({ code: problemOf(answer).code }, 'PATCH of members is not permitted: adding one by one');
        return { is: 'split' };
      }
      return common(answer) ?? (ids.length > 1 ? { is: 'split' } : refusedAdd(answer, wasTried));
    },
    saysAlready: saysMember,
    already: async (ids) => {
      const found = await membership(ids, [groupId]);
      return new Set(ids.filter((id) => found.get(id)?.has(groupId)));
    },
  };
}

function removing(groupId: string): Writing {
  return {
    most: () => 1,
    request: (ids) => removeMember(groupId, ids),
    judge: (answer, _ids, wasTried) => common(answer) ?? (answer.status === 404 ? settled(thereAlready(wasTried)) : refused(answer)),
    // A stale read that does not show somebody yet would leave them in the group: only Graph's own 404 says "out already".
    saysAlready: () => false,
    already: () => Promise.resolve(new Set()),
  };
}

/** All or nothing: one member already there, or one missing person, refuses the whole. Least permission: GroupMember.ReadWrite.All and User.Read.All. */
function addMembers(graph: string, groupId: string, ids: readonly string[]): Item {
  return { method: 'PATCH', url: `/groups/${encodeURIComponent(groupId)}`, body: { 'members@odata.bind': ids.map((id) => directoryObject(graph, id)) } };
}

/** Least permission: GroupMember.ReadWrite.All. */
function addMember(graph: string, groupId: string, ids: readonly string[]): Item {
  return { method: 'POST', url: `/groups/${encodeURIComponent(groupId)}/members/$ref`, body: { '@odata.id': directoryObject(graph, only(ids)) } };
}

/** Least permission: GroupMember.ReadWrite.All. Without `/$ref` this request would delete the person. */
function removeMember(groupId: string, ids: readonly string[]): Item {
  const url = `/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(only(ids))}/$ref`;
  if (!url.endsWith('/$ref')) throw new Error('A member is removed by its reference, never by its object.');
  return { method: 'DELETE', url };
}

/** What an answer means whatever was asked; null where it is a refusal to look into. */
function common(answer: Answer): Verdict | null {
  if (isSuccess(answer)) return settled({ is: 'done' });
  if (answer.status === 424) return { is: 'unused' };
  if (isUnsure(answer.status)) return { is: 'unsure' };
  return isPassing(answer.status) ? { is: 'held' } : null;
}

/** The words are not part of Graph's contract, so they are matched loosely: code Request_BadRequest, "... already exist ...". */
function saysMember(answer: Answer): boolean {
  const { code, message } = problemOf(answer);
  return answer.status === 400 && code === 'Request_BadRequest' && /already exist/i.test(message);
}

function refusedAdd(answer: Answer, wasTried: boolean): Verdict {
  if (saysMember(answer)) return settled(thereAlready(wasTried));
  if (answer.status === 404) return settled({ is: 'refused', reason: 'gone' });
  return refused(answer);
}

function refused(answer: Answer): Verdict {
  return settled({ is: 'refused', reason: answer.status === 403 ? 'forbidden' : 'failed' });
}

function settled(outcome: Outcome): Verdict {
  return { is: 'settled', outcome };
}

function isGone(outcome: Outcome): boolean {
  return outcome.is === 'refused' && outcome.reason === 'gone';
}

/** Graph answers 404 for a missing group just as for a missing person: nobody is called gone because the group is. */
async function requireGroup(client: GraphClient, groupId: string): Promise<void> {
  const facts = await unlessMissing(client, () => groupFacts(client, groupId));
  if (facts === null) throw new WorldError('refused', 'The group to add people to does not exist.', { code: 'group-missing' });
}

function checkCount(ids: readonly string[]): readonly string[] {
  if (ids.length > mostPeople) throw new Error(`A slice of membership is at most ${mostPeople} people, not ${ids.length}.`);
  return ids;
}

function only(ids: readonly string[]): string {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new Error('This request is for exactly one person.');
  return id;
}

function directoryObject(graph: string, id: string): string {
  return `${graph.replace(/\/+$/, '')}/v1.0/directoryObjects/${encodeURIComponent(id)}`;
}
