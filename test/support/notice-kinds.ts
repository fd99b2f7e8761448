// A release, an incident, a deadline and a bulletin as they are typed into their forms, and what becomes of them.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import type { Alert } from '../../src/notices/kind.ts';
import { incidentFacts } from '../../src/notices/kinds/incident.ts';
import type { NoticeKindName } from '../../src/notices/notice.ts';
import { at } from './requests.ts';

type Typed = Record<string, string>;

export const typed: Record<'release' | 'incident' | 'deadline' | 'retirement' | 'bulletin', Typed> = {
  release: {
    name: 'Linden', version: '1.0', certainty: 'planned', day: '2022-11-10', from: '', to: '', effect: 'The Portal is closed from 6pm to 8pm that evening. Email and Teams work as usual.',
    items: 'Mailbox report: sizes shown in gigabytes\nMFA status on the user page\nNew role for policy management', descoped: 'bulk password reset (planned for Rowan)', link: 'https://support.nhs.example/linden',
  },
  incident: {
    reference: 'INC31020388', problem: 'PRB0102790', severity: 'high', title: 'slow sign-in for some people', effect: 'Signing in takes up to 5 minutes.', toDo: 'Ask people to wait. Do not reset passwords or MFA.',
    sinceDay: '2022-09-23', sinceTime: '14:40', dueDay: '2022-09-23', dueTime: '16:30', link: 'https://support.nhs.example/INC31020388',
  },
  deadline: { is: 'deadline', title: 'accept the Acceptable Use Policy', day: '2022-10-28', time: '', impact: 'Accounts that have not accepted it are blocked from Microsoft 365.', affected: '', toDo: 'Ask your users to sign in to the Portal and accept it.', countdown: '30, 7, 1', link: '' },
  retirement: { is: 'retirement', title: 'Teams Cloud Video Interoperability', day: '2022-10-28', time: '19:00', impact: 'People who use it after then cannot connect.', affected: 'Organisations with older video equipment', toDo: 'Move your meetings to Teams Rooms.', countdown: '30, 7, 1', link: 'https://support.nhs.example/cvi' },
  bulletin: { day: '2022-09-30', intro: 'For Primary and Local Administrators.', actioned: 'Accept the Acceptable Use Policy by Friday 28 October 2022', soon: 'Planned: Linden 1.0 release on Thursday 10 November 2022\nWelcome email: new wording', live: 'Coombes 1.0 was deployed on Thursday 11 August 2022', link: 'https://support.nhs.example/bulletin' },
};

/** @throws where the form would ask again. */
export function factsOf(kind: NoticeKindName, form: Typed, when: string): unknown {
  const read = noticeKinds[kind].read(form, at(when), null);
  if ('problem' in read) assert.fail(read.problem);
  return read.facts;
}

export type After = { facts: unknown; alert: Alert | null; ends?: string };

/** With the boxes of its form as they come, but for those that are typed over. */
export function changeTyped(kind: NoticeKindName, facts: unknown, change: string, over: Typed, when: string): After | { problem: string } {
  const offered = noticeKinds[kind].changes(facts, at(when)).find(({ id }) => id === change) ?? assert.fail(`${change} is not offered`);
  return offered.make({ ...Object.fromEntries(offered.fields.map(({ id, value }) => [id, value])), ...over });
}

export function changed(kind: NoticeKindName, facts: unknown, change: string, over: Typed, when: string): After {
  const made = changeTyped(kind, facts, change, over, when);
  if ('problem' in made) assert.fail(made.problem);
  return made;
}

const planned = factsOf('release', typed.release, '2022-09-23T09:00:00Z');
const moved = changed('release', planned, 'move', { day: '2022-11-17', note: 'More testing is needed on MFA status.' }, '2022-10-31T10:15:00Z').facts;
const deployed = changed('release', moved, 'deployed', { day: '2022-11-17' }, '2022-11-18T09:00:00Z').facts;
const rolledBack = changed('release', deployed, 'rolled-back', { day: '2022-11-19', note: 'Signing in to the Portal failed for some people. MFA that is on stays on.' }, '2022-11-19T09:00:00Z').facts;
export const releases = { planned, moved, deployed, rolledBack };

const open = incidentFacts.parse(factsOf('incident', typed.incident, '2022-09-23T13:45:00Z'));
const updated = incidentFacts.parse(changed('incident', { ...open, bulk: 'held' }, 'update', { text: 'the cause is found, a fix is being tested.', dueDay: '2022-09-23', dueTime: '16:30' }, '2022-09-23T14:05:00Z').facts);
const late = noticeKinds.incident.due(updated, at('2022-09-23T15:30:00Z'), at('2022-09-23T13:45:00Z')).facts;
const resolved = changed('incident', updated, 'resolve', { text: 'Signing in is back to normal. You do not need to do anything.', overDay: '2022-09-23', overTime: '17:20' }, '2022-09-23T16:25:00Z').facts;
export const incidents = { open, updated, late, resolved };
