// Every benchmark, in the order they run.
import type { Bench } from './bench.ts';
import { csvCheck } from './csv/check.ts';

export const benches: readonly Bench[] = [csvCheck];
