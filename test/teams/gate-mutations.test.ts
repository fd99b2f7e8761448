// The gate under many near misses, over real HTTP. A fuzz run raises CASES by calling attackGate itself.
import assert from 'node:assert/strict';
import { attackGate } from '../support/gate-mutations.ts';
import { personalMessage, startEdge, type Edge } from '../support/teams-server.ts';

const CASES = 2_000;

describe('the gate under attack', () => {
  let edge: Edge;
  before(async () => { edge = await startEdge(); });
  after(() => edge.close());

  it(`refuses ${CASES} near misses, runs no turn, and is still open to Teams`, async () => {
    await attackGate(edge, CASES);
    assert.equal((await edge.deliver(personalMessage())).status, 200);
    assert.equal(edge.runs.length, 1);
  }).timeout(60_000);
});
