// Files: offered in the personal chat, made when accepted, for somebody who may still have them then.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { WorldError } from '../../src/errors.ts';
import { handleFileConsent } from '../../src/requests/offer-file.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { FileConsent } from '../../src/services.ts';
import { forMarkdown } from '../../src/words.ts';
import { openTestStore } from '../support/database.ts';
import { accessBy, addPeople, openDesk, press, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, confirming, submitted } from '../support/journey.ts';
import { laOf, noRoles, personal, saidBy } from '../support/requests.ts';

describe('files', () => {
  let desk: Desk;
  let sent: { to: string; content: Content }[];
  let rows: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    sent = [];
    desk.world.send = (to, content) => (sent.push({ to: to.id, content }), Promise.resolve({ is: 'sent', activityId: String(sent.length) }));
    rows = addressesOf(addPeople(desk, 60));
  });

  /** What was said since the last time, cards of the request left out. */
  async function said() {
    await runDue(desk, 'deliver-post');
    return sent.splice(0).filter(({ content }) => content.is !== 'card');
  }
  const offered = async () => (await said()).flatMap(({ to, content }) => (content.is === 'file-consent' ? [{ to, ...content }] : []));
  const consent = (context: Record<string, unknown>, personId: string, more: Partial<FileConsent> = {}): FileConsent => ({
    activityId: 'consent-1', conversation: personal(personId), personId, isAccepted: true, context,
    upload: { uploadUrl: 'https://nhs.example/put', contentUrl: 'https://nhs.example/file', name: 'R-2041 list.csv', uniqueId: 'u', fileType: 'csv' }, ...more,
  });
  const delivered = () => desk.world.delivered.map(bytes => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  const offerOf = async (request: ServiceRequest, verb = 'request.list', personId = 'priya') => {
    await press(desk, personId, verb, request, personId === 'dan' ? { in: resolvers(desk) } : {});
    return (await offered())[0] ?? assert.fail('nothing was offered');
  };

  describe('an offer', () => {
    it('of a check is both files: who is ready, and who is left out with what to do', async () => {
      const request = await checked(desk, [...rows, 'nobody@nhs.example']);
      await press(desk, 'priya', 'check.files', request);
      assert.deepEqual((await offered()).map(({ to, name, description }) => [to, name, description]).toSorted(), [
        ['a:priya', 'Check not included.csv', '1 row: not included of your check (MFA).'],
        ['a:priya', 'Check ready to send.csv', '60 rows: ready to send of your check (MFA).'],
      ]);
    });

    it('of nothing is not made', async () => {
      const request = await checked(desk, rows);
      await press(desk, 'priya', 'check.files', request);
      assert.deepEqual((await offered()).map(({ name }) => name), ['Check ready to send.csv']);
    });

    it('can be asked for again: a file declined or lost is offered with the next press', async () => {
      const request = await submitted(desk, rows);
      for (let i = 0; i < 3; i += 1) {
        assert.equal((await offerOf(request)).name, 'R-2041 list.csv');
        desk.clock.pass(6_000);
      }
    });

    it('asked for on two devices at once is made once, and the number with it', async () => {
      const request = await submitted(desk, rows);
      await Promise.all([1, 2, 3].map(() => press(desk, 'dan', 'request.details-to-me', request, { in: resolvers(desk) })));
      const all = await said();
      assert.deepEqual(all.map(({ content }) => content.is).toSorted(), ['file-consent', 'text']);
      assert.equal((await desk.store.audit.ofRequest(request.id)).filter(row => row.action === 'details-sent').length, 1);
    });

    it('pressed in the channel comes to the personal chat, which is started where there is none', async () => {
      const request = await confirming(desk, rows);
      for (const id of ['dan', 'amara']) {
        assert.equal(saidBy(await press(desk, id, 'request.details-to-me', request, { in: resolvers(desk) })), 'It is in your personal chat with LA Desk.');
        const all = await said();
        assert.ok(all.length === 2 && all.every(({ to }) => to === `a:${id}`), JSON.stringify(all));
        assert.match(JSON.stringify(all), /Priya Nair can be rung on \+447700900123/);
      }
    });

    it('shows a name as it is, whatever Markdown is in it', async () => {
      const request = await confirming(desk, rows);
      await desk.store.transaction(async tx => tx.requests.save({ ...((await tx.requests.lock(request.id)) ?? assert.fail()), requesterName: '[Priya](https://evil.example) *Nair*' }));
      await press(desk, 'dan', 'request.details-to-me', request, { in: resolvers(desk) });
      const texts = (await said()).flatMap(({ content }) => (content.is === 'text' ? [content.text] : []));
      assert.equal(texts.length, 1);
      assert.ok(texts[0]?.includes(`${forMarkdown('[Priya](https://evil.example) *Nair*')} can be rung on +447700900123.`), texts[0]);
      assert.doesNotMatch(texts[0] ?? '', /[^\\]\]\(/);
    });

    it('to somebody without the app says how to get it, and nothing is said anywhere', async () => {
      const request = await confirming(desk, rows);
      desk.world.startPersonal = () => Promise.resolve(null);
      assert.match(saidBy(await press(desk, 'amara', 'request.details-to-me', request, { in: resolvers(desk) })), /add LA Desk under Apps/);
      assert.deepEqual(await said(), []);
    });

    it('never lets the contact number reach anybody but a resolver, and is audited', async () => {
      const request = await confirming(desk, rows);
      for (const id of ['priya', 'tom', 'lena', 'noor']) await press(desk, id, 'request.details-to-me', request, { in: resolvers(desk) });
      assert.deepEqual(await said(), []);
      await press(desk, 'dan', 'request.details-to-me', request, { in: resolvers(desk) });
      assert.equal((await desk.store.audit.ofRequest(request.id)).filter(row => row.action === 'details-sent' && row.actor_id === 'dan').length, 1);
    });

    for (const [verb, allowed] of [['request.list', ['priya', 'tom']], ['request.outcome', ['priya', 'tom', 'dan']]] as const) {
      it(`of ${verb} is for ${allowed.join(', ')} only`, async () => {
        const request = await confirming(desk, rows);
        for (const id of ['priya', 'tom', 'dan', 'lena', 'noor']) {
          await press(desk, id, verb, request);
          assert.equal((await offered()).length, allowed.some(name => name === id) ? 1 : 0, id);
        }
      });
    }
  });

  describe('an accepted file', () => {
    it('is delivered, shown as a card, and audited', async () => {
      const request = await submitted(desk, rows);
      await handleFileConsent(desk.services, consent((await offerOf(request)).context, 'priya'));
      assert.equal(delivered()[0]?.split('\r\n').length, 62);
      assert.deepEqual((await said()).map(({ to, content }) => [to, content.is]), [['a:priya', 'file']]);
      assert.equal((await desk.store.audit.ofRequest(request.id)).at(-1)?.action, 'file-delivered');
    });

    it('says what is true when it is accepted, not when it was offered', async () => {
      const request = await confirming(desk, rows);
      const offer = await offerOf(request, 'request.outcome');
      desk.world.excluded.add('person-001');
      await desk.store.effects.saveConfirmations(request.id, 1, [], desk.clock.calendar());
      await handleFileConsent(desk.services, consent(offer.context, 'priya'));
      assert.equal(delivered()[0]?.match(/"confirmed"/g)?.length, 60);
    });

    for (const [name, id, roles] of [['lost the role', 'priya', noRoles], ['moved to another organisation', 'priya', laOf('ZZ202')], ['is somebody else', 'lena', laOf('ZZ202')], ['is nobody', 'noor', noRoles]] as const) {
      it(`is not delivered to somebody who ${name}`, async () => {
        const request = await submitted(desk, rows);
        const { context } = await offerOf(request);
        desk.world.roles.set(id, roles);
        await handleFileConsent(desk.services, consent(context, id));
        assert.deepEqual(delivered(), []);
      });
    }

    const failures: [string, (failing: Desk) => void][] = [
      ['the directory is away', ({ services }) => { services.access = accessBy(() => Promise.reject(new WorldError('unavailable', 'away'))); }],
      ['it cannot be put there', ({ services }) => { services.uploads.deliver = () => Promise.reject(new WorldError('refused', 'no')); }],
      ['we are at fault', ({ services }) => { services.uploads.deliver = () => Promise.reject(new TypeError('x is undefined')); }],
    ];
    for (const [why, fail] of failures) {
      it(`that cannot be sent because ${why} says so`, async () => {
        const { context } = await offerOf(await submitted(desk, rows));
        fail(desk);
        await handleFileConsent(desk.services, consent(context, 'priya'));
        assert.deepEqual((await said()).map(({ content }) => content), [{ is: 'text', text: 'The file could not be sent. Press the button again.' }]);
      });
    }

    it('without a place to put it says so', async () => {
      const { context } = await offerOf(await submitted(desk, rows));
      await handleFileConsent(desk.services, consent(context, 'priya', { upload: null }));
      assert.deepEqual((await said()).map(({ content }) => content), [{ is: 'text', text: 'The file could not be sent. Press the button again.' }]);
    });

    it('is not delivered once its check is deleted: no file of nothing but a header', async () => {
      const request = await checked(desk, rows);
      const { context } = await offerOf(request, 'check.files');
      await press(desk, 'priya', 'check.delete', request);
      await handleFileConsent(desk.services, consent(context, 'priya'));
      assert.deepEqual(delivered(), []);
      assert.match(JSON.stringify(await said()), /This file is no longer kept/);
    });

    it('is not delivered once its request is forgotten, and that is said', async () => {
      const request = await submitted(desk, rows);
      const { context } = await offerOf(request);
      await desk.store.requests.forget(request.id);
      await handleFileConsent(desk.services, consent(context, 'priya'));
      assert.deepEqual([delivered(), (await said()).map(({ content }) => (content.is === 'text' ? content.text.slice(0, 27) : content.is))], [[], ['This file is no longer kept']]);
    });

    for (const [name, context] of [
      ['none', {}],
      ['another file', { requestId: '00000000-0000-4000-8000-000000000000', file: '../roster', verb: 'request.list' }],
      ['a verb that lets anybody', { requestId: '00000000-0000-4000-8000-000000000000', file: 'list', verb: 'request.refresh' }],
      ['no id', { requestId: 'x', file: 'list', verb: 'request.list' }],
    ] as const) {
      it(`with a context that is not ours does nothing: ${name}`, async () => {
        await handleFileConsent(desk.services, consent(context, 'priya'));
        assert.deepEqual([delivered(), await said()], [[], []]);
      });
    }

    it('cannot be turned into another file by changing the context', async () => {
      const request = await submitted(desk, rows);
      await handleFileConsent(desk.services, consent({ requestId: request.id, file: 'list', verb: 'request.outcome' }, 'dan'));
      assert.deepEqual(delivered(), []);
    });
  });

  describe('a file', () => {
    const fileOf = async (request: ServiceRequest, file: string, verb: string) => {
      desk.world.delivered.length = 0;
      await handleFileConsent(desk.services, consent({ requestId: request.id, file, verb }, 'priya'));
      return delivered()[0] ?? '';
    };

    it('opens in a spreadsheet as text, whatever was in the cell', async () => {
      const request = await checked(desk, [...rows, { address: '=HYPERLINK("https://evil.example")', fileCause: 'bad-address' }, { address: '+44,"x"', fileCause: 'bad-address' }, { address: '@SUM(A1)', fileCause: 'bad-address' }]);
      const text = await fileOf(request, 'left-out', 'check.files');
      assert.match(text, /"'=HYPERLINK\(""https/);
      assert.match(text, /"'\+44,""x"""/);
      assert.match(text, /"'@SUM\(A1\)"/);
      assert.ok(text.startsWith('\uFEFF"Row","EmailAddress","Reason","What to do"\r\n'));
    });

    it('of the outcome has a line for every row of the upload, in its order', async () => {
      const all = [...rows, 'nobody@nhs.example', rows[0] ?? ''];
      const request = await confirming(desk, all);
      const lines = (await fileOf(request, 'outcome', 'request.outcome')).trimEnd().split('\r\n').slice(1);
      assert.deepEqual(lines.map(line => Number(/^"(\d+)"/.exec(line)?.[1])), all.map((_, i) => i + 2));
      assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['"2","person-001@nhs.example","confirmed",', '"62","nobody@nhs.example","left out","not found"', '"63","person-001@nhs.example","left out","the same person as row 2"']);
    });
  });
});
