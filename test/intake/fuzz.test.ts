// Random uploads, a few thousand of each.
import { neverCrashes, neverLosesARow, RUNS } from './csv-fuzz.ts';

describe('readRows, given random files', () => {
  it('never loses a row', () => neverLosesARow(RUNS)).timeout(60_000);

  it('never crashes on bytes that are no table, however they are cut', () => neverCrashes(RUNS)).timeout(60_000);
});
