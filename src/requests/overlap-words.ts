// What a report says of other requests with the same people: who has it from an earlier one, and who is in one that is open.
import { figure, joined, listRows, plural } from '../words.ts';
import { reference, type Counts } from './service-request.ts';
import { words, type View } from './view.ts';

/** More than these are counted together. */
const named = 2;

/** "271 of them from R-2041, 3 from R-2038." Sent again, a list says what became of it. */
function doneBeforeLine(view: View, { already, doneBefore }: Counts): string[] {
  if (doneBefore.length === 0) return [];
  const ours = doneBefore.reduce((sum, { count }) => sum + count, 0);
  const first = doneBefore.slice(0, named).map(({ number, count }) => `${figure(count)} from ${reference({ number })}`);
  const rest = doneBefore.slice(named).reduce((sum, { count }) => sum + count, 0);
  const list = [...first, ...(rest > 0 ? [`${figure(rest)} from earlier requests`] : [])];
  const [only] = doneBefore;
  if (only !== undefined && doneBefore.length === 1 && ours === already) return [`${already === 1 ? 'They have' : `All ${figure(already)} have`} it from ${reference(only)}, so nothing is done twice.`];
  return [`Of the ${figure(already)} who ${words(view).already}, ${joined(list)}. Nothing is done twice.`];
}

function alsoOpenLines({ alsoOpen }: Counts): string[] {
  const lines = alsoOpen.slice(0, named).map(({ number, count, rows }) => `${plural(count, 'person is', 'people are')} also in ${reference({ number })}, which is open: ${rowsOf(rows, count)}.`);
  const rest = alsoOpen.length - named;
  return [...lines, ...(rest > 0 ? [`And ${plural(rest, 'more open request holds', 'more open requests hold')} some of them.`] : [])];
}

const shownRows = 5;
const rowsOf = (rows: readonly number[], count: number): string => {
  const shown = rows.slice(0, shownRows);
  return shown.length === count ? listRows(shown).toLowerCase() : `rows ${shown.join(', ')} and ${figure(count - shown.length)} more`;
};

/** They are left out of this list because they have it, and are about to lose it. */
const undoneLines = ({ doneBefore }: Counts): string[] =>
  doneBefore.filter(({ isUndone }) => isUndone).slice(0, named).map(one => `An undo of ${reference(one)} is under way: it takes MFA off them again, and this list does not change that.`);

export const overlapLines = (view: View, counts: Counts): string[] => [...doneBeforeLine(view, counts), ...undoneLines(counts), ...alsoOpenLines(counts)];

/** For the resolver channel: numbers of requests and people only. */
export const alsoOpenFacts = ({ alsoOpen }: Counts): string[] => alsoOpen.slice(0, named).map(({ number, count }) => `${plural(count, 'person is', 'people are')} also in ${reference({ number })}, which is open`);
