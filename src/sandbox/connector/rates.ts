// Teams' limits. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
import type { Limit } from '../world/rates.ts';

export const perThread: readonly Limit[] = [{ most: 7, withinMs: 1000 }, { most: 8, withinMs: 2000 }, { most: 60, withinMs: 30_000 }, { most: 1800, withinMs: 3_600_000 }];
export const perThreadReads: readonly Limit[] = [{ most: 14, withinMs: 1000 }, { most: 16, withinMs: 2000 }, { most: 120, withinMs: 30_000 }, { most: 3600, withinMs: 3_600_000 }];
export const perTenant: readonly Limit[] = [{ most: 50, withinMs: 1000 }];
