// Presses and refreshes: what goes to the bot, and what its invoke answer means for the page.
import * as api from './api.js';
import { session } from './session.js';

/** @typedef {{card: object} | {notice: string} | {problem: string} | null} Answer null: nothing to show */

/** @param {'manual' | 'automatic'} trigger automatic: a refresh @returns {Promise<Answer>} */
export async function pressButton(chatId, messageId, verb, data, trigger = 'manual') {
  try {
    const { status, body } = await api.press(chatId, messageId, { as: session.me.slug, verb, data, trigger });
    return meaningOf(status, body);
  } catch (error) {
    return { problem: error.message };
  }
}

function meaningOf(status, body) {
  const type = String(body?.type ?? '');
  if (type === 'application/vnd.microsoft.card.adaptive') return { card: body.value };
  if (type === 'application/vnd.microsoft.activity.message') return { notice: String(body.value) };
  if (type.startsWith('application/vnd.microsoft.error')) return { problem: body.value?.message ?? 'Something went wrong. Try again.' };
  const problem = refusalOf(status) ?? refusalOf(body?.statusCode ?? 200);
  return problem === null ? null : { problem };
}

/** Why the bot did not take an activity, or null where it did. @param {number} status 0 where it did not answer at all */
export function refusalOf(status) {
  if (status === 0) return 'LA Desk does not answer. Is it running?';
  return status >= 400 ? `LA Desk could not take this (${status}). Try again.` : null;
}

/** The refresh action, where this card has one and it names this person. Without userIds Teams does not refresh by itself. */
export function refreshFor(card, person) {
  const action = card.refresh?.action;
  const listed = card.refresh?.userIds;
  if (action?.type !== 'Action.Execute' || !Array.isArray(listed)) return null;
  const isListed = listed.some((id) => id === person.teamsUserId || id === `8:orgid:${person.objectId}`);
  return isListed ? { verb: action.verb ?? '', data: action.data ?? {} } : null;
}
