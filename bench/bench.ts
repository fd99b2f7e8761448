// What a benchmark is: its figures, and how they are measured on one engine.

export type Engine = { is: 'postgres'; url: string } | { is: 'pglite'; folder: string };

type Setting = {
  /** A database of its own: empty, not migrated. */
  engine: Engine;
  /** The full number, or in a small run its share, but at least so many. */
  of: (full: number, atLeast: number) => number;
  /** Progress, for whoever waits. */
  tell: (text: string) => void;
};

/** `target`: at most so much, or with `isLeast` at least, on PostgreSQL; null where the figure is only reported beside another. */
type Figure = { name: string; unit: string; target: number | null; isLeast?: boolean };

/** `note`: what the value was made of, for the table: how many, between what, with which seed. */
export type Reading = { value: number; note: string };

export type Bench = {
  figures: readonly Figure[];
  /** `none`: no database takes part. With `each` the figures on PGlite have "-pglite" after their name and no target. */
  engines: 'none' | 'each';
  /** By the names of the figures, each of them. Run in a process of its own. */
  run: (setting: Setting) => Promise<Readonly<Record<string, Reading>>>;
};

export type Result = Figure & { value: number; ok: boolean; note: string };
