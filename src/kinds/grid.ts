// The grid itself: every kind by its name.
import type { Services } from '../services.ts';
import { enableMfa } from './enable-mfa.ts';
import type { Kind, KindName } from './kind.ts';
import { revokeSessions } from './revoke-sessions.ts';

export const kinds: { [N in KindName]: Kind } = { 'enable-mfa': enableMfa, 'revoke-sessions': revokeSessions };

const clientIds = { read: 'GRAPH_READ_CLIENT_ID', members: 'GRAPH_MEMBERS_CLIENT_ID', methods: 'GRAPH_METHODS_CLIENT_ID', roles: 'GRAPH_ROLES_CLIENT_ID' } as const satisfies Record<Kind['identity'], keyof Services['settings']>;

/** A kind whose Graph identity is not configured is not offered: it could only be refused after somebody had approved it. */
export const isSetUp = (settings: Services['settings'], kind: KindName): boolean => settings[clientIds[kinds[kind].identity]] !== undefined;
