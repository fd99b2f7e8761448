// What the sandbox's Graph answers must keep Microsoft's contract too, not only what it is asked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { bind, graphAs, mfaGroup, newPeople, type Identity } from './graph-caller.ts';

const document = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync('src/sandbox/contracts/graph-v1-mfa-contract.openapi3.json', 'utf8')));

describe('the sandbox\'s Graph, answering', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false, formats: { int16: true, int32: true, int64: true, base64url: true, decimal: true, duration: true } });
  formats.default(ajv);
  ajv.addSchema({ $id: 'graph', ...document });
  const schemaOf = (method: string, path: string) => {
    const pointer = ['paths', path, method.toLowerCase(), 'responses', '200', 'content', 'application/json', 'schema'].map(part => encodeURIComponent(part.replaceAll('/', '~1'))).join('/');
    return ajv.compile({ $ref: `graph#/${pointer}` });
  };

  let sandbox: RunningSandbox;
  before(async () => void (sandbox = await startSandbox()));
  after(() => sandbox.stop());

  const table: [identity: Identity, method: string, path: string, ask: string, body?: unknown][] = [
    ['READ', 'GET', '/users', '/users?$top=5'],
    ['READ', 'GET', '/users', '/users?$top=5&$select=id,accountEnabled,companyName,proxyAddresses,userType,onPremisesExtensionAttributes,createdDateTime'],
    ['READ', 'GET', '/users/{id}', '/users/priya.nair@nhs.example'],
    ['READ', 'GET', '/groups/{id}', `/groups/${mfaGroup}`],
    ['READ', 'GET', '/groups/{id}/members', `/groups/${mfaGroup}/members?$top=3`],
    ['READ', 'GET', '/groups/{id}/transitiveMembers', `/groups/${mfaGroup}/transitiveMembers`],
    ['READ', 'POST', '/directoryObjects/getByIds', '/directoryObjects/getByIds', { ids: [mfaGroup], types: ['group'] }],
    ['READ', 'GET', '/identity/conditionalAccess/policies', '/identity/conditionalAccess/policies'],
    ['READ', 'GET', '/auditLogs/directoryAudits', '/auditLogs/directoryAudits'],
    ['READ', 'GET', '/reports/authenticationMethods/userRegistrationDetails', '/reports/authenticationMethods/userRegistrationDetails'],
    ['ROLES', 'GET', '/roleManagement/directory/roleAssignments', '/roleManagement/directory/roleAssignments'],
  ];
  for (const [identity, method, path, ask, body] of table) {
    it(`keeps the contract of ${method} ${ask.split('&')[0] ?? ''}`, async () => {
      if (path.includes('directoryAudits')) {
        await (await graphAs(sandbox, 'MEMBERS'))('PATCH', `/groups/${mfaGroup}`, bind(await newPeople(sandbox, 'audited', 2)));
        await sandbox.api('POST', '/api/clock', { by: 60_000 });
      }
      const answer = await (await graphAs(sandbox, identity))(method, ask, body);
      assert.equal(answer.status, 200);
      const validate = schemaOf(method, path);
      assert.ok(validate(answer.body), ajv.errorsText(validate.errors));
    });
  }

  it('refuses in the shape of Graph\'s errors', async () => {
    const answer = await (await graphAs(sandbox, 'READ'))('GET', '/users/nobody');
    const shape = z.object({ error: z.object({ code: z.string(), message: z.string(), innerError: z.object({ 'request-id': z.guid(), 'client-request-id': z.guid() }) }) });
    assert.ok(shape.safeParse(answer.body).success);
  });
});
