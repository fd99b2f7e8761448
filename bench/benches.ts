// Every benchmark, in the order they run.
import type { Bench } from './bench.ts';
import { csvCheck } from './csv/check.ts';
import { csvStore } from './csv/store.ts';
import { graphEnabling } from './graph/enabling.ts';
import { graphPlain } from './graph/plain.ts';
import { ackP95 } from './teams/ack.ts';
import { fanoutShare } from './teams/fanout.ts';
import { turnCpu } from './teams/turn.ts';

export const benches: readonly Bench[] = [csvCheck, csvStore, graphEnabling, graphPlain, ackP95, turnCpu, fanoutShare];
