// Webinars in the tables: a day once, a slot once, what is found and what is forgotten. On both engines.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Store } from '../../src/store/store.ts';
import { onEachEngine } from '../support/database.ts';
import { aDate, aSeries } from '../support/webinars.ts';

const october = aDate(new Date('Fri 7 Oct 2022 12:30 +0100'), { id: '00000000-0000-4000-8000-0000000e0007', day: '2022-10-07' });
const later = aDate(new Date('Fri 21 Oct 2022 12:30 +0100'), { id: '00000000-0000-4000-8000-0000000e0021', day: '2022-10-21' });
const at = new Date('2022-09-30T11:30:00Z');
const ask = (more: { slot?: 'guest' | 'workplace' } = {}) => ({ id: randomUUID(), occurrenceId: october.id, slot: 'guest' as const, title: 'TLS', speaker: 'Jo', link: null, askedBy: 'priya', askedByName: 'Priya Nair', askedAt: at, ...more });

onEachEngine('webinars', open => {
  let store: Store;
  beforeEach(async () => {
    ({ store } = await open());
    await store.series.add(aSeries());
    for (const one of [october, later]) await store.occurrences.add(one);
  });

  it('a series and its dates are read as they were written, by their addresses too', async () => {
    const series = aSeries();
    assert.deepEqual(await store.series.find(series.id), { ...series, calendarToken: (await store.series.find(series.id))?.calendarToken });
    assert.deepEqual(await store.occurrences.find(october.id), october);
    assert.equal((await store.occurrences.byToken(october.calendarToken))?.id, october.id);
    assert.deepEqual([await store.occurrences.byToken('x'.repeat(32)), await store.series.byToken(october.calendarToken)], [null, null]);
    await store.occurrences.save({ ...october, isCancelled: true, reason: 'A conference', sequence: 1, done: ['warn', 'announce'], recording: 'https://video.example/1' });
    const saved = await store.occurrences.find(october.id);
    assert.deepEqual([saved?.isCancelled, saved?.reason, saved?.sequence, saved?.done, saved?.recording], [true, 'A conference', 1, ['warn', 'announce'], 'https://video.example/1']);
  });

  it('a series has a day once; one that is added by hand is another', async () => {
    assert.deepEqual([await store.occurrences.add({ ...aDate(october.startsAt), day: october.day }), await store.occurrences.add(aDate(october.startsAt)), await store.occurrences.add(aDate(october.startsAt))], [false, true, true]);
    assert.equal((await store.occurrences.ofSeries(october.seriesId ?? '')).length, 4);
  });

  it('lists what is to come soonest first, and what was held latest first, without what was cancelled', async () => {
    const ids = async (now: string) => [(await store.occurrences.coming(new Date(now), 5)).map(({ id }) => id), (await store.occurrences.held(new Date(now), 5)).map(({ id }) => id)];
    assert.deepEqual(await ids('2022-10-07T12:00:00Z'), [[october.id, later.id], []]);
    assert.deepEqual(await ids('2022-11-07T12:00:00Z'), [[], [later.id, october.id]]);
    await store.occurrences.save({ ...october, isCancelled: true });
    assert.deepEqual(await ids('2022-11-07T12:00:00Z'), [[], [later.id]]);
  });

  it('a slot is taken once, whoever decides at once', async () => {
    const asks = [ask(), ask(), ask(), ask({ slot: 'workplace' })];
    for (const one of asks) assert.equal(await store.slotAsks.add(one), true);
    const accepted = await Promise.all(asks.map(({ id }) => store.transaction(async tx => (await tx.occurrences.lock(october.id), tx.slotAsks.decide(id, 'accepted', null)))));
    assert.deepEqual([accepted.slice(0, 3).filter(Boolean).length, accepted[3]], [1, true]);
    assert.deepEqual((await store.slotAsks.taken(october.id)).map(({ slot }) => slot), ['guest', 'workplace']);
    const other = asks.find((_, index) => !accepted[index]) ?? assert.fail();
    assert.deepEqual([await store.slotAsks.decide(other.id, 'declined', 'Taken'), await store.slotAsks.decide(other.id, 'accepted', null)], [true, false]);
  });

  it('a question is answered once, of its own date alone, and a reminder asked for once', async () => {
    const question = { id: randomUUID(), occurrenceId: october.id, words: 'When?', askedBy: 'priya', askedAt: at };
    assert.deepEqual([await store.questions.add(question), await store.questions.add(question)], [true, false]);
    assert.deepEqual([(await store.questions.answer(later.id, [question.id], at)).length, (await store.questions.answer(october.id, [question.id], at)).length, (await store.questions.answer(october.id, [question.id], at)).length], [0, 1, 0]);
    assert.deepEqual([await store.occurrences.remind(october.id, 'priya', 'a:priya'), await store.occurrences.remind(october.id, 'priya', 'a:priya')], [true, false]);
    assert.deepEqual(await store.occurrences.reminded(october.id), [{ personId: 'priya', conversationId: 'a:priya' }]);
  });

  it('finds key updates by every word, whatever its case, and takes no word for a pattern', async () => {
    const said = (occurrenceId: string, topic: string, words: string, link: string | null = null) => store.keyUpdates.add({ id: randomUUID(), occurrenceId, topic, words, link });
    assert.deepEqual([await said(october.id, 'TLS 1.0', 'Switched off.'), await said(october.id, 'TLS 1.0', 'Switched off.'), await said(later.id, 'Licences', '100% used, see tls_guide', 'https://x.example/tls')], [true, false, true]);
    const found = async (...words: string[]) => (await store.keyUpdates.search(words, 10)).map(({ topic }) => topic);
    assert.deepEqual(await found('tls'), ['Licences', 'TLS 1.0']);
    assert.deepEqual([await found('tls', 'switched'), await found('%'), await found('s_g'), await found('L_S'), await found('nothing')], [['TLS 1.0'], ['Licences'], ['Licences'], [], []]);
    assert.deepEqual((await store.keyUpdates.of(october.id)).map(({ position }) => position), [1]);
  });

  it('a month after, forgets who asked, spoke and wanted to be reminded, and keeps the agenda', async () => {
    const [taken, open] = [ask(), ask()];
    for (const one of [taken, open]) await store.slotAsks.add(one);
    await store.slotAsks.decide(taken.id, 'accepted', null);
    await store.questions.add({ id: randomUUID(), occurrenceId: october.id, words: 'When?', askedBy: 'priya', askedAt: at });
    await store.occurrences.remind(october.id, 'priya', 'a:priya');
    for (const before of [october.startsAt, new Date(october.endsAt.getTime() + 1)]) {
      await store.slotAsks.forgetOld(before);
      await store.questions.forgetOld(before);
      await store.occurrences.forgetReminders(before);
      if (before === october.startsAt) assert.notEqual(await store.slotAsks.find(open.id), null);
    }
    assert.deepEqual([await store.slotAsks.find(open.id), await store.questions.of(october.id), await store.occurrences.reminded(october.id)], [null, [], []]);
    assert.deepEqual((await store.slotAsks.taken(october.id)).map(({ title, speaker, askedBy }) => [title, speaker, askedBy]), [['TLS', '', '']]);
  });
});
