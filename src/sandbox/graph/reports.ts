// The registration report, the audit log, and ending sessions. Times are calendar time.
// https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails https://learn.microsoft.com/graph/api/directoryaudit-list
import { auditId, type Audit } from '../world/audits.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import type { Operation } from './ask.ts';
import { notFound } from './errors.ts';
import { filterOf } from './filter.ts';
import { fits } from './matching.ts';
import { paged, selected } from './page.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** About seven in ten have a method, always the same ones. */
function registration(world: World, person: Person): Record<string, unknown> {
  const draw = Number.parseInt(person.id.slice(0, 2), 16);
  const isRegistered = draw < 180;
  return {
    id: person.id, userPrincipalName: person.userPrincipalName, userDisplayName: person.displayName, userType: person.userType === 'Guest' ? 'guest' : 'member', isAdmin: person.hasRole,
    isMfaRegistered: isRegistered, isMfaCapable: isRegistered, isPasswordlessCapable: false, isSsprCapable: isRegistered, isSsprEnabled: true, isSsprRegistered: isRegistered, isSystemPreferredAuthenticationMethodEnabled: true,
    methodsRegistered: isRegistered ? (draw % 2 === 0 ? ['microsoftAuthenticatorPush', 'mobilePhone'] : ['mobilePhone']) : [], systemPreferredAuthenticationMethods: isRegistered ? ['PhoneAppNotification'] : [],
    userPreferredMethodForSecondaryAuthentication: isRegistered ? 'push' : 'none',
    // Made in the night.
    lastUpdatedDateTime: iso(Math.floor(world.clock.calendar() / 86_400_000) * 86_400_000 + 5 * 3_600_000),
  };
}

/** The report leaves disabled accounts out. */
export const listRegistrations = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  function* found(): Generator<Record<string, unknown>> {
    for (const person of world.people.all()) {
      if (!person.accountEnabled) continue;
      const entity = registration(world, person);
      if (!filter || fits(filter, entity)) yield entity;
    }
  }
  return paged(ask, found(), entity => selected(entity, ask, null), { usual: 500, most: 999 });
};

function auditEntity(world: World, entry: Audit): Record<string, unknown> {
  const person = world.people.byId(entry.person);
  const user = { id: entry.person, displayName: person?.displayName ?? null, type: 'User', userPrincipalName: person?.userPrincipalName ?? null, groupType: null, modifiedProperties: [] };
  const group = entry.group === null ? [] : [{ id: entry.group, displayName: world.groups.byId(entry.group)?.displayName ?? null, type: 'Group', userPrincipalName: null, groupType: 'azureAD', modifiedProperties: [] }];
  return {
    id: auditId(entry), category: entry.group === null ? 'UserManagement' : 'GroupManagement', correlationId: auditId(entry).slice(-36), result: 'success', resultReason: '', activityDisplayName: entry.activity,
    activityDateTime: iso(entry.at), loggedByService: 'Core Directory', operationType: entry.activity.startsWith('Remove') ? 'Unassign' : entry.group === null ? 'Update' : 'Assign',
    initiatedBy: { user: null, app: { appId: entry.by, displayName: 'LA Desk', servicePrincipalId: null, servicePrincipalName: null } }, targetResources: [user, ...group], additionalDetails: [],
  };
}

export const listAudits = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  function* found(): Generator<Record<string, unknown>> {
    for (const entry of world.audits.visible()) {
      const entity = auditEntity(world, entry);
      if (!filter || fits(filter, entity)) yield entity;
    }
  }
  return paged(ask, found(), entity => selected(entity, ask, null), { usual: 200, most: 1000 });
};

/** https://learn.microsoft.com/graph/api/user-revokesigninsessions */
export const revokeSessions = (world: World): Operation => ask => {
  const id = ask.params.id ?? '';
  const person = world.people.byId(id) ?? world.people.byUpn(id)[0];
  if (!person) return notFound(id);
  world.record({ is: 'revoked', person: person.id, by: ask.app, at: world.clock.calendar() });
  return { status: 200, body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean', 'value': true } };
};
