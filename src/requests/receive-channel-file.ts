// A file posted in a channel, where thousands can open it: its sender alone is told so at once, and a job reads it.
import { randomUUID } from 'node:crypto';
import { isLocalAdministrator } from '../access/roles.ts';
import type { Card, Content } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import type { Services, Turn } from '../services.ts';
import { openToAll, readingIsOff, strangerInChannel } from './channel-file-cards.ts';
import { channelHelp } from './help-cards.ts';
import { say } from './save-move.ts';

type Needs = Pick<Services, 'access' | 'settings' | 'clock'>;

/** Whether a file came is not always to be seen here: with the right words the message is read again in any case. */
export async function receiveChannelFile(needs: Needs, turn: Turn): Promise<Reaction> {
  const { settings, clock } = needs;
  const appId = settings.MicrosoftAppId;
  const hasFile = turn.otherFiles > 0;
  const toSender = (card: Card): Content => ({ is: 'targeted', to: turn.teamsUserId, card });
  if (settings.CHANNEL_FILES === 'off' || turn.channelMessage === null) {
    return { say: hasFile ? toSender(readingIsOff(appId)) : { is: 'card', card: channelHelp(appId, false) } };
  }
  if (!isLocalAdministrator(await needs.access.rolesOf(turn.personId))) return { say: toSender(strangerInChannel(appId, settings.HELP_CONTACT, hasFile)) };
  const requestId = randomUUID();
  const payload = { requestId, message: turn.channelMessage, conversationId: turn.conversation.id, personId: turn.personId, teamsUserId: turn.teamsUserId, isTold: hasFile, askedAtMachine: clock.machine() };
  return {
    async save(tx) {
      if (hasFile) await say(tx, turn.conversation.id, toSender(openToAll(appId)), clock.calendar());
      await tx.jobs.add({ name: 'read-channel-file', key: requestId, payload });
    },
  };
}
