// Files in the personal chat: offered by file consent, made when accepted, for somebody who may still have them then.
import { z } from 'zod';
import { may, type RequestVerb } from '../access/permissions.ts';
import { deliveryBytes, deliveryContext } from '../notices/delivery-file.ts';
import { signUpBytes, signUpContext } from '../notices/sign-up-file.ts';
import { calendarBytes, calendarContext } from '../notices/webinar/offer-calendar.ts';
import { DatabaseAway, UserError, WorldError } from '../errors.ts';
import type { Conversation, FileConsent, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, mostWritten } from '../words.ts';
import { fileNames, makeFile, type FileName } from './files.ts';
import { nonceKey } from './gather.ts';
import { offer } from './offering.ts';
import { addApp, chatOf } from './own-chat.ts';
import { onRequest, type Decision, type PressNeeds } from './pressed.ts';
import { say } from './save-move.ts';
import { sayComments } from './send-comment.ts';
import { isUndoAsked, reference, type ServiceRequest } from './service-request.ts';

type Needs = PressNeeds & Pick<Services, 'messenger'>;

const nothing = z.looseObject({});

const offers = (verb: RequestVerb, ...names: FileName[]) =>
  onRequest(verb, nothing, async (needs: Needs, { press }) => {
    const chat = await chatOf(needs, press);
    if (chat === null) return addApp('get files');
    const decision: Decision = {
      async repeat(tx, request) {
        for (const name of names) await offer(tx, needs, chat, request, verb, name);
        return press.conversation.kind === 'channel' ? { message: 'It is in your personal chat with LA Desk.' } : undefined;
      },
    };
    return decision;
  });

export const offerCheckFiles = offers('check.files', 'ready', 'left-out');
export const offerList = offers('request.list', 'list');
export const offerOutcome = offers('request.outcome', 'outcome');
export const offerProblems = offers('request.problems', 'problems');

const undoReason = (request: ServiceRequest): string => (isUndoAsked(request) ? ` The undo was asked for by ${forMarkdown(request.undo?.askedByName ?? '')}: ${forMarkdown(request.undo?.reason ?? '', { most: mostWritten })}` : '');

/** For the resolver who works on it: the list, and the number the helpdesk may ring. Never in the channel. */
export const sendDetails = onRequest('request.details-to-me', nothing, async (needs: Needs, { press }) => {
  const chat = await chatOf(needs, press);
  if (chat === null) return addApp('get files');
  const decision: Decision = {
    async repeat(tx, request) {
      const text = `${reference(request)}: ${forMarkdown(request.requesterName)} can be rung on ${request.contactNumber ?? 'no number'}.${undoReason(request)}`;
      if (!(await offer(tx, needs, chat, request, 'request.details-to-me', 'list'))) return { message: 'It is in your personal chat with LA Desk.' };
      await say(tx, chat.id, { is: 'text', text }, needs.clock.calendar(), request.id);
      await sayComments(tx, request, chat, await nonceKey(tx), needs.clock.calendar());
      await tx.audit.append({ requestId: request.id, at: needs.clock.calendar(), actorId: press.personId, action: 'details-sent', detail: {} });
      return { message: 'It is in your personal chat with LA Desk.' };
    },
  };
  return decision;
});

/** What each verb gives: the context comes back by way of the person, who may have changed it. */
const given = { 'check.files': ['ready', 'left-out'], 'request.list': ['list', 'no-method'], 'request.outcome': ['outcome'], 'request.problems': ['problems'], 'request.details-to-me': ['list'] } as const satisfies Partial<Record<RequestVerb, readonly FileName[]>>;
type Given = keyof typeof given;

const context = z
  .object({ requestId: z.uuid(), file: z.enum(fileNames), verb: z.enum(Object.keys(given) as [Given, ...Given[]]) })
  .refine(({ file, verb }) => given[verb].some(name => name === file));

const anyContext = z.union([context, deliveryContext, signUpContext, calendarContext]);

type Delivering = Pick<Services, 'store' | 'access' | 'directory' | 'uploads' | 'clock' | 'settings' | 'log'>;

/** Longer than a file takes to be sent (60 seconds at most) with the questions before it. */
const longestMs = 90_000;
const couldNot = 'The file could not be sent. Press the button again.';
const watch = ({ conversation, activityId }: { conversation: Pick<Conversation, 'id'>; activityId: string }) => ({ name: 'watch-file', key: `${conversation.id} ${activityId}` });

