// Brings a request to where a test begins, by the same handlers that bring it there in life.
import assert from 'node:assert/strict';
import type { IntakeRow } from '../../src/intake/read-rows.ts';
import { advance } from '../../src/requests/lifecycle.ts';
import { newRequest } from '../../src/requests/new-request.ts';
import { saveMove, showCard } from '../../src/requests/save-move.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Turn } from '../../src/services.ts';
import { press, requestOf, resolvers, runDue, type Desk } from './desk.ts';
import { personal } from './requests.ts';

export const turnOf = (personId: string, more: Partial<Turn> = {}): Turn => ({ activityId: 'message-1', conversation: personal(personId), personId, personName: 'Priya Nair', text: '', file: null, otherFiles: 0, teamsUserId: `29:${personId}`, channelMessage: null, ...more });

const rowOf = (row: string | Partial<IntakeRow>, index: number): IntakeRow => ({ number: index + 2, address: '', alternatives: null, fileCause: null, doubts: [], ...(typeof row === 'string' ? { address: row } : row) });

export const addressesOf = (ids: readonly string[]): string[] => ids.map(id => `${id}@nhs.example`);

const mailboxReport = { address: ['EmailAddress'], read: ['Status', 'MailboxType', 'AccountType'], ignoredCount: 39, hasMailboxType: true, encoding: 'UTF-8' as const };

/** A file that was read: its rows are saved, and checking begins. */
export async function received({ store, services }: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const at = services.clock.calendar();
  const request = { ...newRequest(turnOf('priya'), 'enable-mfa', 'March mailbox report.csv', at), columns: mailboxReport, totalRows: rows.length, ...more };
  const move = advance(request, { is: 'received', ambiguous: false }, at) ?? assert.fail();
  await store.transaction(async tx => {
    await tx.requests.insert(request, null);
    await tx.rows.insert(request.id, rows.map(rowOf));
    await showCard(tx, request.id, request.conversationId, 'status', at);
    await saveMove(tx, services, move, { actorId: request.requesterId, action: 'received' });
  });
  return move.request;
}

export async function checked(desk: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const request = await received(desk, rows, more);
  await runDue(desk, 'check-list');
  return requestOf(desk, request);
}

export async function submitted(desk: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const request = await checked(desk, rows, more);
  await press(desk, request.requesterId, 'request.submit', request, { inputs: { contactNumber: '07700 900123' } });
  return requestOf(desk, request);
}

/** Started by Dan; nobody is applied yet. */
export async function started(desk: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const request = await submitted(desk, rows, more);
  await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
  return requestOf(desk, request);
}

/** Everybody applied and read back as far as the clock allows; the Portal is not marked. */
export async function confirming(desk: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const request = await started(desk, rows, more);
  await runDue(desk, 'run-lane', 'confirm-round');
  return requestOf(desk, request);
}

export async function resolved(desk: Desk, rows: readonly (string | Partial<IntakeRow>)[], more: Partial<ServiceRequest> = {}): Promise<ServiceRequest> {
  const request = await confirming(desk, rows, more);
  await press(desk, 'dan', 'request.portal-marked', request, { in: resolvers(desk) });
  return requestOf(desk, request);
}
