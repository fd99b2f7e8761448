// How many HTTP requests a play may cost at most:
//
//   check 16 + slices x 12 + reads x 7 + bad members x 10 + faults x (5, or 20 where Graph says no)
//
// A check is 3 passes of looking people up, 9 for who is privileged and 4 for who is in the group; a slice asks the rules again (10) and is
// one batch; it may look once who is there. A read is the policies, 2 counts and 4 batches, at 6 times after each slice. One bad member of 20 is
// found in 2 x log2(20) halvings. A faulty answer costs its repeat, and every fifth in a row the step it is in, begun anew (20); where
// Graph says no (403, 404) the step begins anew at once, or a chunk is halved.
import type { Facts } from './enable.ts';
import type { Plan } from './plan.ts';

const earlyReads = 6;
const saysNo = ['403', '404', 'deletes', 'incomplete'];

export function bound({ slices, faults, people, rows }: Pick<Facts, 'slices' | 'faults' | 'people' | 'rows'>, plan: Plan): number {
  const bad = rows.filter(row => row.state === 'already' || row.state === 'refused').length;
  const reads = earlyReads + slices;
  const isNo = [...plan.atCheck, ...plan.atApply].some(rule => saysNo.includes(rule.answer));
  return 16 + slices * 12 + reads * (3 + Math.ceil(people.length / 20)) + bad * 10 + faults * (isNo ? 20 : 5);
}