/** In the turn's transaction. Where to put the file is a secret of this process, so another can only say that it did not come. */
export async function noteConsent(tx: Tables, { clock }: Pick<Services, 'clock'>, consent: FileConsent): Promise<void> {
  const { conversation, activityId, isAccepted } = consent;
  if (!isAccepted) return say(tx, conversation.id, { is: 'text', text: 'Not sent. You can ask for the file again.' }, clock.calendar());
  if (anyContext.safeParse(consent.context).success) await tx.jobs.add({ ...watch(consent), payload: { conversationId: conversation.id, activityId }, afterMs: longestMs });
}

/** Still there after all that time: who took it is dead. */
export async function watchFile({ store, clock }: Pick<Services, 'store' | 'clock'>, { conversationId, activityId }: { conversationId: string; activityId: string }): Promise<undefined> {
  await store.transaction(async tx => {
    await tx.jobs.remove(watch({ conversation: { id: conversationId }, activityId }));
    await say(tx, conversationId, { is: 'text', text: couldNot }, clock.calendar());
  });
}

/** Accepted: whatever happens then ends in the file or in a message. */
export async function handleFileConsent(needs: Delivering, consent: FileConsent): Promise<void> {
  const parsed = anyContext.safeParse(consent.context);
  if (!consent.isAccepted || !parsed.success) return;
  try {
    await deliver(needs, consent, parsed.data);
  } catch (error) {
    const isOurs = !(error instanceof WorldError) && !(error instanceof DatabaseAway) && !(error instanceof UserError);
    needs.log[isOurs ? 'error' : 'warn']({ err: error, ...subjectOf(parsed.data) }, 'an accepted file could not be sent');
    await tell(needs, consent, couldNot);
  }
}

const tell = ({ store, clock }: Delivering, consent: FileConsent, text: string): Promise<void> =>
  store.transaction(async tx => {
    await tx.jobs.remove(watch(consent));
    await say(tx, consent.conversation.id, { is: 'text', text }, clock.calendar());
  });

type Context = z.infer<typeof anyContext>;

const subjectOf = (given: Context) => ('requestId' in given ? { requestId: given.requestId } : 'noticeId' in given ? { noticeId: given.noticeId } : { occurrenceId: given.occurrenceId });

/** Or why there is none. */
async function bytesOf(needs: Delivering, personId: string, given: Context): Promise<Uint8Array | string> {
  if ('requestId' in given) return ofRequest(needs, personId, given);
  if ('noticeId' in given) return (await (given.file === 'sign-ups' ? signUpBytes(needs, personId, given) : deliveryBytes(needs, personId, given))) ?? 'This file is no longer kept, or no longer yours to see. Type **notices** to see the latest.';
  // Everybody who could press for it may have it.
  return (await calendarBytes(needs.store, given)) ?? 'This webinar is not in our calendar any more.';
}

async function deliver(needs: Delivering, consent: FileConsent, given: Context): Promise<void> {
  const { upload, personId } = consent;
  if (upload === null) throw new WorldError('refused', 'an accepted file came without a place to put it');
  const bytes = await bytesOf(needs, personId, given);
  if (typeof bytes === 'string') return tell(needs, consent, bytes);
  await needs.uploads.deliver(upload.uploadUrl, bytes);
  await needs.store.transaction(async tx => {
    const { name, contentUrl, uniqueId, fileType } = upload;
    const at = needs.clock.calendar();
    const requestId = 'requestId' in given ? given.requestId : undefined;
    await tx.jobs.remove(watch(consent));
    await say(tx, consent.conversation.id, { is: 'file', name, contentUrl, uniqueId, fileType }, at, requestId);
    // A date in a calendar names nobody.
    const about = requestId ?? ('noticeId' in given ? given.noticeId : null);
    if (about !== null) await tx.audit.append({ requestId: about, at, actorId: personId, action: 'file-delivered', detail: { file: given.file } });
  });
}

/** Or why there is none. Whether they may have it is asked again, because the offer can be old. */
async function ofRequest({ store, access }: Delivering, personId: string, { requestId, file, verb }: z.infer<typeof context>): Promise<Uint8Array | string> {
  const request = await store.requests.find(requestId);
  const roles = await access.rolesOf(personId);
  const isAllowed = request !== null && may(verb, personId, roles, request) !== 'not-you';
  // A check that was deleted since the offer has no rows: a file of nothing but its header would be a wrong answer.
  const { bytes, rows } = isAllowed ? await makeFile(store, request, file) : { bytes: new Uint8Array(), rows: 0 };
  if (isAllowed && rows === 0 && file === 'no-method') return `Nobody is left on this list: everybody of ${reference(request)} who is in the directory's report has a sign-in method by now.`;
  return !isAllowed || rows === 0 ? 'This file is no longer kept, or no longer yours to see. Type **my requests** to see what is open.' : bytes;
}
