// First contact, the channel's cards, and the list of somebody's requests.
import { helpCard } from '../../../src/requests/help-cards.ts';
import { dataOf, noRoles } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

export const help: Samples['help'] = [
  {
    title: '1 help',
    data: {
      speak: 'Ready: attach a CSV and we will check it for MFA.',
      heading: 'Ready: attach a CSV and we will check it for MFA',
      line: 'You can send the Mailbox report as it is. Nothing changes for anybody until you read the result and press Submit.',
      facts: [
        { title: 'You are', value: 'Local Administrator for Ashdown Vale Trust (ZZ101)' },
        { title: 'Send', value: 'the Mailbox report, or any CSV with addresses' },
        { title: 'On a phone', value: 'paste the addresses into a message' },
        { title: 'Or type', value: '**my requests**, **status R-2041**, **help**' },
      ],
      canSend: true,
    },
  },
  {
    title: '1r help for a resolver',
    data: {
      speak: 'Ready: new requests appear in the resolver channel.',
      heading: 'Ready: new requests appear in the resolver channel',
      line: 'Each comes with what to check, and a button to start it. Lists and contact numbers come to this chat when you ask for them there.',
      facts: [{ title: 'You are', value: 'Resolver' }, { title: 'Incident', value: 'type **open incident**: requests wait behind it; **update INC31020388** changes its notice' }, { title: 'Or type', value: '**queue**, **status R-2041**, **who changed MFA for** and an address, **help**' }],
      canSend: false,
    },
  },
  {
    title: '1o help for an operator',
    data: {
      speak: 'Ready: the roster and what we could not say are here.',
      heading: 'Ready: the roster and what we could not say are here',
      line: 'To import a roster, attach its CSV and write **roster** in the same message. Nothing is imported before you have seen what it would change.',
      facts: [{ title: 'You are', value: 'Operator' }, { title: 'Roster', value: 'type **roster** to decide on proposed LAs' }, { title: 'Emergency', value: 'type **stop all changes**: nobody is changed until you let changes go on' }, { title: 'Or type', value: '**lost posts**, **who changed MFA for** and an address, **help**' }],
      canSend: false,
    },
  },
  {
    title: '1p help for a communications officer',
    data: dataOf(helpCard({ ...noRoles, isCommunications: true }, [], { canSignOut: false, readsChannels: false }), 'help'),
  },
];

export const notOnRoster: Samples['not-on-roster'] = [
  {
    title: '1b help, not on the roster',
    data: {
      speak: 'We do not know you as a Local Administrator yet.',
      heading: 'We do not know you as a Local Administrator yet',
      lines: [
        'Nothing you send here is read until you are on the list for your organisation.',
        'Ask your Primary Local Administrator to add you. If you do not know who that is, ask your helpdesk.',
      ],
    },
  },
];

export const channelHelp: Samples['channel-help'] = [
  {
    title: '1c help in a channel',
    data: {
      speak: 'LA Desk checks a list of people and turns on MFA for them.',
      heading: 'LA Desk checks a list of people and turns on MFA',
      line: 'Send your file in the personal chat, not here: everyone in this team can open what is posted in a channel.',
      link: { title: 'Open my chat with LA Desk', url: 'https://teams.microsoft.com/l/chat/0/0?users=28:5aeb0a1d-0000-4000-8000-00000000b071' },
    },
  },
];

export const requests: Samples['requests'] = [
  {
    title: '7r my requests',
    data: {
      speak: '2 requests of your organisation are open.',
      heading: '2 requests open, 1 resolved',
      items: [
        {
          title: 'R-2041: in progress, 136 of 271 people',
          line: 'Finish by Saturday 24 September 2022, 12:30pm. Sent by Priya Nair.',
          show: { title: 'Show R-2041', id: 'r2041', nonce: 'n-show-1' },
        },
        { title: 'R-2039: submitted, 60 people', line: 'Waiting for a resolver to start. Sent by Tom Ashworth.', show: { title: 'Show R-2039', id: 'r2039', nonce: 'n-show-2' } },
        { title: 'R-2020: resolved, 84 people', line: 'It closes on Monday 26 September 2022, 6:40pm. Sent by Priya Nair.', show: { title: 'Show R-2020', id: 'r2020', nonce: 'n-show-3' } },
      ],
      subtle: 'As of Friday 23 September 2022, 12:41pm. Closed requests are not listed.',
    },
  },
  {
    title: '7r my requests, none',
    data: { speak: 'No requests are open.', heading: 'No requests are open', items: [], subtle: 'To start one, attach a CSV here.' },
  },
];

export const channelStatus: Samples['channel-status'] = [
  {
    title: '7s status in a channel',
    data: { speak: 'R-2041 is in progress.', heading: 'In progress: R-2041', line: 'The people of that organisation have the details in their personal chat.' },
  },
];

export const plain: Samples['plain'] = [
  {
    title: '1p example of a check, in the place of help',
    data: { speak: 'Example: 271 of 312 people would get MFA.', heading: 'Example: 271 of 312 people would get MFA', lines: ['Each row left out has its number and what to do.'], back: true },
  },
  {
    title: '2c check stopped',
    data: { speak: 'Stopped: nothing was kept.', heading: 'Stopped: nothing was kept', lines: ['Nothing changed for anybody. To check a list, attach it here.'] },
  },
  {
    title: '3d check deleted',
    data: { speak: 'Deleted: this check is gone.', heading: 'Deleted: this check is gone', lines: ['Nothing changed for anybody.', 'To check the list again, attach the file here.'] },
  },
];
