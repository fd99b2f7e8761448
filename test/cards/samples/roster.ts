// The roster: what a primary LA fills in, and what an operator decides.
import { importCard, proposalCard, proposeForm } from '../../../src/access/roster-cards.ts';
import type { RosterChange } from '../../../src/store/roster-changes.ts';
import { at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const id = '00000000-0000-4000-8000-000000000014';
const reader = { key: 'key', personId: 'omar' };
const person = { personId: 'p1', name: 'Jo Whitlock', address: 'jo.whitlock@nhs.example', organisation: 'ZZ101', organisationName: 'Ashdown Vale Trust', role: 'la' as const, expiresOn: '2023-03-31' };
const change: RosterChange = { id, is: 'proposal', askedBy: 'grace', askedByName: 'Grace Okafor', askedAt: at('2022-09-23T11:30:00Z'), people: [person], count: 1, verdict: null };
const organisations = [{ code: 'ZZ101', name: 'Ashdown Vale Trust' }, { code: 'ZZ303', name: 'Northmoor Partnership' }];

export const proposeLa: Samples['propose-la'] = [
  { title: '14 propose an LA', data: dataOf(proposeForm(id, organisations, reader), 'propose-la') },
  { title: '14p propose an LA, not found', data: dataOf(proposeForm(id, organisations.slice(0, 1), reader, 'Not proposed: this address is not found in the directory.'), 'propose-la') },
];

export const rosterChange: Samples['roster-change'] = [
  { title: '15 a proposed LA', data: dataOf(proposalCard(change, reader), 'roster-change') },
  { title: '15i a roster to import', data: dataOf(importCard({ id, people: Array.from({ length: 12 }, () => person) }, 16, [{ row: 4, why: 'not found' }, { row: 9, why: 'unreadable' }, { row: 11, why: 'not found' }], reader), 'roster-change') },
  { title: '15n a roster with nobody to import', data: dataOf(importCard({ id, people: [] }, 1, [{ row: 2, why: 'a guest' }], reader), 'roster-change') },
];
