// From the upload to the contact number: being checked, checked, not readable, asked for a column, about to be submitted.
import type { Fact } from '../../../src/cards.ts';
import type { Samples } from '../samples.ts';
import { cardsThatCannotBeRead } from './unreadable.ts';

const press = (title: string) => ({ title, id: 'check-1', nonce: 'n-check-1' });

export const checking: Samples['checking'] = [
  {
    title: '2 checking',
    data: {
      speak: 'Checking your file.',
      heading: 'Checking your file: March mailbox report.csv',
      line: 'The result will appear here, usually within a minute. You can close this chat.',
      subtle: 'Nothing changes for anybody. We keep addresses, row numbers and results, not the file.',
      stop: press('Stop this check'),
    },
  },
  {
    title: '2b checking, directory slow',
    data: {
      speak: 'Still checking: 180 of 312 rows, the directory is slow.',
      heading: 'Still checking: 180 of 312 rows, the directory is slow',
      line: 'Your rows are kept. We try again by ourselves at 12:34pm, and you do not need to send the file again.',
      subtle: '',
      stop: press('Stop this check'),
    },
  },
];

const counts: Fact[] = [
  { title: '271', value: 'would get MFA (38 have no sign-in method yet, as of 6am today)' },
  { title: '17', value: 'already have MFA' },
  { title: '5', value: 'left out: not in your organisations' },
  { title: '4', value: 'left out: not found' },
  { title: '6', value: 'left out: deleted' },
  { title: '9', value: 'left out: shared mailboxes' },
];

const leftOut = {
  title: 'See the 24 left out',
  heading: '24 left out, by cause. Row numbers are as in Excel.',
  causes: [
    { title: '5 not in your organisations', whatToDo: 'Ask their own Local Administrator. You cannot change these.', rows: 'Rows 14, 88, 102, 230 and 231' },
    { title: '4 not found', whatToDo: '2 look like typing mistakes. Check the other 2 in the Portal.', rows: 'Rows 57, 140, 141 and 299' },
    { title: '6 deleted', whatToDo: 'Nothing to do, unless a person has come back: restore the account first.', rows: 'Rows 9, 31, 77, 160, 203 and 310' },
    { title: '9 shared mailboxes', whatToDo: 'Nothing to do: MFA is for people, not shared mailboxes.', rows: 'Rows 3, 4, 18, 45, 46, 121, 122, 250 and 251' },
  ],
  columns: 'We read the columns EmailAddress, Status, MailboxType and AccountType. The other 39 were ignored.',
};

const threeLeftOut = {
  title: 'See the 3 left out',
  heading: '3 left out, by cause. Row numbers are as in Excel.',
  causes: [
    { title: '1 not found', whatToDo: 'Check it in the Portal.', rows: 'Row 12' },
    { title: '2 shared mailboxes', whatToDo: 'Nothing to do: MFA is for people, not shared mailboxes.', rows: 'Rows 3 and 4' },
  ],
  columns: '',
};

const noGrace = 'There is no grace period: people are asked for MFA the next time they sign in.';
const checkedAt = 'March mailbox report.csv, checked Friday 23 September 2022, 12:24pm.';
const checked = {
  speak: 'Checked, not submitted: 271 of 312 people would get MFA.',
  heading: 'Checked, not submitted: 271 of 312 people would get MFA',
  lines: [noGrace],
  steps: '',
  subtle: checkedAt,
  leftOut,
  files: press('Get both CSV files'),
  delete: press('Delete this check'),
};

const portalSteps = [
  '1. Open the [NHSmail Portal](https://portal.nhs.example/), then **Admin**, then **User Management**.',
  '2. Tick the 38 people on the list.',
  '3. Select **Bulk edit**, then **Enable Azure MFA**.',
  '4. Come back and press **Check these 38 again**.',
].join('\n');

const few = {
  speak: 'Checked: 38 of 44 people would get MFA. The Portal is quicker.',
  heading: 'Checked: 38 of 44 people would get MFA. The Portal is quicker',
  counts: [
    { title: '38', value: 'would get MFA' },
    { title: '3', value: 'already have MFA' },
    { title: '1', value: 'left out: not found' },
    { title: '2', value: 'left out: shared mailboxes' },
  ],
  lines: ['For fewer than 50 people, do this yourself:'],
  steps: portalSteps,
  subtle: '',
  leftOut: threeLeftOut,
  again: press('Check these 38 again'),
  files: press('Get the list of 38'),
  delete: press('Delete this check'),
};

