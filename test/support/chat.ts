// What one person sees and does in one conversation of the sandbox. Waits are long polls: nothing here sleeps.
import { z } from 'zod';
import { countAskedOn, pressable, headingOf, type Part } from './card-reading.ts';

/** Calls the sandbox's API; answers the parsed JSON. */
export type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;

const part = z.record(z.string(), z.unknown());
const message = z.object({
  id: z.string(), seq: z.number(), from: z.string(), text: z.string(), card: part.nullable(),
  file: z.object({ id: z.string(), name: z.string() }).nullable(),
  fileConsent: z.object({ name: z.string(), answered: z.string().nullable() }).nullable(),
  mentions: z.array(z.object({ text: z.string(), people: z.array(z.string()) })), targetedTo: z.string().nullable(), replyTo: z.string().nullable(), edited: z.boolean(), deleted: z.boolean(),
});
export type Message = z.infer<typeof message>;
const answered = z.object({ seq: z.number(), messages: z.array(message) });

/** A card somebody looks at: a message's, or the one that answered a press on it. */
export type Seen = { id: string; card: Part | null };

const invoked = z.object({ status: z.number(), body: z.object({ type: z.string(), value: z.unknown() }).nullable().catch(null) });
/** What a press came to. `card` stands in the message's place now; `message` is said in a box for a moment. */
export type Answer = Seen & { status: number; heading: string; message: string | null };

const stored = z.array(z.object({ id: z.string(), name: z.string() }));

type NewFile = { name: string; bytes: Uint8Array | string };
export type Chat = ReturnType<typeof makeChat>;

export function makeChat(api: Api, slug: string, id: string) {
  const path = `/api/conversations/${encodeURIComponent(id)}/messages`;
  const known = new Map<string, Message>();
  let seq = 0;

  /** Takes over what is new since the last look; waits for something at most so long. */
  async function look(waitMs: number): Promise<void> {
    const news = answered.parse(await api('GET', `${path}?as=${slug}&after=${seq}&wait=${Math.round(waitMs)}`));
    for (const one of news.messages) known.set(one.id, one);
    seq = Math.max(seq, news.seq);
  }

  const seen = () => [...known.values()].sort((a, b) => Number(a.id) - Number(b.id));
  const story = () => seen().map(one => `  ${one.from}: ${headingOf(one.card) || one.text}${one.fileConsent ? `[${one.fileConsent.name}]` : ''}`).join('\n');

  /** The latest message that fits, now or as soon as there is one. */
  async function find(fits: (one: Message) => boolean, { what = 'such a message', withinMs = 20_000 } = {}): Promise<Message> {
    const until = performance.now() + withinMs;
    await look(0);
    for (;;) {
      const found = seen().findLast(fits);
      if (found) return found;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`${slug} did not see ${what} within ${withinMs / 1000} s, only:\n${story()}`);
      await look(left);
    }
  }

  return {
    id,
    find,

    /** Everything in the conversation now, in the order it was first said. */
    async messages(): Promise<Message[]> {
      await look(0);
      return seen();
    },

    /** The latest card with such a heading; with `of`, only on that message (its card changes as the request goes on). */
    card: (heading: RegExp, more: { of?: Pick<Message, 'id'>; newerThan?: Pick<Message, 'id'>; withinMs?: number } = {}): Promise<Message> =>
      find(one => heading.test(headingOf(one.card)) && (more.of === undefined || one.id === more.of.id) && Number(one.id) > Number(more.newerThan?.id ?? 0), { what: `a card with the heading ${String(heading)}`, withinMs: more.withinMs ?? 20_000 }),

    /** The message as it is once its card fits: for counts and buttons that follow a press. */
    cardOf: (of: Pick<Message, 'id'>, fits: (card: Part) => boolean, what = 'the card as it should become'): Promise<Message> => find(one => one.id === of.id && one.card !== null && fits(one.card), { what }),

    /** Says something, with a file where one is given. Answers with this person's own message and what the bot's endpoint answered. */
    async say(text: string, more: { mention?: boolean; file?: NewFile; files?: NewFile[]; replyTo?: string } = {}): Promise<{ id: string; botStatus: number }> {
      const files = [...(more.file ? [more.file] : []), ...(more.files ?? [])].map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
      const said = z.object({ activityId: z.string(), botStatus: z.number() }).parse(await api('POST', path, { as: slug, text, mention: more.mention ?? false, files, ...(more.replyTo ? { replyTo: more.replyTo } : {}) }));
      return { id: said.activityId, botStatus: said.botStatus };
    },

    /** Takes back an own message; its file stays in the channel, as in Teams. */
    deleteMessage: (id: string): Promise<unknown> => api('POST', `${path}/${id}/delete`, { as: slug }),

    /** Deletes the first file of an own message, as under Files in the channel. */
    async deleteFile(id: string): Promise<void> {
      const file = (await this.messages()).find(one => one.id === id)?.file;
      await api('POST', `${path}/${id}/files/${file?.id ?? ''}/delete`, { as: slug });
    },

    /** Presses the button with this verb, with what is in its inputs. A number that the card asks to be typed is typed, as people do. `forged` changes the data the card itself carries. */
    async press(on: Seen, verb: string, inputs: Part = {}, forged: Part = {}): Promise<Answer> {
      const button = pressable(on.card).find(one => one.verb === verb);
      if (!button) throw new Error(`"${headingOf(on.card)}" has no button for ${verb}, only ${pressable(on.card).map(one => `${one.verb} (${one.title})`).join(', ') || 'none'}.`);
      return pressed(on.id, await api('POST', `${path}/${on.id}/press`, { as: slug, verb, data: { ...button.data, ...countAskedOn(on.card), ...inputs, ...forged } }));
    },

    /** What Teams does by itself where the card names this person: their own view of it. */
    async refresh(on: Seen): Promise<Answer> {
      const action = z.object({ refresh: z.object({ action: z.object({ verb: z.string(), data: part }) }) }).parse(on.card).refresh.action;
      return pressed(on.id, await api('POST', `${path}/${on.id}/press`, { as: slug, ...action, trigger: 'automatic' }));
    },

    /** Accepts the latest offer of such a file; gives its text. */
    async acceptFile(name: RegExp): Promise<string> {
      const offer = await find(one => one.fileConsent !== null && one.fileConsent.answered === null && name.test(one.fileConsent.name), { what: `an offer of ${String(name)}` });
      const before = new Set([...known.keys()]);
      await api('POST', `${path}/${offer.id}/consent`, { as: slug, accept: true });
      await find(one => one.from === 'bot' && one.file !== null && !before.has(one.id), { what: 'the file itself' });
      const file = stored.parse(await api('GET', `/api/files?as=${slug}`)).at(-1);
      if (!file) throw new Error('The file was announced, and is not there.');
      return z.string().parse(await api('GET', `/api/files/${file.id}`));
    },

    consent: (offer: Pick<Message, 'id'>, accept: boolean): Promise<unknown> => api('POST', `${path}/${offer.id}/consent`, { as: slug, accept }),
  };
}

function pressed(id: string, raw: unknown): Answer {
  const { status, body } = invoked.parse(raw);
  const isCard = body?.type === 'application/vnd.microsoft.card.adaptive';
  const card = isCard ? part.parse(body.value) : null;
  return { id, status, card, heading: headingOf(card), message: isCard ? null : z.string().nullable().catch(null).parse(body?.value ?? null) };
}
