// Holds what the bot says (file, cards, database) against the sandbox's group. Each line of the answer is one thing that is wrong.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { factsOf, headingOf } from '../support/card-reading.ts';
import type { Message } from '../support/chat.ts';
import type { Ledger } from './ledger.ts';
import type { ListFile } from './list-file.ts';

export type Facts = {
  list: ListFile;
  /** Address of those who left between check and Start. */
  left: readonly string[];
  groupBefore: readonly string[];
  groupAfter: readonly string[];
  outcome: string;
  finalCard: Message;
  conversations: readonly (readonly Message[])[];
  /** Posts listed as unknown, over all conversations. */
  unknownPosts: readonly { postId: string; subject: string }[];
  uploads: number;
  ledger: Ledger;
};

export const wrongIn = (facts: Facts): string[] => [...inGroup(facts), ...inFile(facts), ...onCards(facts), ...inRequests(facts), ...inPosts(facts), ...inEffects(facts), ...inAudit(facts)];

const joinedOf = ({ list, left }: Facts): Map<string, string> => new Map([...list.toEnable].filter(([address]) => !left.includes(address)));

function inGroup(facts: Facts): string[] {
  const expected = new Set([...facts.groupBefore, ...joinedOf(facts).values()]);
  const is = new Set(facts.groupAfter);
  return [...ids('not in the group', expected.difference(is)), ...ids('in the group unasked', is.difference(expected)), ...(is.size === facts.groupAfter.length ? [] : ['somebody is in the group twice'])];
}

const ids = (what: string, set: ReadonlySet<string>): string[] => (set.size === 0 ? [] : [`${what}: ${set.size}, for example ${[...set][0] ?? ''}`]);

const outcomeRow = z.object({ Row: z.string(), EmailAddress: z.string(), Outcome: z.string() });

/** The file, row by row: each row of the list in its place, and "confirmed" exactly of those whom the group has. */
function inFile(facts: Facts): string[] {
  const is = z.array(outcomeRow).parse(parse(facts.outcome, { columns: true, bom: true })).map(row => `row ${row.Row}: ${row.EmailAddress} ${row.Outcome}`);
  const group = new Set(facts.groupAfter);
  const should = facts.list.addresses.map((address, n) => `row ${n + 2}: ${address} ${fateOf(facts, group, address)}`);
  const wrong = should.flatMap((row, n) => (row === is[n] ? [] : [`the outcome file says "${is[n] ?? 'nothing'}", not "${row}"`]));
  return [...wrong.slice(0, 3), ...(wrong.length > 3 ? [`and ${wrong.length - 3} more rows of the outcome file`] : []), ...(is.length > should.length ? [`the outcome file has ${is.length} rows, the list ${should.length}`] : [])];
}

function fateOf({ list, left }: Facts, group: ReadonlySet<string>, address: string): string {
  if (list.already.includes(address)) return 'was so already';
  const id = list.toEnable.get(address);
  if (id === undefined) return 'left out';
  if (left.includes(address)) return 'refused';
  return group.has(id) ? 'confirmed' : 'lost';
}

/** The final numbers are the group's, and no conversation has more cards of a request than its uploads and the unknown posts explain. */
function onCards({ finalCard, conversations, unknownPosts, uploads, ...facts }: Facts): string[] {
  const joined = facts.groupAfter.length - facts.groupBefore.length;
  const heading = withoutCommas(headingOf(finalCard.card));
  const wrong = heading.startsWith(`Resolved: ${facts.left.length === 0 ? 'all ' : ''}${joined}${facts.left.length === 0 ? '' : ' of'} `) ? [] : [`the final card says "${heading}", ${joined} joined`];
  const numbers = factsOf(finalCard.card).map(([title]) => Number(withoutCommas(title)));
  const expected = [joined, joined, ...(facts.left.length > 0 ? [facts.left.length] : [])];
  if (numbers.join() !== expected.join()) wrong.push(`the final card counts ${numbers.join()}, not ${expected.join()}`);
  const extra = conversations.flatMap(messages => facts.ledger.requests.map(({ id }) => messages.filter(message => JSON.stringify(message.card).includes(id)).length)).reduce((sum, cards) => sum + Math.max(0, cards - 1), 0);
  if (extra > unknownPosts.length) wrong.push(`${extra} cards too many, ${unknownPosts.length} posts are listed as unknown`);
  if (facts.ledger.requests.length !== uploads) wrong.push(`${uploads} uploads made ${facts.ledger.requests.length} requests`);
  return wrong;
}

