// The ids of the invented tenant. /api/settings hands them to the bot.

export const tenant = '11111111-2222-4333-8444-555555555555';
export const botName = 'LA Desk';
export const bot = '5aeb0a1d-0000-4000-8000-00000000b071';

export const apps = {
  bot,
  read: '5aeb0a1d-0000-4000-8000-00000000ad01',
  members: '5aeb0a1d-0000-4000-8000-00000000ad02',
  methods: '5aeb0a1d-0000-4000-8000-00000000ad03',
  roles: '5aeb0a1d-0000-4000-8000-00000000ad04',
  files: '5aeb0a1d-0000-4000-8000-00000000ad05',
} as const;

/** What an administrator has consented to, per identity: the least that its calls need (see graph/permissions.ts). */
export const consented: Record<string, readonly string[]> = {
  [apps.read]: ['User.Read.All', 'GroupMember.Read.All', 'Directory.Read.All', 'Policy.Read.All', 'AuditLog.Read.All'],
  [apps.members]: ['GroupMember.ReadWrite.All', 'User.Read.All'],
  [apps.methods]: ['User.RevokeSessions.All'],
  [apps.roles]: ['RoleManagement.Read.Directory'],
  // The second is what a team consents to when it installs the app: it counts there only, and is in no token of Microsoft's.
  [apps.files]: ['Files.Read.All', 'ChannelMessage.Read.Group'],
};

const group = (last: string): string => `6f0e0000-0000-4000-8000-00000000${last}`;

export const groups = {
  mfa: group('a001'),
  exclusions: group('a002'),
  resolvers: group('a003'),
  operators: group('a004'),
  communications: group('a005'),
  /** Nested in `mfa`. */
  pilot: group('a006'),
  /** May hold directory roles. */
  privileged: group('a007'),
  dynamic: group('a008'),
  synced: group('a009'),
  mailEnabled: group('a00a'),
} as const;

export const organisations = {
  ZZ101: 'Ashdown Vale Trust',
  ZZ202: 'Harbour Mental Health Trust',
  ZZ303: 'Westmoor Community Trust',
} as const;
export type OrganisationCode = keyof typeof organisations;

export const domain = 'nhs.example';

/** 9am in London on Tuesday 20 September 2022, when clocks there are an hour ahead of UTC. */
export const firstMoment = Date.UTC(2022, 8, 20, 8, 0, 0);

const channel = (last: string): string => `19:5aeb0a1d00004000800000000000${last}@thread.tacv2`;

type Channel = { id: string; name: string };
/** A name for several people of a team, who are alerted together. */
type Tag = { id: string; name: string; people: readonly string[] };
export type Team = { id: string; aadGroupId: string; name: string; channels: readonly Channel[]; people: readonly string[]; tags: readonly Tag[] };

/** A team's id in Teams is that of its General channel, not the Entra group's. */
export const teams: readonly Team[] = [
  {
    id: channel('c001'), aadGroupId: group('b001'), name: 'LA Collaboration Team',
    channels: [{ id: channel('c001'), name: 'General' }, { id: channel('c002'), name: 'NHSmail webinar' }, { id: channel('c003'), name: 'LA support site review' }],
    people: ['priya', 'tom', 'lena', 'grace', 'dan', 'amara', 'chloe', 'mina', 'omar', 'noor'],
    tags: [],
  },
  {
    id: channel('d001'), aadGroupId: group('b002'), name: 'Resolvers',
    channels: [{ id: channel('d001'), name: 'General' }, { id: channel('d002'), name: 'Bulk MFA' }],
    people: ['dan', 'amara', 'omar'],
    tags: [{ id: 'NWFlYjBhMWQtcmVzb2x2ZXJzLW9uLWR1dHk=', name: 'Resolvers on duty', people: ['dan', 'amara'] }],
  },
];
export const resolverChannel = channel('d002');
