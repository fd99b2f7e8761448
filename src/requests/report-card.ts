// The validation report: what would happen to whom, before anything happens; one decision.
import type { Card, CardData, Fact } from '../cards.ts';
import { figure, forMarkdown, formatDateTime, listRows, plural } from '../words.ts';
import { causeAfter, causeOrder, causeWords, doubtWords, toConfirm } from './causes.ts';
import { overlapLines } from './overlap-words.ts';
import type { Counts } from './service-request.ts';
import { button, people, quoted, words, type View } from './view.ts';

/** Fewer people than this are quicker in the Portal; at exactly this many both ways are offered. */
const portalLimit = 50;
const rowsShown = 20;

/** `isTooOld`: people may have moved since, so it can only be checked again. */
export function reportCard(view: View, isTooOld = false): Card {
  const { request, counts } = view;
  if (counts === null) throw new Error('A report needs the counts of its check.');
  const heading = headingOf(view, counts);
  const isPortalFirst = goesToPortal(view, counts) && !isTooOld;
  const doubts = doubtFacts(counts, request.confirmedDoubts);
  const data: CardData['report'] = {
    speak: `${heading}.`,
    heading,
    ...(doubts.length > 0 ? { doubts } : {}),
    counts: countFacts(view, counts),
    lines: linesOf(view, counts, isPortalFirst, isTooOld),
    steps: isPortalFirst ? portalSteps(view, counts.wouldChange) : '',
    subtle: `${request.fileName === null ? 'Checked' : `${forMarkdown(request.fileName)}, checked`} ${request.checkedAt === null ? '' : formatDateTime(request.checkedAt)}.${request.follows === null ? '' : ` About ${quoted(request.follows)}.`}`,
    ...leftOut(view, counts),
    ...decisions(view, counts, isPortalFirst, isTooOld),
    delete: button(view, 'check.delete', 'Delete this check'),
  };
  return { name: 'report', data };
}

/** Whoever asks about an earlier request was there already. */
export const goesToPortal = (view: View, counts: Pick<Counts, 'wouldChange'>): boolean =>
  view.request.kind === 'enable-mfa' && view.smallListGoesToPortal && view.request.follows === null && counts.wouldChange > 0 && counts.wouldChange < portalLimit;

function headingOf(view: View, { total, wouldChange, already }: Counts): string {
  const { would, already: have } = words(view);
  if (wouldChange === 0 && already === total) return `Checked: all ${figure(total)} ${have}`;
  if (wouldChange === 0) return `Checked: nobody on this list ${would}`;
  const some = `${total === 1 ? '' : `${figure(wouldChange)} of `}${people(total)} ${would}`;
  return goesToPortal(view, { wouldChange }) ? `Checked: ${some}. The Portal is quicker` : `Checked, not submitted: ${some}`;
}

const leftOutCount = (counts: Counts) => counts.leftOut.reduce((sum, { count }) => sum + count, 0);
const inOrder = (counts: Counts) => causeOrder.flatMap(cause => counts.leftOut.filter(group => group.cause === cause));

function countFacts(view: View, counts: Counts): Fact[] {
  const method = counts.noMethod === null ? 'sign-in methods not known yet' : `${counts.noMethod.count} have no sign-in method yet, as of ${formatDateTime(counts.noMethod.asOf)}`;
  const asksForMethods = view.request.kind === 'enable-mfa' && counts.wouldChange > 0;
  return [
    { title: figure(counts.wouldChange), value: `${words(view).would}${asksForMethods ? ` (${method})` : ''}` },
    ...(counts.already > 0 ? [{ title: figure(counts.already), value: words(view).already }] : []),
    ...inOrder(counts).map(({ cause, count }) => ({ title: figure(count), value: `left out: ${causeAfter(count, cause)}` })),
  ];
}

const doubtFacts = (counts: Counts, confirmed: readonly string[]): Fact[] =>
  counts.doubts
    // A bare list has a line of its own, which says it in full.
    .filter(({ doubt, count }) => count > 0 && doubt !== 'mailbox-type')
    .map(({ doubt, count }) => ({ title: doubtWords(doubt).mustConfirm && !confirmed.includes(doubt) ? 'Confirm' : 'Note', value: doubtWords(doubt).fact(count) }));

