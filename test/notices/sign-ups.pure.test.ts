// Places and the waiting list, whatever people press in whatever order; and the form and the card of a sign-up.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answersTo, remindersOf, signUp, type SignUpFacts } from '../../src/notices/kinds/sign-up.ts';
import { answerFacts } from '../../src/notices/sign-up-counts.ts';
import { countsOf, join, leave, type SignUp } from '../../src/notices/sign-ups.ts';
import { aSignUp } from '../support/notices.ts';
import { at } from '../support/requests.ts';

const applied = (all: readonly SignUp[], saved: readonly SignUp[]): SignUp[] => [...all.filter(one => !saved.some(({ personId }) => personId === one.personId)), ...saved];
const people = ['a', 'b', 'c', 'd', 'e', 'f'];
const presses = fc.array(fc.record({ who: fc.constantFrom(...people), does: fc.constantFrom('join', 'join', 'leave'), choice: fc.constantFrom('one', 'two') }), { maxLength: 40 });

describe('places and the waiting list', () => {
  it('never give more places than there are, leave none empty while somebody waits, and move up whoever waited longest', () => {
    fc.assert(fc.property(fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }), presses, (places, pressed) => {
      let all: SignUp[] = [];
      for (const { who, does, choice } of pressed) {
        const waited = all.filter(({ state }) => state === 'waiting').toSorted((x, y) => x.n - y.n);
        const { saved, movedUp, became } = does === 'join' ? join(all, who, choice, places) : leave(all, who);
        all = applied(all, saved);
        const { in: have, waiting } = countsOf(all);
        assert.ok(places === null ? waiting === 0 : have <= places && (waiting === 0 || have === places));
        assert.equal(new Set(all.map(({ n }) => n)).size, all.length);
        assert.equal(became ?? 'out', all.find(({ personId }) => personId === who)?.state ?? 'out');
        if (movedUp !== null) assert.deepEqual([movedUp.personId, does], [waited[0]?.personId, 'leave']);
      }
    }));
  });

  it('take the same press twice for one', () => {
    fc.assert(fc.property(presses, pressed => {
      const run = (times: number) => pressed.reduce<SignUp[]>((all, { who, does, choice }) => {
        let now = all;
        for (let count = 0; count < times; count++) now = applied(now, (does === 'join' ? join(now, who, choice, 2) : leave(now, who)).saved);
        return now;
      }, []);
      assert.deepEqual(run(2), run(1));
    }));
  });

  it('put whoever comes back at the end', () => {
    const all = ['a', 'b', 'c'].reduce<SignUp[]>((now, who) => applied(now, join(now, who, '', 1).saved), []);
    const left = applied(all, leave(all, 'b').saved);
    const back = applied(left, join(left, 'b', '', 1).saved);
    assert.equal(leave(back, 'a').movedUp?.personId, 'c');
  });
});

describe('what is counted for officers', () => {
  const answered = (...states: [choice: string, state: SignUp['state']][]): SignUp[] => states.map(([choice, state], n) => ({ personId: `${n}`, choice, state, n }));
  const rows: [what: string, of: Partial<SignUpFacts>, all: SignUp[], says: string[]][] = [
    ['nobody yet', {}, [], ['0 signed up']],
    ['places and a waiting list', { places: 1 }, answered(['Sign me up', 'in'], ['Sign me up', 'waiting'], ['Sign me up', 'out']), ['1 of 1 places taken', '1 on the waiting list', '1 took it back']],
    ['each choice, of those who have a place', { places: 2, options: ['Tue*day', 'Thursday'] }, answered(['Tue*day', 'in'], ['Tue*day', 'in'], ['Thursday', 'waiting']), ['2 of 2 places taken', '2 chose Tue\\*day', '0 chose Thursday', '1 on the waiting list']],
    ['a choice that a correction took away', { options: ['Thursday'] }, answered(['Tuesday', 'in'], ['Thursday', 'in']), ['2 signed up', '1 chose Thursday', '1 chose Tuesday, which is no longer a choice']],
    ['a survey elsewhere', { link: 'https://s.example' }, answered(['I have answered', 'in']), ['1 answered']],
  ];
  for (const [what, of, all, says] of rows) it(what, () => assert.deepEqual(answerFacts(aSignUp(of), all).map(({ title, value }) => `${title} ${value}`), says));
});

describe('a sign-up', () => {
  const now = at('2022-09-20T09:00:00Z');
  const typed = { title: 'Digital Heroes', text: 'Help colleagues.', closesOn: '2022-10-07', places: '', options: '', link: '' };
  const read = (more: Partial<typeof typed>) => signUp.read({ ...typed, ...more }, now, null);

  it('closes at 5pm in London on its day', () => assert.deepEqual(read({ closesOn: '2022-11-04', places: '30', options: ' one \n\ntwo\none' }), { facts: aSignUp({ title: 'Digital Heroes', text: 'Help colleagues.', closesAt: '2022-11-04T17:00:00.000Z', places: 30, options: ['one', 'two'] }) }));
  const wrong: [what: string, more: Partial<typeof typed>, says: RegExp][] = [
    ['a day that is over', { closesOn: '2022-09-19' }, /has to be to come/], ['no day', { closesOn: '' }, /has to be to come/], ['places in words', { places: 'ten' }, /in figures/], ['no places', { places: '0' }, /Enter what it is/],
    ['five choices', { options: '1\n2\n3\n4\n5' }, /at most 4 choices/], ['a link that is not safe', { link: 'http://x.example' }, /https/],
  ];
  for (const [what, more, says] of wrong) it(`is not read with ${what}`, () => { const problem = read(more); assert.match('problem' in problem ? problem.problem : '', says); });

  it('that has closed is corrected without being opened again, and opened again by another day', () => {
    const [closed, later] = [aSignUp({ title: 'Digital Heros', isClosed: true }), at('2022-10-10T09:00:00Z')];
    const corrected = (closesOn: string) => signUp.read({ ...typed, closesOn }, later, closed);
    assert.deepEqual(corrected('2022-10-07'), { facts: aSignUp({ title: 'Digital Heroes', text: 'Help colleagues.', isClosed: true }) });
    assert.deepEqual(corrected('2022-10-14'), { facts: aSignUp({ title: 'Digital Heroes', text: 'Help colleagues.', closesAt: '2022-10-14T16:00:00.000Z' }) });
  });

  it('reminds a week and two days before, at 10am on either side of a change of the clocks', () => assert.deepEqual(remindersOf(aSignUp({ closesAt: '2022-11-01T17:00:00.000Z' })).map(date => date.toISOString()), ['2022-10-25T09:00:00.000Z', '2022-10-30T10:00:00.000Z']));
  it('is answered by its choices, by signing up, or by having answered elsewhere', () => assert.deepEqual([aSignUp({ options: ['x'] }), aSignUp(), aSignUp({ link: 'https://s.example' })].map(answersTo), [['x'], ['Sign me up'], ['I have answered']]));
  it('says on its card that it is closed, by the clock and by its facts', () => {
    const heads = [signUp.face(aSignUp(), now), signUp.face(aSignUp(), at('2022-10-07T16:00:00Z')), signUp.face(aSignUp({ isClosed: true }), now)];
    assert.deepEqual(heads.map(({ heading, answers }) => [heading.split(':')[0], answers?.length ?? 0]), [['Open', 1], ['Closed', 0], ['Closed', 0]]);
  });
});
