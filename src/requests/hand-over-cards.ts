// Handing a request over: the form that asks to whom, and what the one who has it now is told.
import type { Button, Card } from '../cards.ts';
import { forMarkdown, forPlain } from '../words.ts';
import { finishBy } from './lateness.ts';
import type { Resolver } from './resolvers.ts';
import { reference, sizeOf, stateWord, type ServiceRequest } from './service-request.ts';
import { button, people, type View } from './view.ts';

/** Null where there is nobody to choose. The requester is never among them, nor whoever has it. */
export function handOverForm(view: View, resolvers: readonly Resolver[]): Card | null {
  const { request } = view;
  const name = reference(request);
  const choices = resolvers.filter(({ id }) => id !== request.requesterId && id !== request.ownerId).map(one => ({ title: forPlain(one.name), value: one.id }));
  if (choices.length === 0) return null;
  const heading = `Not handed over yet: choose who takes on ${name}`;
  return {
    name: 'hand-over',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [`${people(sizeOf(request))}, ${forMarkdown(view.organisationName)}. ${request.ownerName === null ? 'Nobody has it yet.' : `${forMarkdown(request.ownerName)} has it now.`} Whoever you choose is told at once.`],
      choices,
      handOver: button(view, 'request.hand-over', `Hand over ${name}`),
    },
  };
}

/** In the chat of the one who has it now. */
export function yoursNow(request: ServiceRequest, show: Button, byName: string): Card {
  const name = reference(request);
  const heading = `Yours now: ${name}, handed over by ${forPlain(byName)}`;
  const { title, value } = finishBy(request);
  const finish = request.targetAt === null || request.status === 'on-hold' ? '' : ` ${title} ${value}.`;
  return {
    name: 'requests',
    data: {
      speak: `${heading}.`,
      heading,
      items: [{ title: `${name}: ${stateWord(request)}`, line: `${people(sizeOf(request))}.${finish}`, show }],
      subtle: 'Its card in the resolver channel follows it.',
    },
  };
}