function linesOf(view: View, counts: Counts, isPortalFirst: boolean, isTooOld: boolean): string[] {
  if (isTooOld) return ['This check is more than 7 days old. Check the list again before you submit it.'];
  if (view.request.kind === 'revoke-sessions') return counts.wouldChange > 0 ? [...overlapLines(view, counts), 'They must sign in again on each device. This cannot be undone, and a second person must approve it.'] : [];
  const lines = overlapLines(view, counts);
  if (view.request.columns?.hasMailboxType === false && counts.wouldChange > 0) lines.push(bareListLine(view, isPortalFirst));
  if (isPortalFirst) lines.push(`For fewer than ${portalLimit} people, do this yourself:`);
  else if (counts.wouldChange > 0) lines.push('There is no grace period: people are asked for MFA the next time they sign in.');
  if (counts.wouldChange === portalLimit) lines.push(`You can also do ${portalLimit} in the Portal.`);
  if (view.request.columns?.encoding === 'Windows-1252') lines.push('The file was not in UTF-8: we read it as Windows text. Look at names with accents.');
  return lines;
}

function bareListLine({ request }: View, isPortalFirst: boolean): string {
  const doubt = 'This list does not say what kind of mailbox each is, so shared mailboxes cannot be ruled out';
  if (isPortalFirst) return `${doubt}: look for them before you tick.`;
  return request.confirmedDoubts.includes('mailbox-type') ? `${doubt}. You have confirmed that none is shared.` : `${doubt}. Send the Mailbox report, or confirm that none is shared.`;
}

const portalSteps = (view: View, count: number): string =>
  [
    `1. Open the [Portal](${view.portalUrl}), then **Admin**, then **User Management**.`,
    `2. Tick the ${people(count)} on the list.`,
    '3. Select **Bulk edit**, then **Enable Azure MFA**.',
    `4. Come back and press **Check these ${count} again**.`,
  ].join('\n');

function leftOut(view: View, counts: Counts): Pick<CardData['report'], 'leftOut'> {
  const total = leftOutCount(counts);
  if (total === 0) return {};
  let room = rowsShown;
  const causes = inOrder(counts).map(({ cause, count, rows }) => {
    const shown = rows.slice(0, room);
    room -= shown.length;
    return { title: `${count} ${causeAfter(count, cause)}`, whatToDo: causeWords(cause).todo, rows: rowsLine(shown, count) };
  });
  return { leftOut: { title: `See the ${figure(total)} left out`, heading: `${figure(total)} left out, by cause. ${view.request.fileName === null ? 'Rows are numbered in the order of your list.' : 'Row numbers are as in Excel.'}`, causes, columns: columnsLine(view) } };
}

function rowsLine(shown: readonly number[], count: number): string {
  if (shown.length === 0) return `${plural(count, 'row', 'rows')}, in the file`;
  return shown.length === count ? listRows(shown) : `${listRows(shown)}, and ${count - shown.length} more, in the file`;
}

function columnsLine({ request: { columns } }: View): string {
  if (columns === null) return '';
  const read = [...columns.address, ...columns.read].map(name => forMarkdown(name));
  const list = read.length > 1 ? `${read.slice(0, -1).join(', ')} and ${read.at(-1) ?? ''}` : (read[0] ?? '');
  return `We read the ${read.length === 1 ? 'column' : 'columns'} ${list}. ${columns.ignoredCount === 0 ? 'There were no others.' : `The other ${columns.ignoredCount} were ignored.`}`;
}

function decisions(view: View, counts: Counts, isPortalFirst: boolean, isTooOld: boolean): Partial<CardData['report']> {
  const files = leftOutCount(counts) + counts.wouldChange > 0 && view.request.kind === 'enable-mfa' ? { files: button(view, 'check.files', counts.wouldChange === 0 ? 'Get the list of those left out' : isPortalFirst ? `Get the list of ${figure(counts.wouldChange)}` : 'Get both CSV files') } : {};
  const again = { again: button(view, 'check.again', isPortalFirst ? `Check these ${figure(counts.wouldChange)} again` : 'Check this list again') };
  if (counts.wouldChange === 0 || isPortalFirst || isTooOld) return { ...files, ...again };
  const [doubt] = toConfirm(counts.doubts, view.request.confirmedDoubts);
  if (doubt !== undefined) return { ...files, ...again, confirm: button(view, 'check.confirm', doubtWords(doubt.doubt).button(doubt.count)) };
  const title = view.request.kind === 'revoke-sessions' ? 'Ask for this sign-out' : `Submit ${people(counts.wouldChange)}`;
  return { ...files, ...again, form: button(view, 'request.form', title) };
}
