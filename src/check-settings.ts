// Checks at start what only the directory can answer: that the MFA group can be written to at all, and that the policy gives membership a meaning.
import { setTimeout as wait } from 'node:timers/promises';
import { SettingsError } from './config.ts';
import { isPassing, WorldError } from './errors.ts';
import { standardPolicies } from './kinds/enable-mfa.ts';
import type { GroupFacts, Services } from './services.ts';

const refusals: [(group: GroupFacts) => boolean, string][] = [
  [group => !group.isSecurity, 'is not a security group'],
  [group => group.isDynamic, 'is dynamic: its members follow a rule and cannot be added'],
  [group => group.isSynced, 'is synchronised from on-premises: members must be added there'],
  [group => group.isMailEnabled, 'is mail-enabled: Graph cannot add its members'],
  [group => group.isRoleAssignable, 'can hold directory roles: LA Desk must never write to such a group'],
];

/** @throws SettingsError saying what is wrong with MFA_GROUP. */
export async function checkMfaGroup({ directory, settings, log }: Pick<Services, 'directory' | 'settings' | 'log'>): Promise<void> {
  const group = await directory.group(settings.MFA_GROUP);
  if (group === null) throw new SettingsError('MFA_GROUP is not in the directory. Set it to the object id of the group that the MFA policy includes.');
  const wrong = refusals.find(([isWrong]) => isWrong(group));
  if (wrong) throw new SettingsError(`MFA_GROUP ${wrong[1]}. Choose an assigned security group.`);
  // A policy may be switched on later, so this one only warns: confirmation will say "not confirmed" until then.
  if (standardPolicies(await directory.mfaPolicies(), group.id).length === 0) log.warn('no Conditional Access policy that is on includes MFA_GROUP and asks at every sign-in: nobody can be confirmed until one does');
}

/** Microsoft 365 or the database may be away when we start: then we wait, because nothing can be decided without them. A refusal is final. */
export async function patiently<T>({ log }: Pick<Services, 'log'>, what: string, work: () => Promise<T>, everyMs = 2_000): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn({ code: error.code, ...(error instanceof WorldError && { failure: error.failure }) }, `waiting for ${what} before starting`);
      await wait(Math.max((error instanceof WorldError ? error.retryAfterMs : undefined) ?? 0, everyMs));
    }
  }
}
