// What the Bot Framework is told about who calls: nothing but what the gate let in.
import assert from 'node:assert/strict';
import { ActivityTypes, type Activity } from 'botbuilder';
import { GateAuthentication } from '../../src/teams/authentication.ts';
import { APP_ID, SERVICE_URL } from '../support/teams-server.ts';

const activity = () => ({ type: ActivityTypes.Message, serviceUrl: SERVICE_URL }) as Activity;

describe('the authentication behind the gate', () => {
  const credential = { getToken: () => Promise.resolve(null) };
  const authentication = new GateAuthentication(APP_ID, { credential, serviceUrls: ['https://smba.trafficmanager.net'] });

  it('knows the very activity that was let in, for one turn', async () => {
    const passed = activity();
    authentication.letIn(passed);
    const result = await authentication.authenticateRequest(passed);
    assert.equal(result.claimsIdentity.isAuthenticated, true);
    await assert.rejects(authentication.authenticateRequest(passed), /not let in/);
  });

  it('refuses an activity that only looks the same', async () => {
    authentication.letIn(activity());
    await assert.rejects(authentication.authenticateRequest(activity()), /not let in/);
  });

  it('has no way in for streams or skills', async () => {
    await assert.rejects(authentication.authenticateStreamingRequest(), /not let in/);
    await assert.rejects(authentication.authenticateChannelRequest(), /not let in/);
  });

  it('makes no client for a service address that is not ours', async () => {
    await assert.rejects(async () => authentication.createConnectorFactory().create('https://evil.trafficmanager.net', ''), /not one of ours/);
  });
});
