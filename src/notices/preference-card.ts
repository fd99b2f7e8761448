// Which notices somebody gets: one row for each choice, with the one press that changes it. Pure.
import type { Card } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { choosable, choosableNames, type Preferences, type Setting } from './preferences.ts';
import { quietHours } from './quiet-hours.ts';
import { capitalised } from '../words.ts';

export function preferenceCard(now: Preferences, id: string, reader: Reader): Card {
  const row = (title: string, press: string, set: Setting) => ({ title, press: { ...deskButton(reader, 'notices.prefer', id, press), set } });
  const heading = headingOf(now);
  return {
    name: 'preferences',
    data: {
      speak: `${heading}.`,
      heading,
      lines: ['Each press counts at once. Severe incidents reach you in this chat at any hour, whatever you choose.'],
      rows: [
        ...choosableNames.map(kind => {
          const isOff = now.off.includes(kind);
          const name = choosable[kind];
          return row(`**${capitalised(name)}:** ${isOff ? 'off' : 'on'}`, `Turn ${isOff ? 'on' : 'off'} ${name}`, `${kind} ${isOff ? 'on' : 'off'}`);
        }),
        now.place === 'channel' ? row('**Where:** only in the channel', 'Get notices here', 'place own-chat') : row('**Where:** in this chat', 'Use only the channel', 'place channel'),
        now.isQuiet ? row(`**Quiet hours, ${quietHours}:** on`, 'Turn off quiet hours', 'quiet off') : row(`**Quiet hours, ${quietHours}:** off`, 'Turn on quiet hours', 'quiet on'),
      ],
      subtle: subtleOf(now),
    },
  };
}

function headingOf({ off, place }: Preferences): string {
  const [all, on] = [choosableNames.length, choosableNames.filter(kind => !off.includes(kind)).length];
  const which = on === all ? 'every kind of notice' : on === 0 ? 'no notices' : `${on} of ${all} kinds of notices`;
  return `You get ${which}${on === 0 ? '' : place === 'channel' ? ', only in the channel' : ' in this chat'}`;
}

const subtleOf = ({ place, isQuiet }: Preferences): string =>
  [
    ...(place === 'channel' ? ['What is posted in no channel, or is written for your organisation alone, still comes to this chat.'] : []),
    ...(isQuiet ? [`What is due from ${quietHours} comes at 8am, on every day of the week.`] : []),
    'What you asked to be told on a card is told in any case.',
  ].join(' ');
