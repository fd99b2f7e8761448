// No card of a request has more buttons than a renderer shows, whatever comes together: late, waiting, refused, undone, stopped, held.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import { draw, type Subject } from '../../src/requests/draw.ts';
import type { Lateness, ServiceRequest, Status, Undo } from '../../src/requests/service-request.ts';
import { aRequest, at, aView, someProgress } from '../support/requests.ts';

const most = 6;
const isButton = (value: unknown): boolean => typeof value === 'object' && value !== null && ('nonce' in value || 'url' in value) && !('userIds' in value);
const buttonsOf = ({ data }: Card): string[] => Object.entries(data).filter(([, value]) => isButton(value)).map(([name]) => name);

const undoAsked: Undo = { askedBy: 'tom', askedByName: 'Tom Ashworth', askedAt: at('2022-09-24T09:00:00Z'), reason: 'the wrong list', count: 269, round: null, declined: null };
const missed: Lateness = { reason: 'The Portal was closed.', until: at('2022-09-24T18:00:00Z'), missedAt: null };

const statuses: Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', 'closed'];
const choices = {
  late: [{}, { lateAt: at('2022-09-24T11:31:00Z') }, { lateAt: at('2022-09-24T11:31:00Z'), lateness: missed }],
  undo: [{}, { undo: undoAsked }, { undo: { ...undoAsked, round: 1 } }, { undo: { ...undoAsked, declined: 'Ask again on Monday.' } }],
  halted: [{}, { halted: 'paused' as const }, { halted: 'stopped' as const, reason: 'failures' }],
  waits: [{}, { notBefore: at('2022-09-26T07:00:00Z') }],
  owner: [{ ownerId: null, ownerName: null }, { ownerId: 'dan', ownerName: 'Dan Ferris' }],
} satisfies Record<string, Partial<ServiceRequest>[]>;

function* every(): Generator<Partial<ServiceRequest>> {
  for (const late of choices.late) for (const undo of choices.undo) for (const halted of choices.halted) for (const waits of choices.waits) for (const owner of choices.owner) yield { ...late, ...undo, ...halted, ...waits, ...owner };
}

describe('the buttons of a card', () => {
  for (const subject of ['status', 'resolver'] satisfies Subject[]) {
    for (const status of statuses) {
      it(`for ${subject}, ${status}: at most ${most}, whatever comes together`, () => {
        for (const more of every()) for (const waitsUntil of [null, at('2022-09-26T07:00:00Z')]) {
          const view = aView(aRequest(status, more), { progress: someProgress({ applied: 200, waiting: 60, confirmed: 190, contradicted: 3, overdue: 7, refused: [{ reason: 'gone', count: 11 }] }), standing: 200, waitsUntil });
          const card = draw(view, subject);
          assert.ok(buttonsOf(card).length <= most, `${JSON.stringify(more)}: ${buttonsOf(card).join(', ')}`);
        }
      });
    }
  }
});
