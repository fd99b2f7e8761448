// A CSV with one row for each organisation: judged whole, put to its author's draft, and each reader has the row of their own organisation alone.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WorldError } from '../../src/errors.ts';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import { advanceNotice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { dataOf, noRoles, personal } from '../support/requests.ts';

onEachEngine('an audience from a file', open => {
  let desk: Desk;
  let shown: { to: string; lines: string[]; heading: string }[];
  beforeEach(async () => {
    desk = await openDesk(await open());
    shown = [];
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    desk.world.send = ({ id }, content) => {
      const { heading, lines } = content.is === 'card' ? (content.card.name === 'notice' ? content.card.data : content.card.name === 'delivery' ? { heading: '', lines: [] } : dataOf(content.card, 'plain')) : assert.fail(content.is);
      shown.push({ to: id, heading: heading.replaceAll('\\', ''), lines: lines.map(line => line.replaceAll('\\', '')) });
      return Promise.resolve({ is: 'sent', activityId: `m${shown.length}` });
    };
    await desk.store.transaction(async tx => {
      await tx.conversations.remember(personal('chloe'), desk.clock.calendar());
      await tx.roster.save([{ code: 'ZZ404', name: 'Empty Trust' }], [['priya', 'ZZ101', 'la'], ['tom', 'ZZ101', 'primary-la'], ['lena', 'ZZ202', 'la'], ['priya', 'ZZ202', 'la']].map(([personId = '', organisation = '', role]) => ({ personId, organisation, role: role === 'la' ? 'la' : 'primary-la', expiresOn: null })));
    });
  });

  const facts = { title: 'TLS 1.0 goes', text: 'You have {connections} connections.', link: '', picture: null };
  const draft = (more: Parameters<typeof aNotice>[1] = {}) => desk.store.notices.insert(aNotice('draft', { facts, audience: audienceOf({}), ...more }));
  async function send(text: string, { as = 'chloe', words = 'audience', isAway = false } = {}): Promise<{ heading: string; lines: string[] }> {
    const afterwards: ((signal: AbortSignal) => Promise<void>)[] = [];
    desk.world.open = () => (isAway ? Promise.reject(new WorldError('unavailable', 'away')) : Promise.resolve((async function* () { yield await Promise.resolve(new TextEncoder().encode(text)); })()));
    const after = { ...background(desk.services.log), run: (work: (signal: AbortSignal) => Promise<void>) => void afterwards.push(work) };
    await handlersFor(desk.services, after).message(turnOf(as, { activityId: randomUUID(), text: words, file: { name: 'a.csv', downloadUrl: 'https://nhs.example/f' } }));
    await runDue(desk, 'deliver-post');
    for (const work of afterwards) await work(new AbortController().signal);
    await runDue(desk, 'deliver-post');
    return shown.findLast(({ to }) => to === `a:${as}`) ?? assert.fail();
  }
  const audience = async () => (await desk.store.notices.find(noticeId))?.audience;

  it('is shown with its numbers and its columns, and is that of the draft', async () => {
    await draft();
    const card = await send('Organisation,ODS Code,connections,contact\r\nAshdown,zz101,12,Sam\r\nHarbour,ZZ202,3,\r\n', { words: 'the audience for TLS' });
    assert.equal(card.heading, 'Audience set: 2 organisations, 3 people would get it in their own chat');
    assert.deepEqual(card.lines.slice(1, 4), ['Columns you can use in the text: {Organisation}, {connections} and {contact}.', 'Not used in the text: {Organisation} and {contact}.', 'Nothing is sent yet. Look at your draft again: its numbers have changed.']);
    assert.deepEqual(await audience(), { channels: [], people: 'las', organisations: ['ZZ101', 'ZZ202'], merge: { ZZ101: { Organisation: 'Ashdown', connections: '12', contact: 'Sam' }, ZZ202: { Organisation: 'Harbour', connections: '3', contact: '' } } });
  });

  it('says of each row that is left out why, by its number', async () => {
    await draft();
    const { lines } = await send('ODS code;connections;connections\nZZ101;1;9\nZZ999;2;9\nzz101;3;9\n;4;9\nZZ404;5;9\nZZ998;6;9\n');
    assert.deepEqual(lines.slice(2, -1), [
      '**2 rows** left out: no such organisation here. Rows 3 and 7.', '**1 row** left out: no ODS code. Row 5.', '**1 row** left out: the organisation is in an earlier row. Row 4.',
      '**1 row** with no Local Administrator now: nobody there gets it unless one is added before it is sent. Row 6.', '**1 column** not read: without a name, with a name for the second time, or beyond 20.',
    ]);
    assert.deepEqual((await audience())?.merge, { ZZ101: { connections: '1' }, ZZ404: { connections: '5' } });
  });

  it('counts primary Local Administrators alone where the draft is for them', async () => {
    await draft({ audience: audienceOf({ people: 'primary-las' }) });
    assert.match((await send('ODS code,connections\nZZ101,1\nZZ202,2\n')).heading, /2 organisations, 1 person/);
  });

  it('is read by everybody with the row of their own organisation and no other', async () => {
    await draft();
    await send('ODS code,connections\nZZ101,12\nZZ202,3\n');
    shown = [];
    await desk.store.transaction(async tx => {
      const notice = advanceNotice((await tx.notices.lock(noticeId)) ?? assert.fail(), { is: 'finished', needsApproval: false, sendAt: null }, desk.clock.calendar());
      await saveNotice(tx, desk.services, notice ?? assert.fail(), { actorId: 'chloe', action: 'notice-scheduled' });
    });
    await runDue(desk, 'begin-notice', 'send-notice');
    assert.deepEqual(Object.fromEntries(shown.map(({ to, lines }) => [to, lines[0]])), { 'a:priya': 'You have 12 connections.', 'a:tom': 'You have 12 connections.', 'a:lena': 'You have 3 connections.' });
  });

  it('takes a draft back that waits for approval: somebody would answer for other people', async () => {
    await draft({ state: 'awaiting-approval' });
    await send('ODS code,connections\nZZ101,12\n');
    assert.equal((await desk.store.notices.find(noticeId))?.state, 'draft');
  });

  it('is for the newest draft of whoever sends it, and for nothing that is on its way', async () => {
    await draft({ composedBy: 'cora' });
    await draft({ id: randomUUID(), state: 'scheduled' });
    assert.match((await send('ODS code,connections\nZZ101,12\n')).heading, /^Not used: you have no draft/);
    assert.deepEqual((await audience())?.merge, null);
  });

  const wrong: [what: string, text: string, heading: RegExp][] = [
    ['has no column of codes', 'Organisation,connections\nAshdown,1\n', /^Not used: one column must be named ODS code/],
    ['has two', 'ODS code,organisation code\nZZ101,ZZ101\n', /^Not used: one column must be named ODS code/],
    ['names no organisation of ours', 'ODS code\nZZ999\n', /^Not used: no row has an organisation of ours/],
    ['is a workbook', 'PK\u0003\u0004[Content_Types].xml', /^We could not read this audience/],
    ['is empty', '', /^Not used|^We could not read/],
    ['is too long', `ODS code\n${'ZZ101\n'.repeat(5_001)}`, /^We could not read this audience/],
  ];
  for (const [what, text, heading] of wrong) {
    it(`changes nothing where the file ${what}`, async () => {
      await draft();
      assert.match((await send(text)).heading, heading);
      assert.deepEqual(await audience(), audienceOf({}));
    });
  }

  it('changes nothing where the file cannot be fetched', async () => {
    await draft();
    assert.match((await send('ODS code\nZZ101\n', { isAway: true })).heading, /^We could not read this audience/);
    assert.deepEqual(await audience(), audienceOf({}));
  });

  it('is read from communications officers only', async () => {
    await draft();
    for (const as of ['priya', 'dan', 'noor']) {
      await desk.store.transaction(tx => tx.conversations.remember(personal(as), desk.clock.calendar()));
      assert.match((await send('ODS code\nZZ101\n', { as })).heading, /^Not read: an audience is for communications officers/);
    }
    assert.equal((await audience())?.merge, null);
  });
});
