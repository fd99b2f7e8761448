// What a run of the tests is told from outside. Tests read process.env only here.

export const postgresUrl = process.env['TEST_DATABASE_URL'];

/** One of several test processes, which runs one file after the other: what is opened once stays open for the next file. */
export const isWorker = process.env['MOCHA_WORKER_ID'] !== undefined;

/** To have the same chances again as a chaos run that printed its seed. */
export const chaosSeed = process.env['CHAOS_SEED'] === undefined ? undefined : Number(process.env['CHAOS_SEED']);

/** How much of each full number the chaos tests do: all of it in `npm run test:chaos`, a tenth in `.ci/run`, a hundredth in `npm test`. */
const portion = Number(process.env['CHAOS_PORTION'] ?? 0.01);

/** True in `npm test`: what takes minutes whatever its number is left to CI and the chaos run. */
export const isShort = portion < 0.1;

/** In CI tables of thousands of cells are pressed whole; in `npm test` by itself a part of them, another one each time. */
export const isWhole = process.env['CI'] === 'true';

/** The share of a full number for this run, and never fewer than `least`. */
export const share = (full: number, least = 1): number => Math.max(least, Math.ceil(full * portion));

/** False in `npm test` alone, where the longest suites (several processes, one kill after the other) would not fit. */
export const isThorough = portion >= 0.1;