export const report: Samples['report'] = [
  { title: '3 report', data: { ...checked, counts, form: press('Submit 271 people'), again: press('Check this list again') } },
  {
    title: '3c report, application accounts to confirm',
    data: {
      ...checked,
      doubts: [{ title: 'Confirm', value: '3 application accounts: MFA can stop unattended sign-in' }],
      counts,
      confirm: press('Confirm 3 application accounts'),
    },
  },
  {
    title: '3l report, bare list',
    data: {
      ...checked,
      counts,
      lines: ['This list does not say what kind of mailbox each is. Send the Mailbox report, or confirm that none is shared.', noGrace],
      confirm: press('Confirm that none is shared'),
    },
  },
  {
    title: '3n report, nothing to do',
    data: {
      speak: 'Checked: all 312 already have MFA.',
      heading: 'Checked: all 312 already have MFA',
      counts: [{ title: '312', value: 'already have MFA' }],
      lines: ['You do not need to do anything.'],
      steps: '',
      subtle: checkedAt,
      again: press('Check this list again'),
      delete: press('Delete this check'),
    },
  },
  {
    title: '3o report, too old',
    data: {
      ...checked,
      counts,
      lines: ['This check is more than 7 days old, and people may have changed since. Check it again before you submit.'],
      again: press('Check this list again'),
    },
  },
  {
    title: '3f report, exactly 50',
    data: {
      ...checked,
      speak: 'Checked, not submitted: 50 of 50 people would get MFA.',
      heading: 'Checked, not submitted: 50 of 50 people would get MFA',
      counts: [{ title: '50', value: 'would get MFA (sign-in methods not known yet)' }],
      lines: ['You can also do 50 in the Portal.', noGrace],
      form: press('Submit 50 people'),
      again: press('Check these 50 again'),
    },
  },
  { title: '4 fewer than 50', data: few },
  { title: '4p fewer than 50, where Submit is allowed', data: { ...few, form: press('Ask a resolver to do it for me') } },
  {
    title: '4b fewer than 50, checked again',
    data: {
      speak: 'Checked again: 36 of 38 people now have MFA.',
      heading: 'Checked again: 36 of 38 people now have MFA',
      counts: [
        { title: '36', value: 'confirmed: in the policy group, read back at 1:10pm' },
        { title: '2', value: 'not yet: rows 5 and 19' },
      ],
      lines: ['It can take up to 5 minutes after the Portal says it is done.'],
      steps: '1. If it is longer than that, tick the 2 people in the [NHSmail Portal](https://portal.nhs.example/) again.\n2. Come back and press **Check the other 2 again**.',
      subtle: '',
      again: press('Check the other 2 again'),
      files: press('Get the list of 2'),
      delete: press('Delete this check'),
    },
  },
];

export const unreadable: Samples['unreadable'] = cardsThatCannotBeRead;

export const chooseColumn: Samples['choose-column'] = [
  {
    title: '5c choose column',
    data: {
      speak: 'Not checked yet: 2 columns could be the addresses.',
      heading: 'Not checked yet: 2 columns could be the addresses',
      line: 'Your rows of March mailbox report.csv are kept until you choose. Nothing changes for anybody.',
      choices: [
        { title: 'EmailAddress (column B, 312 rows filled)', value: '1' },
        { title: 'AlternateEmail (column K, 290 rows filled)', value: '10' },
      ],
      use: press('Use this column'),
      delete: press('Delete this check'),
    },
  },
];

export const submitForm: Samples['submit-form'] = [
  {
    title: '6t submit form, number to type',
    data: {
      speak: 'Not submitted yet: 271 people, one step left.',
      heading: 'Not submitted yet: 271 people, one step left',
      lines: [
        'This is a large part: 271 of 1,100 people of the organisation, 25%.',
        'If you submit now, we aim to finish by Saturday 24 September 2022, 12:30pm. The helpdesk may ring the number you give.',
      ],
      subtle: '',
      contactNumber: '07700 9001',
      typedCountLabel: 'Type 271 to confirm',
      typedCount: '',
      submit: press('Submit 271 people'),
      cancel: press('Go back without submitting'),
    },
  },
];
