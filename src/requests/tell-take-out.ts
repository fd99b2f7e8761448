// Says to whoever took somebody out what came of it, each thing once, in their own chat.
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';
import { toldText, type Told } from './take-out-cards.ts';

type Needs = Pick<Services, 'clock'>;

export async function tell(tx: Tables, { clock }: Needs, request: ServiceRequest, round: number, told: { is: Told; personId: string; reason?: string | null }): Promise<void> {
  const side = await tx.rounds.find(request.id, round);
  const row = await tx.rows.ofSomebody(request.id, { personId: told.personId });
  const chat = side && (await tx.conversations.personalOf(side.askedBy));
  if (row === null || chat === null || !(await tx.rounds.tell(request.id, round, told.is))) return;
  await say(tx, chat.id, { is: 'text', text: toldText(request, row.address, told.is, told.reason ?? null) }, clock.calendar(), request.id);
}

/** What reading them back came to: nothing is said while it may still be that the directory is a little behind. */
export async function tellReadBack(tx: Tables, needs: Needs, request: ServiceRequest, round: number, read: readonly { personId: string; isConfirmed: boolean; contradicted: string | null }[]): Promise<void> {
  for (const { personId, isConfirmed, contradicted } of read) {
    if (isConfirmed || contradicted !== null) await tell(tx, needs, request, round, { is: isConfirmed ? 'confirmed' : 'still-so', personId });
  }
}
