// A notice: something said to many, that can be corrected and counted. Pure.
//
//   draft ─> awaiting-approval ─> scheduled ─> sending <─> paused
//     │              │                │           │          │
//     └──────────────┴────────────────┴─────> cancelled <────┘      sending ─> sent
//   Whatever was begun, sending, paused, sent or cancelled, ─> withdrawn
import type { Audience } from './audience.ts';

/** Names stand in rows, so they never change. */
export const composedKindNames = ['news', 'release', 'incident', 'deadline', 'bulletin', 'sign-up'] as const;
/** A webinar is planned with its series. */
export const noticeKindNames = [...composedKindNames, 'webinar'] as const;
export const isComposed = (kind: NoticeKindName): boolean => composedKindNames.some(name => name === kind);
export type NoticeKindName = (typeof noticeKindNames)[number];

export const noticeStates = ['draft', 'awaiting-approval', 'scheduled', 'sending', 'paused', 'sent', 'cancelled', 'withdrawn'] as const;
export type NoticeState = (typeof noticeStates)[number];

export type Notice = {
  id: string;
  kind: NoticeKindName;
  /** What the card says; read by its kind. */
  facts: unknown;
  audience: Audience;
  state: NoticeState;
  /** That of the card: whoever has an older one is shown the new one. */
  revision: number;
  /** Asks for "Got it". */
  wantsAck: boolean;
  /** Calendar time; null: as soon as it may be sent. */
  sendAt: Date | null;
  composedBy: string;
  composedByName: string;
  approvedBy: string | null;
  approvedByName: string | null;
  createdAt: Date;
  beganAt: Date | null;
  endedAt: Date | null;
};

export type NoticeEvent =
  /** Its author is done; `needsApproval` by the setting. */
  | { is: 'finished'; needsApproval: boolean; sendAt: Date | null }
  | { is: 'approved'; by: string; byName: string }
  /** Back to its author. */
  | { is: 'declined' }
  | { is: 'due' }
  /** Not to wait for its time any longer. */
  | { is: 'brought-forward' }
  | { is: 'paused' }
  | { is: 'resumed' }
  | { is: 'cancelled' }
  /** Nobody waits for it any more. */
  | { is: 'all-sent' }
  /** More is to be sent: a failure once more, a short message, somebody new. */
  | { is: 'more' }
  /** Every card of it shows this. */
  | { is: 'changed'; facts: unknown }
  | { is: 'withdrawn' };

const from: Record<Exclude<NoticeEvent['is'], 'changed'>, readonly NoticeState[]> = {
  finished: ['draft'],
  approved: ['awaiting-approval'],
  declined: ['awaiting-approval'],
  due: ['scheduled'],
  'brought-forward': ['scheduled'],
  paused: ['sending'],
  resumed: ['paused'],
  cancelled: ['draft', 'awaiting-approval', 'scheduled', 'sending', 'paused'],
  'all-sent': ['sending'],
  more: ['sent'],
  withdrawn: ['sending', 'paused', 'sent', 'cancelled'],
};

/** Null where that cannot happen now. Whoever approves is another than who composed it: asked of permissions, and again here. */
export function advanceNotice(notice: Notice, event: NoticeEvent, at: Date): Notice | null {
  if (event.is === 'changed') return change(notice, event.facts);
  if (!from[event.is].includes(notice.state)) return null;
  switch (event.is) {
    case 'finished':
      return { ...notice, state: event.needsApproval ? 'awaiting-approval' : 'scheduled', sendAt: event.sendAt };
    case 'approved':
      return event.by === notice.composedBy ? null : { ...notice, state: 'scheduled', approvedBy: event.by, approvedByName: event.byName };
    case 'declined':
      return { ...notice, state: 'draft' };
    case 'due':
      return { ...notice, state: 'sending', beganAt: at };
    case 'brought-forward':
      return { ...notice, sendAt: null };
    case 'paused':
      return { ...notice, state: 'paused' };
    case 'resumed':
    case 'more':
      return { ...notice, state: 'sending', endedAt: null };
    case 'all-sent':
      return { ...notice, state: 'sent', endedAt: at };
    case 'cancelled':
      return { ...notice, state: 'cancelled', endedAt: at };
    case 'withdrawn':
      return notice.beganAt === null ? null : { ...notice, state: 'withdrawn', revision: notice.revision + 1, endedAt: notice.endedAt ?? at };
  }
}

/** Before approval it is a draft that is typed anew; what was approved and not sent goes back to being one, since somebody answered for other words. */
function change(notice: Notice, facts: unknown): Notice | null {
  if (notice.state === 'withdrawn' || (notice.state === 'cancelled' && notice.beganAt === null)) return null;
  if (notice.beganAt !== null) return { ...notice, facts, revision: notice.revision + 1 };
  // What is planned nobody composes anew: it is sent as it is by then.
  if (!isComposed(notice.kind)) return { ...notice, facts };
  return { ...notice, facts, state: 'draft', approvedBy: null, approvedByName: null };
}

/** Its cards are out, or on their way. */
export const isOut = ({ beganAt, state }: Pick<Notice, 'beganAt' | 'state'>): boolean => beganAt !== null && state !== 'withdrawn';

/** What a delivery is of: 'card', or 'alert-1' for the first short message. */
export const alertPart = (n: number): string => `alert-${n}`;
export const alertOf = (part: string): number | null => (part.startsWith('alert-') ? Number(part.slice('alert-'.length)) : null);
