// Faults that hit chosen requests to Graph: which calls, which item of a batch, how often, what is answered, and whether it was done all the same.
import { z } from 'zod';

/** `resolve` looks people up, `confirm` reads groups and policies, `roles` reads who is privileged. */
const phases = ['resolve', 'add', 'confirm', 'roles', 'other'] as const;
export type Phase = (typeof phases)[number];

const answers = [
  '403', '404', '409', '424', '429', '500', '502', '503', '504',
  /** The connection is cut; of an item in a batch the answer is left out. */
  'cut',
  /** No answer until the caller gives up. */
  'hang',
  /** A list leaves out its first entry, as a replica does that is behind. */
  'incomplete',
  /** Says that it was done, and does nothing: what no Graph should do, to see that a test notices. */
  'lies',
  /** The first person whom the request names is deleted, and then it is worked as usual. */
  'deletes',
] as const;
export type FaultAnswer = (typeof answers)[number];

const rule = z.strictObject({
  answer: z.enum(answers),
  on: z.enum([...phases, 'any']).default('any'),
  /** `request`: the whole HTTP request, a batch included. `item`: one call, alone or in a batch. */
  reach: z.enum(['request', 'item']).default('request'),
  /** With `item`: only the n-th of a batch; 0 is any. */
  item: z.number().int().min(0).max(20).default(0),
  times: z.number().int().min(0).max(1_000_000).default(1),
  /** So many requests that fit are let through before. */
  skip: z.number().int().min(0).default(0),
  /** Seconds; null says nothing. */
  retryAfter: z.number().int().min(0).nullable().default(null),
  /** What was asked is done, and only the answer goes wrong. */
  isDone: z.boolean().default(false),
});
export type GraphFault = z.infer<typeof rule>;

type Hit = { phase: Phase; reach: GraphFault['reach']; item: number };

export type GraphFaults = ReturnType<typeof createGraphFaults>;

export function createGraphFaults() {
  let rules: GraphFault[] = [];
  return {
    /** With what is left of each. */
    get: (): readonly GraphFault[] => rules,
    /** @throws ZodError */
    set(wanted: unknown): void {
      rules = z.array(rule).max(50).parse(wanted);
    },
    /** The first rule that is for this request; it then counts as used once. */
    take({ phase, reach, item }: Hit): GraphFault | null {
      const found = rules.find(one => one.times > 0 && one.reach === reach && (one.on === 'any' || one.on === phase) && (one.item === 0 || reach === 'request' || one.item === item));
      if (found === undefined) return null;
      if (found.skip > 0) {
        found.skip -= 1;
        return null;
      }
      found.times -= 1;
      return found;
    },
  };
}
