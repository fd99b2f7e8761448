// Cards of a check before its report: reading the file, choosing a column, a file that cannot be read, the submit form.
import type { Card } from '../cards.ts';
import type { FileProblem } from '../intake/read-rows.ts';
import { figure, forMarkdown, formatDateTime, formatTime, forPlain, plural } from '../words.ts';
import { targetAt } from '../schedule.ts';
import { countToType } from './share.ts';
import { button, people, words, type View } from './view.ts';

const promise = 'Nothing changes for anybody. We keep addresses, row numbers and results, not the file.';

/** `triesAgainAt`: the directory is slow or away, and we come back by ourselves. */
export function checkingCard(view: View, triesAgainAt: Date | null): Card {
  const { request } = view;
  const name = request.fileName === null ? 'your list' : 'your file';
  const shown = request.fileName === null ? '' : `: ${forPlain(request.fileName)}`;
  const isRefused = request.reason === 'refused';
  const slow = triesAgainAt === null ? null : `Still checking: ${figure(view.checkedRows)} of ${plural(request.totalRows, 'row', 'rows')}, the directory ${isRefused ? 'does not let us read it' : 'is slow'}`;
  const heading = slow ?? `Checking ${name}${request.fileName === null ? '' : `: ${forMarkdown(request.fileName)}`}`;
  return {
    name: 'checking',
    data: {
      speak: slow ?? `Checking ${name}${shown}`,
      heading,
      line: triesAgainAt === null ? 'The result will appear here, usually within a minute. You can close this chat.' : `Your rows are kept. We try again by ourselves ${isRefused ? 'by' : 'at'} ${formatTime(nextMinute(triesAgainAt))}, and you do not need to send the file again.`,
      subtle: promise,
      stop: button(view, 'check.stop', 'Stop this check'),
    },
  };
}

/** Rounded down it would often be the minute in which it is read. */
const nextMinute = (date: Date): Date => new Date(Math.ceil(date.getTime() / 60_000) * 60_000);

export function chooseColumnCard(view: View): Card {
  const columns = view.request.columns?.address ?? [];
  const heading = `Not checked yet: ${columns.length} columns could be the addresses`;
  return {
    name: 'choose-column',
    data: {
      speak: `${heading}.`,
      heading,
      line: 'Choose the one that holds the addresses people sign in with.',
      choices: columns.map((name, index) => ({ title: forMarkdown(name), value: String(index) })),
      use: button(view, 'check.use-column', 'Use this column'),
      delete: button(view, 'check.delete', 'Delete this check'),
    },
  };
}

const saveAsCsv = ['1. Open it in Excel and choose the sheet with the addresses.', '2. Select **File**, then **Save As**.', '3. Choose **CSV UTF-8 (Comma delimited)**.', '4. Attach the new file here.'].join('\n');
const attachAgain = '1. Mend the file.\n2. Attach it here again.';
const rightFile = '1. Find the Mailbox report, or any CSV with addresses.\n2. Attach it here.';

const problems: { [P in FileProblem['problem']]: (problem: FileProblem) => { is: string; line: string; steps: string } } = {
  workbook: () => ({ is: 'it is an Excel workbook', line: 'Its name ends in .csv, but inside it is still an Excel file.', steps: saveAsCsv }),
  'old-workbook': () => ({ is: 'it is an older Excel workbook', line: 'Inside it is still an Excel file, not a CSV.', steps: saveAsCsv }),
  zip: () => ({ is: 'it is a zip file', line: 'Take the CSV out of the zip file first.', steps: '1. Open the zip file and copy the CSV out of it.\n2. Attach the CSV here.' }),
  pdf: () => ({ is: 'it is a PDF', line: 'We cannot read lists from a PDF.', steps: rightFile }),
  picture: () => ({ is: 'it is a picture', line: 'We cannot read lists from a picture.', steps: rightFile }),
  empty: () => ({ is: 'it is empty', line: 'There is nothing in it.', steps: rightFile }),
  'header-only': () => ({ is: 'it has only a header', line: 'There are no rows under the column names.', steps: rightFile }),
  'no-address-column': ({ columns }) => ({ is: 'no column holds email addresses', line: `We looked at the columns ${(columns ?? []).map(name => forMarkdown(name)).join(', ')}.`, steps: '1. Name the column with the addresses EmailAddress.\n2. Attach the file here again.' }),
  'too-large': () => ({ is: 'it is larger than 100 MB', line: 'Split it, or send only the column with the addresses.', steps: attachAgain }),
  'too-many-rows': () => ({ is: 'it has more than 200,000 rows', line: 'Split it into smaller files.', steps: attachAgain }),
  'open-quote': ({ row }) => ({ is: row === undefined ? 'a quote is never closed' : `the quote that opens in row ${row} is never closed`, line: 'A cell starts with a quotation mark and has none at its end, so everything after it looks like one cell.', steps: `1. Open the file in Excel and look at ${row === undefined ? 'the cells with quotation marks' : `row ${row}`}.\n2. Mend it, save it as CSV, and attach it here again.` }),
  'not-text': () => ({ is: 'it is not a text file', line: 'Inside it is not text, whatever its name says.', steps: saveAsCsv }),
};

export function unreadableCard(fileName: string | null, problem: FileProblem): Card {
  const { is, line, steps } = problems[problem.problem](problem);
  const name = fileName ?? 'your list';
  return { name: 'unreadable', data: { speak: `We could not read ${forPlain(name)}: ${is}.`, heading: `We could not read ${forMarkdown(name)}: ${is}`, line: `${line} Nothing was checked and nothing was kept.`, steps, example: true } };
}

/** `wrong`: what to mend in what was typed, in the inputs' own words. What was typed stays in its box. */
export function submitForm(view: View, now: Date, wrong: { problem: string; typed: string; typedCount?: string } | null): Card {
  const asked = view.request.kind === 'enable-mfa' ? countToType(view.counts) : null;
  const count = view.counts?.wouldChange ?? 0;
  const heading = wrong === null ? `Not submitted yet: ${people(count)}, one step left` : `Not submitted: ${wrong.problem.charAt(0).toLowerCase()}${wrong.problem.slice(1)}`;
  const isSecond = view.request.kind === 'revoke-sessions';
  return {
    name: 'submit-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [
        ...(asked === null ? [] : [asked.line]),
        isSecond ? 'A second person must approve it before anybody is signed out.' : `If you submit now, we aim to finish by ${formatDateTime(targetAt(now))}.`,
        'The helpdesk may ring the number you give.',
      ],
      subtle: `${people(count)} ${words(view).would}.`,
      contactNumber: wrong?.typed ?? '',
      ...(asked === null ? {} : { typedCountLabel: asked.label, typedCount: wrong?.typedCount ?? '' }),
      submit: button(view, 'request.submit', `Submit ${people(count)}`),
      cancel: button(view, 'request.form-cancel', 'Go back without submitting'),
    },
  };
}
