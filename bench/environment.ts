// What a run of the benchmarks is told from outside: they read process.env only here.

/** A PostgreSQL whose user may create databases. None of the databases there is touched. */
export const serverUrl = process.env['TEST_DATABASE_URL'];

/** For processes that a benchmark starts. */
export const inherited: Readonly<Record<string, string | undefined>> = process.env;

/** Where programs are looked for. */
export const path = inherited['PATH'] ?? '';
