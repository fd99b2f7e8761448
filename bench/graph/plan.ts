// What enabling costs at least by a given plan, phase after phase: requests, and seconds where reads are eight in flight and writes one by one.

const requestMs = 60;
const itemMs = 8;
const itemsInBatch = 20;
const inFlight = 8;

/** For each phase: items, and how many people one is about. A slice of adding is a batch, the first of 25 people alone. */
const phases = (people: number) => ({
  rules: Math.ceil(people / 15),
  adding: [Math.min(people, 25), ...Array.from({ length: Math.ceil(Math.max(0, people - 25) / 400) }, (_, n) => Math.min(400, people - 25 - n * 400))].map(slice => Math.ceil(slice / 20)),
  confirming: people,
  /** The policies, and the sizes of the group and of the one that is excluded. */
  single: 3,
});

const batches = (items: number): number => Math.ceil(items / itemsInBatch);

export function least(people: number): { requests: number; ms: number } {
  const { rules, adding, confirming, single } = phases(people);
  const readMs = (items: number): number => (batches(items) * requestMs + items * itemMs) / inFlight;
  return {
    requests: batches(rules) + adding.length + batches(confirming) + single,
    ms: readMs(rules) + adding.reduce((sum, items) => sum + requestMs + items * itemMs, 0) + readMs(confirming) + single * requestMs,
  };
}
