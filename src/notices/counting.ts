// What came of a notice, counted: delivered, failed and why, unknown, waiting. Pure.
import type { Fact } from '../cards.ts';
import { figure } from '../words.ts';

export type Counted = { state: 'waiting' | 'posting' | 'delivered' | 'failed' | 'unknown' | 'cancelled'; reason: string | null; count: number };
export type Counts = { total: number; waiting: number; delivered: number; failed: number; unknown: number; cancelled: number };
/** `told`: people who have the card in their own chat, and how many of them pressed Got it; `elsewhere`: pressed it in a channel only; `following`: asked to be told when it changes. */
export type Readers = { told: number; acknowledged: number; elsewhere: number; following: number };

export function countsOf(counted: readonly Counted[]): Counts {
  const of = (...states: Counted['state'][]): number => counted.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  return { total: of('waiting', 'posting', 'delivered', 'failed', 'unknown', 'cancelled'), waiting: of('waiting', 'posting'), delivered: of('delivered'), failed: of('failed'), unknown: of('unknown'), cancelled: of('cancelled') };
}

const reasons: Readonly<Record<string, string>> = { 'not-installed': 'LA Desk not installed', blocked: 'LA Desk blocked', gone: 'account gone' };
export const failureWords = (reason: string | null): string => reasons[reason ?? ''] ?? 'not taken by Teams';
const share = (part: number, whole: number, of = ''): string => (whole === 0 ? '' : ` (${Math.round((100 * part) / whole)}%${of})`);

/** The rows of the card: they sum up to the total. */
export function countFacts(counted: readonly Counted[], counts: Counts): Fact[] {
  const failed = counted.filter(({ state }) => state === 'failed').map(({ reason, count }) => ({ title: figure(count), value: `failed: ${failureWords(reason)}` }));
  return [
    { title: figure(counts.delivered), value: `delivered${share(counts.delivered, counts.total)}` },
    ...failed,
    ...(counts.unknown === 0 ? [] : [{ title: figure(counts.unknown), value: 'unknown: Teams did not answer, so they may have it' }]),
    ...(counts.cancelled === 0 ? [] : [{ title: figure(counts.cancelled), value: 'cancelled, not sent' }]),
    ...(counts.waiting === 0 ? [] : [{ title: figure(counts.waiting), value: 'waiting' }]),
  ];
}

/** What readers did with it. Delivered is not read. */
export function readerFacts({ told, acknowledged, elsewhere, following }: Readers, wantsAck: boolean): Fact[] {
  return [
    ...(wantsAck && told > 0 ? [{ title: figure(acknowledged), value: `pressed Got it${share(acknowledged, told, ' of people told')}` }] : []),
    ...(elsewhere > 0 ? [{ title: figure(elsewhere), value: 'pressed Got it in a channel' }] : []),
    ...(following > 0 ? [{ title: figure(following), value: 'asked to be told when it changes' }] : []),
  ];
}
