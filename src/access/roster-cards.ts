// What primary LAs and operators see of changes to the roster.
import type { Card, Fact } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { plainCard } from '../requests/help-cards.ts';
import type { RosterChange, RosterPerson } from '../store/roster-changes.ts';
import { figure, formatDate, formatDateTime, forMarkdown, forPlain, listRows, plural } from '../words.ts';
import type { Refused } from './roster-file.ts';

const lastDay = (day: string | null): string => (day === null ? 'none' : formatDate(new Date(`${day}T12:00:00Z`)));
const nameOf = ({ organisationName, organisation }: Pick<RosterPerson, 'organisationName' | 'organisation'>): string => `${forMarkdown(organisationName)} (${organisation})`;
const people = (count: number) => plural(count, 'person', 'people');

/** With `problem` it says what to mend; Teams keeps what was typed. */
export function proposeForm(id: string, organisations: readonly { code: string; name: string }[], reader: Reader, problem?: string): Card {
  const heading = 'Not proposed yet: say who should be a Local Administrator';
  return {
    name: 'propose-la',
    data: {
      speak: `${heading}.`, heading,
      lines: [...(problem === undefined ? [] : [problem]), 'An operator confirms it. Until then nothing changes, and they cannot send lists.'],
      choices: organisations.map(({ code, name }) => ({ title: `${forPlain(name)} (${code})`, value: code })),
      organisation: organisations[0]?.code ?? '',
      propose: deskButton(reader, 'roster.propose', id, 'Propose this person'),
    },
  };
}

/** In the proposer's chat. */
export const proposedCard = ({ verdict, people: [person] }: RosterChange): Card =>
  verdict !== null || person === undefined
    ? plainCard(verdict === 'rejected' ? 'Rejected: an operator did not confirm it' : 'Confirmed: they are on the list now')
    : plainCard('Proposed: an operator has to confirm it', `${forMarkdown(person.address)}, for ${nameOf(person)}. Last day: ${lastDay(person.expiresOn)}.`, 'You are told here when it is decided. A proposal is good for 7 days.');

/** For an operator, in their own chat. */
export function proposalCard(change: RosterChange, reader: Reader): Card {
  const [person] = change.people;
  if (change.verdict !== null || person === undefined) return decidedCard(change);
  const heading = 'Proposed: a Local Administrator for';
  return {
    name: 'roster-change',
    data: {
      speak: `${heading} ${forPlain(person.organisationName)}.`,
      heading: `${heading} ${nameOf(person)}`,
      lines: ['They could then send lists of this organisation\'s people. The directory has them as below.'],
      facts: [
        { title: 'Who', value: `${forMarkdown(person.name)}, ${forMarkdown(person.address)}` },
        { title: 'Last day', value: lastDay(person.expiresOn) },
        { title: 'Asked by', value: `${forMarkdown(change.askedByName)}, ${formatDateTime(change.askedAt)}` },
      ],
      subtle: '',
      confirm: deskButton(reader, 'roster.confirm', change.id, `Confirm ${forPlain(person.name)} as LA`),
      reject: deskButton(reader, 'roster.reject', change.id, `Reject ${forPlain(person.name)}`),
    },
  };
}

const whyWords: Record<Refused['why'], string> = {
  unreadable: 'left out: a code, role or last day that is none',
  'not found': 'left out: not found in the directory',
  'more than one person': 'left out: more than one person has the address',
  'a guest': 'left out: guests',
  disabled: 'left out: disabled accounts',
};

/** For the operator who sent the file. The counts add up to its lines. */
export function importCard(change: Pick<RosterChange, 'id' | 'people'>, lines: number, refused: readonly Refused[], reader: Reader): Card {
  const count = change.people.length;
  const byWhy = [...Map.groupBy(refused, one => one.why)];
  const twice = lines - count - refused.length;
  const heading = count === 0 ? 'Checked: nobody to import' : `Checked, not imported: ${people(count)} from ${plural(lines, 'line', 'lines')}`;
  const facts: Fact[] = [
    ...(count === 0 ? [] : [{ title: figure(count), value: 'would be on the roster' }]),
    ...(twice === 0 ? [] : [{ title: figure(twice), value: 'named a second time for one organisation' }]),
    ...byWhy.map(([why, rows]) => ({ title: figure(rows.length), value: `${whyWords[why]}. ${listRows(rows.map(({ row }) => row))}` })),
  ];
  return {
    name: 'roster-change',
    data: {
      speak: `${heading}.`, heading,
      lines: ['The file adds and changes; it takes nobody off the roster. A last day that is over ends somebody\'s role.'],
      facts,
      subtle: '',
      ...(count === 0 ? {} : { confirm: deskButton(reader, 'roster.confirm', change.id, `Import ${people(count)}`), reject: deskButton(reader, 'roster.reject', change.id, 'Forget this file') }),
    },
  };
}

export function decidedCard({ is, verdict, count }: RosterChange): Card {
  if (verdict === null) return plainCard('Lapsed: nobody decided within 7 days', 'Nothing was changed. It can be asked for again.');
  if (verdict === 'rejected') return plainCard(is === 'import' ? 'Forgotten: nothing was imported' : 'Rejected: nothing was changed');
  return plainCard(is === 'import' ? `Imported: ${people(count)}` : 'Confirmed: they are a Local Administrator now', 'It counts at once.');
}
