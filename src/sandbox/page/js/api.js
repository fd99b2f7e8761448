// The sandbox's HTTP API, one function per call (docs/sandbox.md). Throws ApiError with words a person can read.

export class ApiError extends Error {
  /** @param {string} message @param {number} status 0 where nothing answered */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(path, options = {}) {
  const answer = await fetch(path, options).catch((cause) => {
    if (options.signal?.aborted) throw cause;
    throw new ApiError('The sandbox does not answer. Is it still running?', 0);
  });
  const text = await answer.text();
  const body = asJson(text);
  if (!answer.ok) throw new ApiError(sentenceOf(body) ?? `The sandbox answered ${answer.status}.`, answer.status);
  return body;
}

function asJson(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

function sentenceOf(body) {
  if (typeof body === 'string') return body === '' ? null : body.slice(0, 300);
  const error = body?.error ?? body?.message;
  return typeof error === 'string' ? error : (error?.message ?? null);
}

const send = (method, path, body) => call(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();
const part = encodeURIComponent;

export const getPeople = () => call('/api/people');
export const getConversations = (as) => call(`/api/conversations?${query({ as })}`);
export const openPersonalChat = (as) => send('POST', '/api/personal-chat', { as });

/** @param {string} id @param {{as: string, after?: number, wait?: number}} asked `wait` in milliseconds @param {AbortSignal} [signal] */
export const getMessages = (id, asked, signal) => call(`/api/conversations/${part(id)}/messages?${query(asked)}`, { signal });
/** @param {string} id @param {{as: string, text: string, file?: {name: string, base64: string}, mention?: boolean, replyTo?: string}} message */
export const postMessage = (id, message) => send('POST', `/api/conversations/${part(id)}/messages`, message);
export const press = (id, messageId, body) => send('POST', `/api/conversations/${part(id)}/messages/${part(messageId)}/press`, body);
export const consent = (id, messageId, body) => send('POST', `/api/conversations/${part(id)}/messages/${part(messageId)}/consent`, body);
/** Takes an own message back; its file stays in the channel. */
export const deleteMessage = (id, messageId, as) => send('POST', `/api/conversations/${part(id)}/messages/${part(messageId)}/delete`, { as });
export const deleteFile = (id, messageId, fileId, as) => send('POST', `/api/conversations/${part(id)}/messages/${part(messageId)}/files/${part(fileId)}/delete`, { as });

export const getClock = (after, signal) => call(`/api/clock?${query({ after })}`, { signal });
/** @param {{by: number} | {to: string} | {next: true}} how `by` in milliseconds; answers when everything due has run */
export const windClock = (how) => send('POST', '/api/clock', how);

export const getFaults = () => call('/api/faults');
export const putFaults = (faults) => send('PUT', '/api/faults', faults);
export const getGraphFaults = () => call('/api/graph-faults');
export const putGraphFaults = (rules) => send('PUT', '/api/graph-faults', rules);
export const getGroup = () => call('/api/group');
export const getSignIn = (address) => call(`/api/sign-in?${query({ address })}`);
export const getFiles = (as) => call(`/api/files?${query({ as })}`);
export const getGraphLog = () => call('/api/graph-log');
export const getTickets = () => call('/api/tickets');
/** As somebody of the helpdesk does. @param {string} number @param {{is: string, as: string}} act with what goes with it */
export const workTicket = (number, act) => send('POST', `/api/tickets/${part(number)}`, act);
export const fileUrl = (id) => `/api/files/${part(id)}`;

/** Samples the sandbox offers: name and what is in it. @returns {Promise<{name: string, about: string}[]>} */
export const getSamples = () => call('/samples');

/** @param {string} name of a sample under /samples/ @returns {Promise<File>} */
export async function getSample(name) {
  const answer = await fetch(`/samples/${part(name)}`);
  if (!answer.ok) throw new ApiError(`The sample ${name} is not there.`, answer.status);
  return new File([await answer.blob()], name);
}
