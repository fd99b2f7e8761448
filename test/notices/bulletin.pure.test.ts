// The bulletin: what is under which heading, and what its form takes.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import { gatheredBulletin } from '../../src/notices/kinds/bulletin.ts';
import { factsOf, typed } from '../support/notice-kinds.ts';
import { at } from '../support/requests.ts';

const { bulletin } = noticeKinds;
const composed = at('2022-09-30T08:00:00Z');
const face = (more: Record<string, string>) => bulletin.face(factsOf('bulletin', { ...typed.bulletin, ...more }, '2022-09-30T08:00:00Z'), composed);

describe('the bulletin', () => {
  it('has what is under its headings, in their order, and as of when it is correct', () => {
    const { speak, sections, subtle } = face({});
    assert.deepEqual([speak, subtle], ['LA bulletin, Friday 30 September 2022: 1 thing to be actioned.', 'Correct at the time of publishing, Friday 30 September 2022.']);
    assert.deepEqual(sections.map(({ title, lines }) => [title, lines.length]), [['To be actioned', 1], ['Coming soon', 2], ['Live', 1]]);
  });

  it('leaves out a heading with nothing under it', () => {
    const { speak, sections } = face({ actioned: '', soon: ' \n' });
    assert.deepEqual([speak, sections.map(({ title }) => title)], ['LA bulletin, Friday 30 September 2022: nothing to be actioned.', ['Live']]);
  });

  it('shows what was typed as text', () => assert.deepEqual(face({ actioned: '- **Press** [here](https://evil.example)', soon: '', live: '' }).sections[0]?.lines, ['\\*\\*Press\\*\\* \\[here\\]\\(https\\:\\/\\/evil\\.example\\)']));

  it('asks again for one with nothing in it, and for too much', () => {
    for (const more of [{ actioned: '', soon: '', live: '' }, { live: 'one\n'.repeat(16) }, { live: 'x'.repeat(301) }, { day: '' }]) assert.ok('problem' in bulletin.read({ ...typed.bulletin, ...more }, composed, null));
  });

  it('begins with what was gathered, which the officer may edit or drop', () => {
    const fields = bulletin.fields(gatheredBulletin(composed, [{ part: 'soon', words: 'Planned: Linden 1.0' }, { part: 'live', words: 'Resolved: slow sign-in' }, { part: 'soon', words: 'Retiring: CVI' }]), composed);
    assert.deepEqual(Object.fromEntries(fields.map(({ id, value }) => [id, value])), { day: '2022-09-30', intro: '', actioned: '', soon: 'Planned: Linden 1.0\nRetiring: CVI', live: 'Resolved: slow sign-in', link: '' });
  });
});
