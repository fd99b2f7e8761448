// The forms for undoing a request and for taking one person out.
import type { Samples } from '../samples.ts';

const press = (title: string) => ({ title, id: 'r2041', nonce: 'n-undo-1' });
const back = press('Go back to R-2041');

export const undoForm: Samples['undo-form'] = [
  {
    title: '7u undo form',
    data: {
      speak: 'Not asked yet: take MFA off 268 people.',
      heading: 'Not asked yet: take MFA off 268 people',
      lines: [
        'MFA is taken off exactly the 268 people that R-2041 added and who still have it from there. Whoever had MFA before keeps it.',
        'A resolver has to start it. Until then nobody is changed, and you can withdraw it.',
        'Without MFA a stolen password is enough to sign in. Methods that people have set up stay with them.',
      ],
      label: 'Why, for the resolvers',
      ask: press('Ask to take MFA off 268 people'),
      back: press('Go back without asking'),
    },
  },
];

const formLines = ['For somebody who is locked out. It happens at once, and only for the one person.', 'You see who it is before anything is done.'];
const form = (title: string, heading: string, address: string): Samples['take-out-form'][number] => ({ title, data: { speak: `${heading}.`, heading, lines: formLines, address, find: press('Look for this person'), back } });

export const takeOutForm: Samples['take-out-form'] = [
  form('7v take-out form', 'Nobody chosen yet: take one person out of R-2041', ''),
  form('7v2 take-out form, not found', 'Not found: nobody of R-2041 has this address', 'sam.okoro@nhs.example'),
];

const jo = [{ title: 'Name', value: 'Jo Whitlock' }, { title: 'Address', value: 'jo\\.whitlock\\@nhs\\.example' }];
const takesOut = 'Not done yet: take this person out of R-2041';
const hadBefore = 'Nothing to take out: this person had MFA before';

export const takeOut: Samples['take-out'] = [
  {
    title: '7x take this person out',
    data: {
      speak: `${takesOut}.`,
      heading: takesOut,
      lines: ['MFA is taken off this person, and they do not get it again when the request is re-opened. Others are not changed.', 'Their mark in the Portal stays: take it away there.'],
      facts: jo,
      takeOut: { ...press('Take this person out now'), row: '57' },
      another: press('Choose somebody else'),
      back,
    },
  },
  {
    title: '7x2 had MFA before',
    data: {
      speak: `${hadBefore}.`,
      heading: hadBefore,
      lines: ['This request did not add them, so it cannot take them out. If they are locked out, ask the helpdesk to reset their sign-in methods, or take MFA off in the Portal under **Admin**, **User Management**.'],
      facts: jo,
      another: press('Choose somebody else'),
      back,
    },
  },
];
