// What goes wrong for one seed: people of every fate, and faults of Graph by kind, phase, how often and where in a batch.
import type { GraphFault } from '../../../src/sandbox/world/graph-faults.ts';

/** What is true of a person when the list is sent, and what happens to them after the check. */
const fates = ['joins', 'already', 'excluded', 'leaves', 'moves', 'promoted'] as const;
export type Fate = (typeof fates)[number];
const phases = ['resolve', 'add', 'confirm', 'roles'] as const;
export type Phase = (typeof phases)[number];

export type Rule = Partial<GraphFault> & Pick<GraphFault, 'answer' | 'on'>;
export type Plan = {
  fates: Fate[];
  /** Addresses of nobody. */
  strangers: number;
  /** A million more in the group, counted and never listed: people are then asked about one by one. */
  isLarge: boolean;
  staleReadsMs: number;
  /** Switched before the check, and before applying. */
  atCheck: Rule[];
  atApply: Rule[];
};

type Kind = { phases?: readonly Phase[]; make: (random: () => number) => Partial<GraphFault> & Pick<GraphFault, 'answer'> };

const upTo = (random: () => number, most: number) => 1 + Math.floor(random() * most);
const anItem = (random: () => number) => ({ reach: 'item', item: random() < 0.5 ? 0 : upTo(random, 4) }) as const;
const wholeOrItem = (random: () => number) => (random() < 0.5 ? {} : anItem(random));

/** Every way Graph fails that the product must live with. */
export const kinds: Record<string, Kind> = {
  '429 with Retry-After': { make: random => ({ answer: '429', retryAfter: upTo(random, 45), ...wholeOrItem(random) }) },
  '429 without Retry-After': { make: random => ({ answer: '429', ...wholeOrItem(random) }) },
  '500': { make: random => ({ answer: '500', ...wholeOrItem(random) }) },
  '502': { make: random => ({ answer: '502', ...wholeOrItem(random) }) },
  '503': { make: random => ({ answer: '503', retryAfter: random() < 0.5 ? upTo(random, 20) : null, ...wholeOrItem(random) }) },
  '504': { make: random => ({ answer: '504', ...wholeOrItem(random) }) },
  'time-out after the effect': { make: random => ({ answer: '504', isDone: true, ...wholeOrItem(random) }) },
  'cut before the effect': { make: random => ({ answer: 'cut', ...wholeOrItem(random) }) },
  'cut after the effect': { make: random => ({ answer: 'cut', isDone: true, ...wholeOrItem(random) }) },
  'one bad member in a chunk': { phases: ['add'], make: () => ({ answer: 'deletes', reach: 'item' }) },
  '409': { make: random => ({ answer: '409', ...wholeOrItem(random) }) },
  '424': { make: random => ({ answer: '424', ...anItem(random) }) },
  '404 midway': { make: random => ({ answer: '404', ...wholeOrItem(random) }) },
  'a list without its first': { phases: ['resolve'], make: random => ({ answer: 'incomplete', ...anItem(random) }) },
  '403': { make: random => ({ answer: '403', ...wholeOrItem(random) }) },
};

export const phasesOf = (kind: string): readonly Phase[] => kinds[kind]?.phases ?? phases;

export function ruleOf(kind: string, on: Phase, random: () => number): Rule {
  const made = kinds[kind]?.make(random);
  if (made === undefined) throw new Error(`There is no fault called ${kind}.`);
  return { ...made, on };
}

const pick = <T>(random: () => number, from: readonly T[]): T => {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('Nothing to pick from.');
  return one;
};

function randomRule(random: () => number, among: readonly Phase[]): Rule {
  const kind = pick(random, Object.keys(kinds).filter(name => phasesOf(name).some(phase => among.includes(phase))));
  const rule = ruleOf(kind, pick(random, phasesOf(kind).filter(phase => among.includes(phase))), random);
  return { ...rule, times: random() < 0.85 ? upTo(random, 3) : upTo(random, 9), skip: random() < 0.6 ? 0 : upTo(random, 3) };
}

/** Most people join; one in four has another fate, and never so many at once that applying would stop by itself. */
export function drawPlan(random: () => number): Plan {
  const count = 5 + Math.floor(random() * 56);
  const others = fates.filter(fate => fate !== 'joins');
  const drawn = Array.from({ length: count }, (): Fate => (random() < 0.75 ? 'joins' : pick(random, others)));
  const refused = (fate: Fate) => ['leaves', 'moves', 'promoted'].includes(fate);
  const few = drawn.map((fate, n) => (refused(fate) && drawn.slice(0, n).filter(refused).length >= 3 ? 'joins' : fate));
  const rules = (most: number, among: readonly Phase[]) => Array.from({ length: Math.floor(random() * (most + 1)) }, () => randomRule(random, among));
  // Unseen by all three passes of a check somebody is "not found", and the list is sent again: that is no longer a moment.
  const once = (rule: Rule, n: number, all: readonly Rule[]) => (rule.answer !== 'incomplete' ? [rule] : all.findIndex(one => one.answer === 'incomplete') === n ? [{ ...rule, times: 1 }] : []);
  return {
    fates: few, strangers: Math.floor(random() * 3), isLarge: random() < 0.5, staleReadsMs: random() < 0.3 ? upTo(random, 120_000) : 1_000,
    atCheck: rules(2, ['resolve', 'confirm', 'roles']).flatMap(once), atApply: rules(3, phases),
  };
}
