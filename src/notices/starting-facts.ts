// What the form of a new notice holds before anybody types: for the bulletin, what was said since the last one.
import { addDays } from '../schedule.ts';
import type { Tables } from '../store/tables.ts';
import { noticeKinds } from './grid.ts';
import { gatheredBulletin } from './kinds/bulletin.ts';
import { isOut, type NoticeKindName } from './notice.ts';

const fortnight = 14;

/** Null: the form is empty. */
export async function startingFacts({ notices }: Pick<Tables, 'notices'>, kind: NoticeKindName, at: Date): Promise<unknown> {
  if (kind !== 'bulletin') return null;
  const last = (await notices.latest(20, 'bulletin')).find(isOut);
  const said = await notices.saidSince(last?.beganAt ?? addDays(at, -fortnight));
  const gathered = said.flatMap(notice => {
    const part = noticeKinds[notice.kind].gathered(notice.facts);
    return part === null ? [] : [{ part, words: noticeKinds[notice.kind].face(notice.facts, at).speak.replace(/\.$/, '') }];
  });
  return gatheredBulletin(at, gathered);
}
