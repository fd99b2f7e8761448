// One date of a webinar: what is to be said about it when, what has come too late to be said, and what moving or cancelling it does. Pure.
import { addDays } from '../../schedule.ts';
import type { SeriesWords } from './series.ts';

/** In the order in which they come. `warn`: to communications, where it is a bank holiday. `soon`: to those who pressed for it. */
export const steps = ['warn', 'announce', 'remind', 'soon', 'live', 'over'] as const;
export type Step = (typeof steps)[number];

export type Occurrence = {
  id: string;
  /** Null: only in the archive, from a file. */
  seriesId: string | null;
  /** The day of the series it stands for; null where it was added by hand. */
  day: string | null;
  startsAt: Date;
  endsAt: Date;
  isCancelled: boolean;
  /** Where it was before it was moved. */
  movedFrom: Date | null;
  /** Why it is cancelled or moved, as people read it. */
  reason: string | null;
  /** Of its calendar entry: rises with each change. */
  sequence: number;
  changedAt: Date;
  calendarToken: string;
  recording: string | null;
  /** Said, or too late to be said. */
  done: Step[];
  /** Its key updates were posted. */
  isWrittenUp: boolean;
  /** What its series said when it was over, where that has changed since; null where it says so still. */
  asHeld: SeriesWords | null;
};

export type Phase = 'cancelled' | 'coming' | 'live' | 'over';

export function phaseAt({ isCancelled, startsAt, endsAt }: Pick<Occurrence, 'isCancelled' | 'startsAt' | 'endsAt'>, at: Date): Phase {
  if (isCancelled) return 'cancelled';
  return at < startsAt ? 'coming' : at < endsAt ? 'live' : 'over';
}

const minutesMs = 60_000;
const never = new Date(8.64e15);

type Timed = { step: Step; from: Date; until: Date };

/** From when each is said, and until when saying it still makes sense. */
function timesOf({ startsAt, endsAt }: Pick<Occurrence, 'startsAt' | 'endsAt'>): Timed[] {
  return [
    { step: 'warn', from: addDays(startsAt, -28), until: addDays(startsAt, -1) },
    { step: 'announce', from: addDays(startsAt, -7), until: startsAt },
    { step: 'remind', from: addDays(startsAt, -1), until: startsAt },
    { step: 'soon', from: new Date(startsAt.getTime() - 15 * minutesMs), until: startsAt },
    { step: 'live', from: startsAt, until: endsAt },
    { step: 'over', from: endsAt, until: never },
  ];
}

export type Due = { now: Step[]; late: Step[]; next: Date | null };

/** What is to be said now, once; what no longer makes sense; and when to look again. */
export function dueAt(occurrence: Pick<Occurrence, 'startsAt' | 'endsAt' | 'isCancelled' | 'done'>, at: Date): Due {
  if (occurrence.isCancelled) return { now: [], late: [], next: null };
  const open = timesOf(occurrence).filter(({ step }) => !occurrence.done.includes(step));
  const come = open.filter(({ from }) => from <= at);
  // Announced this late, it needs no reminder of the same in the same breath.
  const isSaid = ({ step, until }: Timed): boolean => at < until && !(step === 'remind' && come.some(other => other.step === 'announce'));
  const next = open.find(({ from }) => from > at)?.from ?? null;
  return { now: come.filter(isSaid).map(({ step }) => step), late: come.filter(one => !isSaid(one)).map(({ step }) => step), next };
}

/** What has to be said again about a date that was moved: everything but the announcement, which people have; and within a day the move itself is the reminder. */
const doneAfterMove = (done: readonly Step[], startsAt: Date, at: Date): Step[] => [...done.filter(step => step === 'announce'), ...(done.includes('announce') && at >= addDays(startsAt, -1) ? (['remind'] as const) : [])];

export type Change = Pick<Occurrence, 'startsAt' | 'endsAt' | 'isCancelled' | 'movedFrom' | 'reason' | 'sequence' | 'changedAt' | 'done'>;

export const moved = (occurrence: Occurrence, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }, reason: string | null, at: Date): Change => ({
  startsAt, endsAt, isCancelled: false, movedFrom: occurrence.startsAt, reason, sequence: occurrence.sequence + 1, changedAt: at, done: doneAfterMove(occurrence.done, startsAt, at),
});

/** Its series says something else: the date stays. */
export const reworded = (occurrence: Occurrence, at: Date): Occurrence => ({ ...occurrence, sequence: occurrence.sequence + 1, changedAt: at });

export const cancelled = ({ startsAt, endsAt, movedFrom, sequence, done }: Occurrence, reason: string | null, at: Date): Change => ({
  startsAt, endsAt, isCancelled: true, movedFrom, reason, sequence: sequence + 1, changedAt: at, done,
});
