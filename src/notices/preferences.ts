// Which notices somebody wants, where and when: theirs to choose, and kept until they choose again. Pure.
import { quietUntil } from './quiet-hours.ts';

export type Preferences = {
  /** Kinds they would rather not get, by name. */
  off: readonly string[];
  /** `channel`: not in their own chat, where a channel has it. */
  place: 'own-chat' | 'channel';
  isQuiet: boolean;
};

export const byDefault: Preferences = { off: [], place: 'own-chat', isQuiet: true };

/** In the order of the card. A kind that is not among them cannot be switched off. */
export const choosable = { webinar: 'webinars', release: 'releases', incident: 'incidents', deadline: 'deadlines', bulletin: 'bulletins', news: 'news', 'sign-up': 'sign-ups' } as const;
export type Choosable = keyof typeof choosable;
export const choosableNames = Object.keys(choosable) as Choosable[];

/** What one press sets. */
const places = ['own-chat', 'channel'] as const;
const onOff = ['on', 'off'] as const;
export type Setting = `${Choosable | 'quiet'} ${(typeof onOff)[number]}` | `place ${(typeof places)[number]}`;
export const settings: readonly Setting[] = [...[...choosableNames, 'quiet' as const].flatMap(what => onOff.map(to => `${what} ${to}` as const)), ...places.map(to => `place ${to}` as const)];

/** Set twice, it is as set once. */
export function withSetting(now: Preferences, setting: Setting): Preferences {
  switch (setting) {
    case 'place own-chat':
      return { ...now, place: 'own-chat' };
    case 'place channel':
      return { ...now, place: 'channel' };
    case 'quiet on':
      return { ...now, isQuiet: true };
    case 'quiet off':
      return { ...now, isQuiet: false };
    default:
      return withKind(now, setting);
  }
}

function withKind(now: Preferences, setting: string): Preferences {
  const [kind = '', to] = setting.split(' ');
  const others = now.off.filter(name => name !== kind);
  return { ...now, off: to === 'off' ? [...others, kind].toSorted() : others };
}

/** What decides about one notice beside a person's own choice. */
export type Said = { kind: string; isUrgent: boolean; isInChannel: boolean };

/** Whether they are told in their own chat. A severe incident reaches everybody; and a channel has to have it before it can be read only there. */
export const isWanted = ({ off, place }: Preferences, { kind, isUrgent, isInChannel }: Said): boolean => isUrgent || (!off.includes(kind) && (place === 'own-chat' || !isInChannel));

export const dueFor = ({ isQuiet }: Preferences, { isUrgent }: Pick<Said, 'isUrgent'>, at: Date): Date => (isQuiet && !isUrgent ? quietUntil(at) : at);
