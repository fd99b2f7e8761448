// Writes the snapshots of all cards anew. Read the difference before committing it: these are the words people see and hear.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { allSamples } from './samples.ts';
import { snapshotFolder, snapshotName, snapshotOf } from './snapshots.ts';

rmSync(snapshotFolder, { recursive: true, force: true });
mkdirSync(snapshotFolder);
for (const sample of allSamples()) writeFileSync(new URL(snapshotName(sample), snapshotFolder), snapshotOf(sample));
