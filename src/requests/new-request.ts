// A service request at its very start: somebody sent something, and nothing is known of it yet.
import { randomUUID } from 'node:crypto';
import type { KindName } from '../kinds/kind.ts';
import type { Turn } from '../services.ts';
import type { ServiceRequest } from './service-request.ts';

/** Who asks, and the personal chat where they read the answer. */
type Asked = Pick<Turn, 'personId' | 'personName'> & { conversation: Pick<Turn['conversation'], 'id'> };

/** With `id` where it was promised before there was anything to keep. */
export function newRequest(turn: Asked, kind: KindName, fileName: string | null, at: Date, id: string = randomUUID()): ServiceRequest {
  return {
    id, number: null, kind, status: 'receiving', version: 1, round: 1, requesterId: turn.personId, requesterName: turn.personName.slice(0, 80), conversationId: turn.conversation.id,
    organisation: null, fileName, columns: null, problem: null, totalRows: 0, contactNumber: null, listHash: null, shown: null, halted: null, hold: null, isToldToContinue: false, reason: null, confirmedDoubts: [],
    startedBy: null, startedByName: null, approvedBy: null, approvedHash: null, portalMarkedCount: 0, acceptedUnconfirmed: 0, ticketNumber: null, ticketState: null, ticketWanted: null,
    triesAgainAt: null, createdAt: at, checkedAt: null, submittedAt: null, targetAt: null, dueSoonAt: null, lateAt: null, startedAt: null, resolvedAt: null, closesAt: null, nudgedAt: null, closedAt: null,
    follows: null,
    ownerId: null, ownerName: null, mentionedAt: null,
    notBefore: null, outsideHours: null,
    organisationSize: null,
    lateness: null,
    lastRound: 1, undo: null,
    weekToldAt: null,
  };
}
