// Holds what the database says of a notice's deliveries against the connector's own log. Each line of the answer is one thing that is wrong.
import { figure } from '../../../src/words.ts';
import { busiest } from '../../support/pace.ts';
import { isCard, type Facts } from './stage.ts';

export function wrongIn({ deliveries, arrivals, count, heading, errors }: Facts): string[] {
  const cards = Map.groupBy(arrivals.filter(isCard), ({ thread }) => thread);
  const rows = new Map(deliveries.map(one => [one.thread, one]));
  const of = (state: string) => deliveries.filter(one => one.state === state);
  return [
    ...[...cards].flatMap(([thread, all]) => (all.length > 1 ? [`${thread} has ${all.length} cards`] : [])),
    ...[...cards.keys()].flatMap(thread => (['delivered', 'unknown'].includes(rows.get(thread)?.state ?? '') ? [] : [`${thread} has a card, and its delivery is ${rows.get(thread)?.state ?? 'missing'}`])),
    ...of('delivered').flatMap(({ thread, activityId }) => (cards.get(thread)?.[0]?.activityId === activityId ? [] : [`${thread} is delivered, and its card is not ${activityId ?? 'named'}`])),
    ...deliveries.flatMap(({ thread, state, reason }) => (['delivered', 'unknown'].includes(state) ? [] : [`${thread} is ${state}, ${reason ?? 'without a reason'}`])),
    ...(rows.size === count ? [] : [`${rows.size} deliveries for ${count} readers`]),
    ...(heading === headingFor(count, of('delivered').length, of('unknown').length) ? [] : [`its officer reads "${heading}"`]),
    ...(busiest(arrivals.filter(({ status }) => status < 300).map(({ at }) => at), 1_000) <= 50 ? [] : ['the connector took more than it says']),
    ...errors,
  ];
}

const headingFor = (count: number, delivered: number, unknown: number): string => `Sent: ${figure(delivered)} of ${figure(count)} delivered${unknown === 0 ? '' : `, ${figure(unknown)} unknown`}`;

/** The checks above can fail: each way of being wrong, put in by hand, that is not seen. */
export function unseenIn(facts: Facts): string[] {
  const { deliveries, arrivals } = facts;
  const card = arrivals.find(isCard);
  const [one] = deliveries.filter(({ state }) => state === 'delivered');
  if (card === undefined || one === undefined) return ['nothing was delivered'];
  const others = deliveries.filter(({ thread }) => thread !== one.thread);
  const tampered: [what: string, facts: Facts][] = [
    ['a second card', { ...facts, arrivals: [...arrivals, card] }],
    ['somebody lost', { ...facts, deliveries: others }],
    ['somebody left waiting', { ...facts, deliveries: [...others, { ...one, state: 'waiting' }] }],
    ['delivered without a card', { ...facts, arrivals: arrivals.filter(({ thread }) => thread !== one.thread) }],
    ['an unknown one that is not counted', { ...facts, deliveries: [...others, { ...one, state: 'unknown' }] }],
  ];
  return tampered.filter(([, wrong]) => wrongIn(wrong).length === 0).map(([what]) => what);
}
