// Steps of the walk over the whole life of a request and of the one that follows it, over a weekend on which the clocks change, with either helpdesk on either database: submitted, held by an
// incident, resumed, resolved with two unconfirmed, re-opened, resolved, nudged, closed, followed by a new one about one more person, resolved, and undone before it closes.
import assert from 'node:assert/strict';
import { factsOf, headingOf, saidOn, verbsOn } from './card-reading.ts';
import type { Chat, Message } from './chat.ts';
import { onPostgres, openPostgresStore, ownDatabaseUrl } from './database.ts';
import { isWhole } from './environment.ts';
import { exclude, excludeNoMore } from './portal.ts';
import { sendList, submit } from './requesting.ts';
import { serviceNowSide } from './servicenow.ts';
import { startWorld, type World } from './world.ts';

type Season = { name: string; friday: string; aim: string; resumedAim: RegExp };
const seasons: readonly [Season, Season] = [
  { name: 'the clocks going back', friday: '2022-10-28T09:00:00Z', aim: 'Saturday 29 October 2022, 10am', resumedAim: /Tuesday 1 November 2022, 9am/ },
  { name: 'the clocks going forward', friday: '2023-03-24T10:00:00Z', aim: 'Saturday 25 March 2023, 10am', resumedAim: /Tuesday 28 March 2023, 11am/ },
];
const hour = 3_600_000;

