// The connector's answers, refusals included. https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
import type { Answer } from '../http/router.ts';

const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer => ({ status, json: { error: { code, message } }, headers });

export const unauthorised = (): Answer => refuse(401, 'Unauthorized', 'Authorization has been denied for this request.', { 'WWW-Authenticate': 'Bearer' });
export const notInstalled = (): Answer => refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
export const noConversation = (): Answer => refuse(404, 'ConversationNotFound', 'Conversation not found.');
export const noActivity = (): Answer => refuse(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');
export const tooBig = (): Answer => refuse(413, 'MessageSizeTooBig', 'Message size too large.');
export const badSyntax = (message: string): Answer => refuse(400, 'BadSyntax', message);
/** What mentions somebody who cannot be. */
export const badRequest = (message: string): Answer => refuse(400, 'Bad Request', message);
/** A message for one person in a channel, who is not there. */
export const noRecipient = (): Answer => badSyntax('A targeted message needs a recipient who is in the conversation.');
export const serviceError = (status = 502): Answer => refuse(status, 'ServiceError', 'The service is not available.');
export const precondition = (): Answer => refuse(412, 'PreconditionFailed', 'Precondition failed, please try again.');
export const forbidden = (code: string): Answer => refuse(403, code, 'The bot may not speak here.');
export const uncontracted = (message: string): Answer => refuse(501, 'NotInContract', message);
/** Without a number it does not say when to come back. */
export const tooMany = (seconds?: number): Answer => refuse(429, 'TooManyRequests', 'API calls quota exceeded.', seconds === undefined ? {} : { 'Retry-After': String(seconds) });
