// A CSV that a communications officer attached with the word "audience": one row for each organisation, judged whole, and put to their draft.
import { noDirectory } from '../access/look-up.ts';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { loudness, UserError } from '../errors.ts';
import { FileProblemError } from '../intake/file-problem.ts';
import { plainCard } from '../requests/help-cards.ts';
import { readAfterwards, recordsOf } from '../requests/small-csv.ts';
import { londonDay } from '../schedule.ts';
import type { Services, Turn, UploadedFile } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, plural } from '../words.ts';
import type { Audience } from './audience.ts';
import { takeBack } from './compose-asked.ts';
import { doubtLines, judgedFile, mergeOf, readAudienceFile, type AudienceFile } from './audience-file.ts';
import { noticeKinds } from './grid.ts';
import { columnWords, mergeWarnings } from './merge-columns.ts';
import { advanceNotice, type Notice } from './notice.ts';
import { recipientsOf } from './recipients.ts';
import { saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'access' | 'uploads' | 'clock' | 'log'>;

const maxLines = 5_000;
const nothingChanged = 'Your draft is as it was.';
const wanted = `Save it as a CSV of at most 5,000 lines, with one column named ODS code and one row for each organisation. ${nothingChanged}`;

export async function receiveAudience(needs: Needs, turn: Turn): Promise<Reaction> {
  const { isCommunications, isUncertain } = await needs.access.rolesOf(turn.personId);
  if (!isCommunications && isUncertain === true) throw new UserError(noDirectory);
  const { file } = turn;
  if (!isCommunications || file === null) return { say: { is: 'card', card: plainCard('Not read: an audience is for communications officers', 'A list for MFA needs no words with it: attach it alone.') } };
  const begun = plainCard('Reading the audience', 'The result comes here. If it has not come in two minutes, send the file again.');
  return readAfterwards(needs, turn, begun, signal => put(needs, turn, file, signal).catch((error: unknown) => problemCard(needs, error)));
}

async function put(needs: Needs, { personId }: Turn, upload: UploadedFile, signal: AbortSignal): Promise<Card> {
  const records = await recordsOf(needs, upload, maxLines, signal);
  const file = readAudienceFile(records);
  if (file === null) return plainCard('Not used: one column must be named ODS code', wanted);
  return needs.store.transaction(async tx => {
    const newest = await tx.notices.newestDraft(personId);
    const draft = newest === null ? null : await tx.notices.lock(newest);
    return draft?.beganAt === null ? forDraft(tx, needs, draft, file, personId) : plainCard('Not used: you have no draft to put it to', 'Type **notice** to begin one, then send the file again.');
  });
}

async function forDraft(tx: Tables, needs: Needs, draft: Notice, file: AudienceFile, actorId: string): Promise<Card> {
  const at = needs.clock.calendar();
  const people = draft.audience.people === 'none' ? 'las' : draft.audience.people;
  const judged = judgedFile(file, await tx.roster.peopleOf(file.rows.map(({ code }) => code), londonDay(at), { primaryOnly: people === 'primary-las' }));
  if (judged.rows.length === 0) return plainCard('Not used: no row has an organisation of ours', ...doubtLines(judged), nothingChanged);
  const audience: Audience = { ...draft.audience, people, organisations: judged.rows.map(({ code }) => code), merge: mergeOf(judged) };
  // Whoever approved or was asked to did so for another audience.
  if (draft.state !== 'draft') await takeBack(tx, draft, at);
  const notice: Notice = { ...(advanceNotice(draft, { is: 'changed', facts: draft.facts }, at) ?? draft), audience };
  const told = (await recipientsOf(tx, notice, at)).filter(recipient => 'personId' in recipient).length;
  await saveNotice(tx, needs, notice, { actorId, action: 'notice-audience-set', detail: { organisations: judged.rows.length, people: told } });
  return setCard(notice, judged, told, at);
}

function setCard({ kind, facts, audience }: Notice, file: AudienceFile, told: number, at: Date): Card {
  const face = noticeKinds[kind].face(facts, at);
  return plainCard(
    `Audience set: ${plural(file.rows.length, 'organisation', 'organisations')}, ${plural(told, 'person', 'people')} would get it in their own chat`,
    `For your draft: ${forMarkdown(face.about)}. Each reads the row of their own organisation and no other.`,
    file.columns.length === 0 ? 'The file has no other column to put into the text.' : `Columns you can use in the text: ${columnWords(file.columns)}.`,
    ...doubtLines(file),
    ...mergeWarnings(face, audience),
    'Nothing is sent yet. Look at your draft again: its numbers have changed.',
  );
}

function problemCard({ log }: Needs, error: unknown): Card {
  const heading = 'We could not read this audience';
  if (error instanceof FileProblemError) return plainCard(heading, wanted);
  if (error instanceof UserError) return plainCard(heading, error.message, nothingChanged);
  log[loudness(error)]({ err: error }, 'an audience could not be read');
  return plainCard(heading, `${nothingChanged} Attach the file again.`);
}
