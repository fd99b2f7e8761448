// Watches every HTTP request that goes to Graph: how many, and whether one was sent to what had asked to be left alone until later.
import { decodeJwt } from 'jose';
import { z } from 'zod';

type Asked = { identity: string; part: string; until: number };

export type Watch = {
  /** HTTP requests since the last reset. */
  count(): number;
  /** Requests sent before a Retry-After was over. */
  early(): string[];
  reset(): void;
  stop(): void;
};

const batch = z.object({ responses: z.array(z.object({ status: z.number(), headers: z.record(z.string(), z.string()).nullish() })) });

/** Wraps this process's fetch. Microsoft counts reports and policies apart from the rest of the directory. */
export function watchGraph(url: string, machine: () => number): Watch {
  const real = globalThis.fetch;
  let asked: Asked[] = [];
  let early: string[] = [];
  let count = 0;

  function sent(identity: string, part: string): void {
    count += 1;
    const first = asked.find(one => one.identity === identity && one.part === part && machine() < one.until);
    if (first) early.push(`${part} ${first.until - machine()} ms too early`);
  }

  function hold(identity: string, part: string, seconds: string | null | undefined): void {
    if (seconds !== null && seconds !== undefined) asked.push({ identity, part, until: machine() + Number(seconds) * 1_000 });
  }

  globalThis.fetch = async (input, init) => {
    const target = input instanceof Request ? input.url : String(input);
    if (!target.startsWith(`${url}/graph/`)) return real(input, init);
    const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
    const identity = String(decodeJwt((headers.get('authorization') ?? '').replace('Bearer ', ''))['appid']);
    const part = partOf(new URL(target).pathname);
    sent(identity, part);
    const answer = await real(input, init);
    hold(identity, part, answer.headers.get('retry-after'));
    if (target.endsWith('/$batch')) {
      const read = batch.safeParse(await answer.clone().json().catch(() => null));
      for (const item of read.data?.responses ?? []) hold(identity, part, item.headers?.['Retry-After']);
    }
    return answer;
  };

  return {
    count: () => count,
    early: () => early,
    reset() {
      asked = asked.filter(one => one.until > machine());
      early = [];
      count = 0;
    },
    stop: () => void (globalThis.fetch = real),
  };
}

const partOf = (path: string): string => (/\/(auditLogs|reports)\//.test(path) ? 'reports' : path.includes('/identity/') ? 'policies' : 'directory');