/** What is the same for each world. */
function walk(start: () => Promise<World>, season: Season, helpdesk: 'servicenow' | undefined): void {
  let world: World;
  let chat: Chat;
  let dan: Chat;
  let resolvers: Chat;
  let people: string[] = [];
  let first: { of: Message; reference: string };
  let second: { of: Message; reference: string };
  let ticket = '';

  before(async () => {
    world = await start();
    await world.wind({ to: season.friday });
    await world.faults({ staleReadsMs: 0 });
    await world.startBot();
    [chat, dan, resolvers] = [await world.person('priya').chat(), await world.person('dan').chat(), await world.resolvers()];
    await chat.card(/^Ready/);
    people = await world.makePeople(60, 'ZZ101', 'life');
  });
  after(() => world.stop());

  const own = (heading: RegExp, request = first) => chat.card(heading, { of: request.of });
  const atResolvers = (state: string, { reference } = first) => resolvers.card(new RegExp(`^${state}: ${reference}\\b`));
  const mark = async (request = first) => resolvers.press(await atResolvers('Waiting for the Portal', request), 'request.portal-marked');
  const joined = async (addresses: readonly string[]) => {
    const members = new Set((await world.group()).members);
    return (await Promise.all(addresses.map(address => world.directoryPerson(address)))).filter(({ id }) => members.has(id)).length;
  };
  const side = () => serviceNowSide(world.sandbox);
  /** Where the helpdesk is ServiceNow, the ticket follows. */
  const ticketIn = async (state: string, { reference } = first) => (helpdesk === 'servicenow' ? side().find(one => one.short_description.startsWith(`${reference}:`) && one.state === state, `${reference} in state ${state}`) : null);

  it('is submitted, and aims at 24 hours later', async () => {
    const of = await sendList(chat, people);
    first = { of, reference: (await submit(chat, of)).reference };
    const status = await chat.cardOf(of, card => /ticket INC\d+\./.test(saidOn(card)), 'the ticket number');
    assert.match(saidOn(status.card), new RegExp(`We aim to finish by ${season.aim}`));
    ticket = /ticket (INC\d+)\./.exec(saidOn(status.card))?.[1] ?? '';
    await ticketIn('1');
  });

  it('is held by an incident over the weekend, with its clock stopped', async () => {
    await dan.say('open incident');
    await dan.press(await dan.card(/^Not open yet/), 'incident.open', { kind: 'incident', reference: 'INC31020388', title: 'slow sign-in', link: '', scope: 'all' });
    await own(/^On hold because of incident INC31020388$/);
    await ticketIn('3');
    await world.wind({ by: 72 * hour });
    assert.doesNotMatch((await chat.messages()).map(({ text }) => text).join('\n'), /is late/);
  });

  it('resumes by itself when the incident ends, with the time that was left', async () => {
    await resolvers.press(await resolvers.card(/^Open: incident INC31020388/), 'incident.end');
    await world.wind({ by: 60_000 });
    assert.match(saidOn((await own(/^Submitted: 60 people/)).card), season.resumedAim);
    await ticketIn('1');
  });

  it('is resolved with two unconfirmed, which a resolver accepts', async () => {
    await exclude(world, people.slice(0, 2));
    await resolvers.press(await atResolvers('New'), 'request.start');
    await own(/^Confirming: MFA applied to 60 people, 58 confirmed$/);
    await ticketIn('2');
    await mark();
    await world.wind({ by: 10 * 60_000 });
    const late = await resolvers.cardOf(await atResolvers('Confirming'), card => verbsOn(card).includes('request.accept'), 'Accept on the card');
    await resolvers.press(late, 'request.accept');
    const resolved = await own(/^Resolved: 58 of 60 people have MFA, 2 not confirmed$/);
    assert.deepEqual(factsOf(resolved.card).map(([count]) => count), ['58', '60', '2']);
    await ticketIn('6');
  });

  it('is re-opened, and resolved with everybody', async () => {
    await excludeNoMore(world, people.slice(0, 2));
    await chat.press(await own(/^Resolved/), 'request.reopen');
    await own(/^Confirming: MFA applied to 60 people, 60 confirmed$/);
    await ticketIn('2');
    await mark();
    await own(/^Resolved: all 60 people have MFA$/);
    await ticketIn('6');
  });

  it('is nudged a day before it closes, once, and closed', async () => {
    await world.wind({ by: 49 * hour });
    await world.wind({ by: 24 * hour });
    const nudges = (await chat.messages()).filter(({ text }) => text.startsWith(`${first.reference} closes on`));
    assert.equal(nudges.length, 1);
    const closed = await own(/^Closed on /);
    assert.match(saidOn(closed.card), new RegExp(`start a new request: it quotes ${ticket} for you`));
    assert.ok(!verbsOn(closed.card).includes('request.reopen'));
    await ticketIn('7');
  });

  it('is followed by a new request with one new person, which quotes the old ticket', async () => {
    const [added = ''] = await world.makePeople(1, 'ZZ101', 'later');
    const closed = await own(/^Closed on /);
    const form = await chat.press(closed, 'request.follow-up');
    assert.equal(form.heading, `Not checked yet: a new request about ${first.reference}`);
    await chat.press(form, 'request.follow-up-check', { again: 'true', addresses: added });
    const report = await chat.card(/^Checked, not submitted: 1 of 61 people would get MFA$/);
    assert.match(saidOn(report.card), new RegExp(`Of the 60 who already have MFA|All 60 have it from ${first.reference}, so nothing is done twice`));
    second = { of: report, reference: (await submit(chat, report)).reference };
    people.push(added);
    const status = await chat.cardOf(report, card => /ticket INC\d+\./.test(saidOn(card)), 'the ticket number');
    assert.match(saidOn(status.card), new RegExp(`About ${first.reference}, ${ticket}\\.`));
    const raised = await ticketIn('1', second);
    if (raised !== null) assert.match(raised.description, new RegExp(`original incident reference ${ticket}`));
  });

  it('is resolved', async () => {
    await resolvers.press(await atResolvers('New', second), 'request.start');
    await own(/^Confirming: MFA applied to 1 person, 1 confirmed$/, second);
    await mark(second);
    await own(/^Resolved: 1 person has MFA$/, second);
    assert.equal(await joined(people), 61);
  });

  it('is undone before it closes: exactly the one whom it changed', async () => {
    await world.wind({ by: 30 * hour });
    const form = await chat.press(await own(/^Resolved: 1 person/, second), 'request.undo-form');
    await chat.press(form, 'request.undo', { reason: 'It was the wrong person' });
    await own(/^Undo asked: 1 person/, second);
    await resolvers.press(await atResolvers('Undo asked', second), 'request.start');
    await own(/^Confirming: MFA taken off 1 person, 1 confirmed$/, second);
    await mark(second);
    const undone = await own(/^Resolved: MFA taken off 1 person, 1 confirmed$/, second);
    assert.ok(!verbsOn(undone.card).includes('request.undo-form'));
    assert.deepEqual([await joined(people.slice(0, 60)), await joined(people.slice(60))], [60, 0]);
    assert.equal((await world.signIn(people.at(-1) ?? '')).asksForMfa, false);
    await ticketIn('6', second);
    await world.wind({ by: 73 * hour });
    assert.match(headingOf((await own(/^Closed on /, second)).card), /^Closed on /);
    await ticketIn('7', second);
  });
}

const settings = { SERVICENOW_POLL_SECONDS: '1' };

/** Over both changes of the clocks on both databases; by itself npm test walks over one, with the built-in helpdesk on the embedded database. */
export function wholeLife(helpdesk: 'servicenow' | undefined): void {
  describe(`a request’s whole life, with ${helpdesk ?? 'the built-in helpdesk'}`, function () {
    this.timeout(90_000).bail(true);
    for (const [column, season] of seasons.entries()) {
      if (!isWhole && (helpdesk !== undefined || column > 0)) continue;
      describe(`over ${season.name}, on PGlite`, () => walk(() => startWorld({ bot: false, ...(helpdesk && { helpdesk, settings }) }), season, helpdesk));
      if (isWhole) onPostgres(`over ${season.name}`, () => walk(async () => {
        await openPostgresStore();
        return startWorld({ bot: false, ...(helpdesk && { helpdesk }), settings: { ...settings, DATABASE_URL: ownDatabaseUrl() } });
      }, season, helpdesk));
    }
  });
}
