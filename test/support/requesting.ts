// What most walks begin with: a list is sent and checked, what has to be confirmed is confirmed, and it is submitted.
import { headingOf, saidOn, verbsOn } from './card-reading.ts';
import type { Answer, Chat, Message, Seen } from './chat.ts';

/** Sends a file; gives the message that becomes its report, as soon as there is one. */
export async function sendFile(chat: Chat, name: string, bytes: Uint8Array | string): Promise<Message> {
  const said = await chat.say('', { file: { name, bytes } });
  // The help of first contact may come after it.
  return chat.find(one => one.from === 'bot' && one.card !== null && !headingOf(one.card).startsWith('Ready') && Number(one.id) > Number(said.id), { what: 'an answer to the file' });
}

/** Sends a list and waits for its report. */
export async function sendList(chat: Chat, addresses: readonly string[], name = 'list.csv'): Promise<Message> {
  return chat.card(/^Checked/, { of: await sendFile(chat, name, ['EmailAddress', ...addresses, ''].join('\r\n')) });
}

/** The form to submit. Where a redraw of the bot's took it away at once, the button is pressed again, as a person would. */
export async function openForm(chat: Chat, report: Pick<Message, 'id'>): Promise<Answer> {
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await chat.press(await chat.cardOf(report, card => verbsOn(card).includes('request.form')), 'request.form');
    const shown = (await chat.messages()).find(one => one.id === report.id);
    if (headingOf(shown?.card) === answer.heading) return answer;
  }
  throw new Error('The form does not stay on the screen.');
}

/** Confirms what the report asks about, and submits. Gives the status card and the reference. */
export async function submit(chat: Chat, report: Message): Promise<{ status: Answer; reference: string }> {
  let shown: Seen = report;
  while (verbsOn(shown.card).includes('check.confirm')) shown = await chat.press(shown, 'check.confirm');
  const status = await chat.press(await openForm(chat, report), 'request.submit', { contactNumber: '07700 900123' });
  const [, reference] = /Request (R-\d+)/.exec(saidOn(status.card)) ?? [];
  if (reference === undefined) throw new Error(`Not submitted: ${status.heading || String(status.message)}`);
  return { status, reference };
}
