// A press on a card about one notice: by a communications officer, on the notice as it is now, which nobody else changes meanwhile.
import type { z } from 'zod';
import type { DeskVerb } from '../access/permissions.ts';
import type { Reader } from '../requests/desk-button.ts';
import { onDesk, show } from '../requests/desk-press.ts';
import { plainCard } from '../requests/help-cards.ts';
import type { Answer, Press, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { cardNow } from './manage-now.ts';
import type { Notice } from './notice.ts';

export type NoticeNeeds = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;
export type OnNotice<I> = { notice: Notice; reader: Reader; press: Press; inputs: I; at: Date };

export const noLongerHere: Answer = show(plainCard('No longer here: this notice was removed', 'Type **notices** to see the latest.'));

/** Everything in one transaction, so nothing in `act` may wait for the network. */
export const onNotice = <N extends NoticeNeeds, S extends z.ZodType>(verb: DeskVerb, schema: S, act: (tx: Tables, needs: N, pressed: OnNotice<z.infer<S>>) => Promise<Answer>) =>
  onDesk(verb, (needs: N, { press, id, key }) =>
    needs.store.transaction(async tx => {
      const notice = await tx.notices.lock(id);
      if (notice === null) return noLongerHere;
      const reader = { key, personId: press.personId };
      const inputs = schema.safeParse(press.inputs);
      if (!inputs.success) return show(await cardNow(tx, needs, notice, reader, 'Nothing was done: something on the card was not filled in as expected.'));
      return act(tx, needs, { notice, reader, press, inputs: inputs.data, at: needs.clock.calendar() });
    }));
