// Cards and words for taking one person out: the form, who it is before anything is done, and what came of it.
import type { Card } from '../cards.ts';
import { forMarkdown, forPlain } from '../words.ts';
import { takeOutBrakeLine, type Brake } from './brake.ts';
import { refusalWords } from './causes.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import type { Verdict } from './take-out.ts';
import { button, type View } from './view.ts';

const isResting = ({ request }: View) => request.status === 'on-hold' || request.halted !== null;

/** `wrong`: what was typed, and why nobody was found by it. `brake`: all changes are stopped, whatever this request is in. */
export function takeOutForm(view: View, wrong: { problem: string; typed: string } | null, brake: Brake | null): Card {
  const name = reference(view.request);
  const heading = wrong === null ? `Nobody chosen yet: take one person out of ${name}` : wrong.problem;
  return {
    name: 'take-out-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [
        brake === null ? `For somebody who is locked out. It happens at once${isResting(view) ? ', also while the request rests' : ''}, and only for the one person.` : takeOutBrakeLine(brake),
        'You see who it is before anything is done.',
      ],
      address: wrong?.typed ?? '',
      find: button(view, 'request.take-out-find', 'Look for this person'),
      back: button(view, 'request.back', `Go back to ${name}`),
    },
  };
}

/** The same for whoever is not one of its people, whether there is such a person or not. */
export const notOnIt = (request: ServiceRequest): string => `Not found: nobody of ${reference(request)} has this address`;
export const noAddress = 'Not looked for: that is not one email address';

type Found = { address: string; row: number; displayName: string | null; isGoingOn: boolean; brake: Brake | null };

const isOffered = (verdict: Verdict) => verdict === 'remove' || verdict === 'leave-out' || verdict === 'in-hand';

/** The directory has to be changed for it. */
const isCalledFor = (verdict: Verdict) => verdict === 'remove' || verdict === 'in-hand';

export function takeOutCard(view: View, { address, row, displayName, isGoingOn, brake }: Found, verdict: Verdict): Card {
  const name = reference(view.request);
  const who = forPlain(address, { most: 254 });
  const heading = isGoingOn ? `Under way: this person is being taken out of ${name}` : isOffered(verdict) ? `Not done yet: take this person out of ${name}` : `Nothing to take out: ${whyNot[verdict].heading}`;
  return {
    name: 'take-out',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(brake !== null && (isGoingOn || isCalledFor(verdict)) ? [takeOutBrakeLine(brake)] : []), ...(isGoingOn ? ['What comes of it is said in this chat.'] : linesOf(view, verdict))],
      facts: [...(displayName === null ? [] : [{ title: 'Name', value: forMarkdown(displayName) }]), { title: 'Address', value: forMarkdown(who, { most: 254 }) }],
      ...(isGoingOn || !isOffered(verdict) ? {} : { takeOut: { ...button(view, 'request.take-out', brake === null ? 'Take this person out now' : 'Take this person out'), row: String(row) } }),
      another: button(view, 'request.take-out-form', 'Choose somebody else'),
      back: button(view, 'request.back', `Go back to ${name}`),
    },
  };
}

const whyNot: { [V in Verdict]: { heading: string; lines: string[] } } = {
  remove: { heading: '', lines: [] },
  'leave-out': { heading: '', lines: [] },
  'in-hand': { heading: '', lines: [] },
  'had-before': {
    heading: 'this person had MFA before',
    lines: ['This request did not add them, so it cannot take them out. If they are locked out, ask the helpdesk to reset their sign-in methods, or take MFA off in the Portal under **Admin**, **User Management**.'],
  },
  'off-already': { heading: 'this person is out already', lines: ['MFA was taken off them before. If they are still asked for it, it comes from somewhere else: ask the helpdesk.'] },
  'not-applied': { heading: 'this request did not give this person MFA', lines: ['They were refused, so nothing was changed for them. If they are locked out, ask the helpdesk.'] },
};

function linesOf(view: View, verdict: Verdict): string[] {
  if (!isOffered(verdict)) return whyNot[verdict].lines;
  if (verdict === 'leave-out') return ['They do not have MFA from this request yet, and will not get it from it, nor when it is re-opened.'];
  return [
    'MFA is taken off this person, and they do not get it again when the request is re-opened. Others are not changed.',
    ...(view.request.portalMarkedCount > 0 ? ['Their mark in the Portal stays: take it away there.'] : []),
  ];
}

/** What is said in the chat of whoever asked, as it comes to pass. `reason`: why it could not be done. */
export type Told = 'asked' | 'stopped' | 'left-out' | 'away' | 'confirmed' | 'still-so' | 'not-out';

export function toldText(request: ServiceRequest, address: string, told: Told, reason: string | null): string {
  const who = forMarkdown(address, { most: 254 });
  const name = reference(request);
  const portal = request.portalMarkedCount > 0 ? ' Their mark in the Portal is still there: take it away under Admin, User Management.' : '';
  switch (told) {
    case 'asked':
      return `Taking ${who} out of ${name}. It is said here when that is confirmed.`;
    case 'stopped':
      return `Not yet: all changes are stopped by an operator, so ${who} still has MFA from ${name}. They are taken out as soon as changes go on, and it is said here when that is confirmed. If that is too late, ask the helpdesk.`;
    case 'left-out':
      return `Left out: ${who} does not get MFA from ${name}. Nothing had been changed for them.`;
    case 'away':
      return `Not yet: the directory does not answer, so ${who} still has MFA from ${name}. We try again by ourselves, and it is said here when it is confirmed.`;
    case 'confirmed':
      return `Confirmed: ${who} is out of ${name} and no longer in the policy group. It can take some minutes until sign-in stops asking them.${portal}`;
    case 'still-so':
      return `Taken out, but not confirmed: ${who} is out of ${name}, and the directory still shows them in the policy group. Another group may put them there: ask the helpdesk.${portal}`;
    case 'not-out':
      return `Not taken out: ${who}, ${notOutWords(reason)}. Ask the helpdesk.`;
  }
}

function notOutWords(reason: string | null): string {
  if (reason === 'had-before') return 'who had MFA before this request';
  if (reason === 'not-applied') return 'who was refused by the directory and did not get MFA from this request';
  return refusalWords(reason ?? '');
}
