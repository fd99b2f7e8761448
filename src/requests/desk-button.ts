// Buttons that are about no one request, or about no state of one: bound to an id, the verb and the reader, so they count whatever has come to pass since.
import { z } from 'zod';
import type { DeskVerb } from '../access/permissions.ts';
import type { Button } from '../cards.ts';
import { boundTo, nonceFor } from './nonce.ts';

/** For whom a card is, and the key its nonces are made with. */
export type Reader = { key: string; personId: string };

/** In the place of a request's version. */
const anyState = 1;

export const deskButton = ({ key, personId }: Reader, verb: DeskVerb, id: string, title: string): Button => ({ title, id, nonce: nonceFor(key, { requestId: id, version: anyState, verb, personId }) });

const bound = z.looseObject({ id: z.uuid(), nonce: z.string().max(64) });

/** The id on the button; null where it is forged, or made for nobody of `readers`. */
export function idOn(inputs: unknown, key: string, verb: DeskVerb, readers: readonly string[]): string | null {
  const { data } = bound.safeParse(inputs);
  return data !== undefined && boundTo(key, data.nonce, { id: data.id, version: anyState }, verb, readers) !== null ? data.id : null;
}
