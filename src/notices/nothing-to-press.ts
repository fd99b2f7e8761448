// Why a press on a notice's card counts for nothing: it was not sent yet, or was withdrawn. Pure.
import type { Answer } from '../services.ts';
import { isOut, type Notice } from './notice.ts';

export const withdrawn: Answer = { message: 'This notice was withdrawn. You do not need to do anything.' };

/** Null where presses count. On what its author was sent first nothing does. */
export const nothingToPress = (notice: Notice | null): Answer | null =>
  notice !== null && notice.beganAt === null ? { message: 'Only you can see this card: it has not been sent. Nothing is counted yet.' } : notice === null || !isOut(notice) ? withdrawn : null;
