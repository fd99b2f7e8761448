// Every card with data for each state people meet. The snapshots, the card tests and the pictures are made from these.
import type { Card, CardData, CardName } from '../../src/cards.ts';
import { approval, queue, resolver } from './samples/resolver.ts';
import { incident, incidentForm } from './samples/incident.ts';
import { checking, chooseColumn, report, submitForm, unreadable } from './samples/check.ts';
import { channelFile } from './samples/channel-file.ts';
import { channelHelp, channelStatus, help, notOnRoster, plain, requests } from './samples/contact.ts';
import { proposeLa, rosterChange } from './samples/roster.ts';
import { status } from './samples/status.ts';
import { takeOut, takeOutForm, undoForm } from './samples/undo.ts';

export type Samples = { [N in CardName]: { title: string; data: CardData[N] }[] };

export const samples: Samples = {
  help,
  'not-on-roster': notOnRoster,
  'channel-help': channelHelp,
  'channel-file': channelFile,
  checking,
  report,
  unreadable,
  'choose-column': chooseColumn,
  'submit-form': submitForm,
  status,
  resolver,
  queue,
  incident,
  'incident-form': incidentForm,
  approval,
  requests,
  'channel-status': channelStatus,
  'propose-la': proposeLa,
  'roster-change': rosterChange,
  'undo-form': undoForm,
  'take-out-form': takeOutForm,
  'take-out': takeOut,
  plain,
};

export type Sample = { title: string; card: Card };

/** All samples in one list, in the order of the table above. */
export function allSamples(): Sample[] {
  return Object.entries(samples).flatMap(([name, list]) => list.map(({ title, data }) => ({ title, card: asCard(name, data) })));
}

/** Object.entries forgets that a key and its value belong together; the type of `samples` has already checked it. */
export function asCard(name: string, data: object): Card {
  return { name, data } as Card;
}
