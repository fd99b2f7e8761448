// Which addresses outside may be called.
import assert from 'node:assert/strict';
import { isFileUrlAllowed, isServiceUrlAllowed } from '../../src/teams/hosts.ts';

const services = ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com/teams', 'http://127.0.0.1:8100/connector'];

const serviceUrls: [string, boolean][] = [
  ['https://smba.trafficmanager.net/uk/', true],
  ['https://smba.trafficmanager.net', true],
  ['https://smba.trafficmanager.net:443/uk/', true],
  ['https://SMBA.trafficmanager.net/uk/', true],
  ['http://smba.trafficmanager.net/uk/', false],
  ['https://smba.trafficmanager.net:8443/uk/', false],
  ['https://evil.smba.trafficmanager.net/', false],
  ['https://evil.trafficmanager.net/', false],
  ['https://smba.trafficmanager.net.evil.example/', false],
  ['https://smba.trafficmanager.net@evil.example/', false],
  ['https://x@smba.trafficmanager.net/', false],
  ['https://smba.infra.gcc.teams.microsoft.com/teams/', true],
  ['https://smba.infra.gcc.teams.microsoft.com/teamster', false],
  ['https://smba.infra.gcc.teams.microsoft.com/teams/../x', false],
  ['http://127.0.0.1:8100/connector', true],
  ['http://127.0.0.1:8101/connector', false],
  ['not a url', false],
];

const files = ['sharepoint.com', 'svc.ms', 'http://127.0.0.1:8100'];

const fileUrls: [string, boolean][] = [
  ['https://nhs-my.sharepoint.com/x?tempauth=y', true],
  ['https://sharepoint.com/x', true],
  ['https://a.svc.ms/x', true],
  ['http://nhs-my.sharepoint.com/x', false],
  ['https://nhs-my.sharepoint.com:8443/x', false],
  ['https://evilsharepoint.com/x', false],
  ['https://sharepoint.com.evil.example/x', false],
  ['https://u:p@nhs-my.sharepoint.com/x', false],
  ['https://evil.example/?sharepoint.com', false],
  ['https://evil.example#.sharepoint.com', false],
  ['https://169.254.169.254/metadata', false],
  ['https://[::1]/x', false],
  ['file:///etc/hosts', false],
  ['http://127.0.0.1:8100/files/1', true],
  ['http://127.0.0.1:8101/files/1', false],
  ['http://127.0.0.1.sharepoint.com/x', false],
  ['', false],
];

describe('isServiceUrlAllowed', () => {
  for (const [url, isAllowed] of serviceUrls) it(`${isAllowed ? 'allows' : 'refuses'} ${url}`, () => assert.equal(isServiceUrlAllowed(url, services), isAllowed));
});

describe('isFileUrlAllowed', () => {
  for (const [url, isAllowed] of fileUrls) it(`${isAllowed ? 'allows' : 'refuses'} ${url}`, () => assert.equal(isFileUrlAllowed(url, files), isAllowed));
});