/** 1,997 is 1997. */
const withoutCommas = (text: string): string => text.replace(/(?<=\d),(?=\d{3})/g, '');

/** One request went through with one ticket; what was cut off left nothing. */
function inRequests({ ledger, list }: Facts): string[] {
  const cutOff = ledger.requests.slice(0, -1).filter(({ status, reason, rows, tickets }) => status !== 'dropped' || reason !== 'lapsed' || rows > 0 || tickets > 0);
  const last = ledger.requests.at(-1);
  const isWhole = last?.status === 'resolved' && last.rows === list.rows && last.tickets === 1 && ledger.tickets.length === 1 && ledger.tickets[0]?.state === 'resolved';
  return [...cutOff.map(request => `an upload that was cut off is ${JSON.stringify(request)}`), ...(isWhole ? [] : [`the request is ${JSON.stringify(last)}, its tickets ${JSON.stringify(ledger.tickets)}`]), ...ledger.buried.map(job => `buried: ${job}`), ...(ledger.postsLeft > 0 ? [`${ledger.postsLeft} posts were never made`] : [])];
}

/** Whatever the table holds as unknown an operator was told of in the log. */
const inPosts = ({ ledger, unknownPosts }: Facts): string[] => ledger.unknown.filter(id => !unknownPosts.some(({ postId }) => postId === id)).map(id => `post ${id} is unknown, and nobody was told`);

function inEffects(facts: Facts): string[] {
  const { effects } = facts.ledger;
  const joined = new Set(joinedOf(facts).values());
  const done = new Set(effects.filter(effect => effect.state === 'done' && effect.is_confirmed).map(effect => effect.person_id));
  const refused = effects.filter(effect => effect.state === 'refused').length;
  return [
    ...ids('joined, no effect says so', joined.difference(done)), ...ids('an effect says joined', done.difference(joined)),
    ...(effects.length === facts.list.toEnable.size && refused === facts.left.length ? [] : [`${effects.length} effects, ${refused} refused, for ${facts.list.toEnable.size} people`]),
  ];
}

/** The chain is whole, and each person's outcome and confirmation is in it exactly once a round. */
function inAudit({ ledger }: Facts): string[] {
  const key = (row: { person_id: string; round: number }) => `${row.person_id} in round ${row.round}`;
  const twice = [...ledger.outcomes, ...ledger.confirmations].filter(row => row.count !== 1).map(row => `${row.count} audit rows of one kind for ${key(row)}`);
  const outcomes = new Set(ledger.outcomes.map(key));
  const confirmed = new Set(ledger.confirmations.map(key));
  const isFinal = ledger.effects.filter(effect => !['waiting', 'calling'].includes(effect.state));
  return [
    ...(ledger.audit === 'whole' ? [] : [`the audit trail is damaged: ${ledger.audit}`]), ...twice,
    ...ids('no audit row', new Set(ledger.effects.map(key)).difference(outcomes)), ...ids('an audit row, no effect', outcomes.difference(new Set(isFinal.map(key)))),
    ...ids('confirmed without an audit row', new Set(ledger.effects.filter(effect => effect.is_confirmed).map(key)).difference(confirmed)), ...ids('an audit row says confirmed', confirmed.difference(new Set(ledger.effects.filter(effect => effect.is_confirmed).map(key)))),
  ];
}
