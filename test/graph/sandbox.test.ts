// The edge against the sandbox, which holds it to Microsoft's contract: a thousand people found, added and read back.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { inChunks } from '../../src/graph/batch.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { connected } from './loopback.ts';

const token = z.object({ access_token: z.string() });

/** Real waits are kept out: the sandbox is only asked to slow down or refuse by counted faults. */
async function edgeOn(sandbox: RunningSandbox) {
  const settings = z.record(z.string(), z.string()).parse(await sandbox.api('GET', '/api/settings'));
  const credential = (identity: string) => ({
    async getToken(scope: string | string[]) {
      const body = new URLSearchParams({
        grant_type: 'client_credentials', scope: String(scope),
        client_id: settings[`GRAPH_${identity}_CLIENT_ID`] ?? '', client_secret: settings[`GRAPH_${identity}_CLIENT_SECRET`] ?? '',
      });
      const answer = await fetch(`${sandbox.url}/login/${settings['MicrosoftAppTenantId'] ?? ''}/oauth2/v2.0/token`, { method: 'POST', body });
      return { token: token.parse(await answer.json()).access_token, expiresOnTimestamp: 0 };
    },
  });
  const credentials = { read: credential('READ'), members: credential('MEMBERS'), methods: credential('METHODS'), roles: credential('ROLES'), files: credential('FILES') };
  return { ...connected(`${sandbox.url}/graph`, { credentials }), mfaGroup: settings['MFA_GROUP'] ?? '' };
}

const addressesOf = async (sandbox: RunningSandbox, count: number, prefix: string) =>
  z.object({ addresses: z.array(z.string()) }).parse(await sandbox.api('POST', '/api/directory/people', { count, organisation: 'ZZ101', prefix })).addresses;

describe('the Graph edge on the sandbox', () => {
  let sandbox: RunningSandbox;
  before(async () => { sandbox = await startSandbox(); });
  after(() => sandbox.stop());

  it('counts the people of an organisation, guests and disabled accounts apart', async () => {
    const { directory } = await edgeOn(sandbox);
    const before = await directory.organisationSize('ZZ202');
    const more = z.object({ addresses: z.array(z.string()) }).parse(await sandbox.api('POST', '/api/directory/people', { count: 12, organisation: 'ZZ202', prefix: 'size' })).addresses;
    assert.equal(await directory.organisationSize('ZZ202'), before + 12);
    await sandbox.api('PATCH', `/api/directory/people/${encodeURIComponent(more[0] ?? '')}`, { enabled: false });
    assert.equal(await directory.organisationSize('ZZ202'), before + 11);
    assert.equal(await directory.organisationSize("ZZ9'99"), 0);
  });

  it('finds, adds and reads back 1,000 people through conflicts and throttling', async () => {
    const { directory, members, mfaGroup } = await edgeOn(sandbox);
    const addresses = await addressesOf(sandbox, 1_000, 'load');
    const found = await directory.resolve(addresses);
    const ids = addresses.flatMap((address) => found.get(address) ?? []).map(({ id }) => id);
    assert.equal(new Set(ids).size, 1_000);
    await sandbox.api('PUT', '/api/faults', { graph429: 2, graph409: 2, staleReadsMs: 0 });
    for (const slice of inChunks(ids, 400)) {
      const outcomes = await members.add(mfaGroup, slice);
      assert.ok([...outcomes.values()].every(({ is }) => is === 'done'), JSON.stringify([...new Set(outcomes.values())]));
    }
    const group = z.object({ members: z.array(z.string()) }).parse(await sandbox.api('GET', '/api/group'));
    assert.deepEqual(ids.filter((id) => !group.members.includes(id)), []);
    const read = await directory.membership(ids, [mfaGroup]);
    assert.ok(ids.every((id) => read.get(id)?.has(mfaGroup)));
    assert.ok([...(await members.add(mfaGroup, ids.slice(0, 400))).values()].every(({ is }) => is === 'already'));
    assert.ok([...(await members.remove(mfaGroup, ids.slice(0, 45))).values()].every(({ is }) => is === 'done'));
  });

  it('reads every other thing that LA Desk asks for', async () => {
    const { directory, sessions, mfaGroup } = await edgeOn(sandbox);
    const [address = ''] = await addressesOf(sandbox, 1, 'one');
    const [person] = (await directory.resolve([address])).get(address) ?? [];
    assert.ok(person);
    assert.equal(person.organisation, 'ZZ101');
    assert.deepEqual([...(await directory.people([person.id])).values()], [person]);
    assert.equal((await directory.group(mfaGroup))?.isSecurity, true);
    assert.ok((await directory.mfaPolicies()).some(({ isOn, includeGroups }) => isOn && includeGroups.includes(mfaGroup)));
    assert.ok((await directory.privileged()).size > 0);
    assert.deepEqual(await sessions.revoke(person.id), { is: 'done' });
    assert.ok(Array.isArray(await directory.audits('Update StsRefreshTokenValidFrom Timestamp', person.id, new Date('2022-09-01T00:00:00Z'))));
    // The first page is enough: further ones are paced by the machine clock, which the sandbox shares with nobody.
    for await (const page of directory.registrations()) {
      assert.ok(page.length > 0);
      break;
    }
  });
});
