// Checks at start what only Microsoft 365 can answer: that the MFA group can be written to, that the policy gives membership a meaning, and that files in channels can be read.
import { setTimeout as wait } from 'node:timers/promises';
import { SettingsError } from './config.ts';
import { isPassing, loudness, WorldError } from './errors.ts';
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

type ChannelNeeds = Pick<Services, 'channelFiles' | 'messenger' | 'store' | 'settings' | 'log'>;

/** Each of them opens a file in a channel; the first is the least. */
const opensFiles = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];

/** Told and no more: whoever takes the permission back must not stop anything else by it (docs/decisions/0018). */
export async function checkChannelFiles(needs: ChannelNeeds): Promise<void> {
  const { channelFiles, settings, log } = needs;
  if (settings.CHANNEL_FILES === 'off') return;
  try {
    const granted = await channelFiles.granted();
    if (granted !== null && !opensFiles.some(name => granted.includes(name))) {
      log.error('CHANNEL_FILES is on, but the files identity lacks Files.Read.All: no file in a channel can be opened. Grant it in Entra with an administrator\'s consent, or set CHANNEL_FILES to off');
    }
    if (granted?.includes('ChannelMessage.Read.All') !== true) await checkTeams(needs);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    log[loudness(error)]({ code: error.code, failure: error.failure }, 'whether files in channels can be read could not be found out');
  }
}

/** Without a permission for all, each team has consented when it installed the app: asked for a message that never was, Graph says missing or refuses. */
async function checkTeams({ channelFiles, messenger, store, log }: ChannelNeeds): Promise<void> {
  const teams = new Map((await store.conversations.channels()).flatMap(one => (one.teamId === null || one.channelId === null ? [] : [[one.teamId, { ...one, channelId: one.channelId }] as const])));
  let refused = 0;
  for (const [teamId, conversation] of teams) {
    const groupId = await messenger.groupOf(conversation, teamId);
    if (groupId !== null && (await isRefused(channelFiles, { ...neverSaid, groupId, teamId, channelId: conversation.channelId }))) refused += 1;
  }
  if (refused > 0) log.error(`CHANNEL_FILES is on, but in ${refused} of ${teams.size} teams LA Desk may not read the message that a file came with. Install the app there with a package of this files identity, which asks the team for ChannelMessage.Read.Group, or grant it ChannelMessage.Read.All`);
}

/** Ids of messages are the milliseconds they were sent at. */
const neverSaid = { rootId: '1000000000000', id: '1000000000000' };

async function isRefused(channelFiles: ChannelNeeds['channelFiles'], message: Parameters<ChannelNeeds['channelFiles']['read']>[0]): Promise<boolean> {
  try {
    await channelFiles.read(message);
    return false;
  } catch (error) {
    if (error instanceof WorldError && error.failure === 'refused') return true;
    throw error;
  }
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
