// Graph's refusals, in Graph's shape. https://learn.microsoft.com/graph/errors
import { randomUUID } from 'node:crypto';
import type { Reply } from './ask.ts';

export function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  const id = randomUUID();
  return { status, headers, body: { error: { code, message, innerError: { 'request-id': id, 'client-request-id': id } } } };
}

export const unauthenticated = (): Reply => refuse(401, 'InvalidAuthenticationToken', 'Access token is empty, invalid or has expired.', { 'WWW-Authenticate': 'Bearer' });
export const denied = (): Reply => refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
export const notFound = (id: string): Reply => refuse(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`);
export const badRequest = (message: string): Reply => refuse(400, 'Request_BadRequest', message);
export const unsupportedQuery = (message: string): Reply => refuse(400, 'Request_UnsupportedQuery', message);
export const conflict = (): Reply => refuse(409, 'Directory_ConcurrencyViolation', 'One or more of the specified objects is being changed by another request. Try again.');
export const unavailable = (): Reply => refuse(503, 'UnknownError', 'The service is not available.');
export const notPlayed = (message: string): Reply => refuse(501, 'NotInContract', message);
/** Some limits come without Retry-After. */
export const throttled = (retryAfterSeconds: number | null): Reply => refuse(429, 'TooManyRequests', 'Too many requests.', retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) });
