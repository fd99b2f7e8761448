// Every cell of permissions.txt of what readers choose and tell us, pressed through the gate and the adapter.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { audienceVerbs, called, pressEveryCell, refuseForged, type AudienceVerb, type Pressing } from './desk-harness.ts';
import type { Person } from './expected.ts';
import { openStage, type Place, type Stage } from './press-stage.ts';

describe('every cell of what readers choose and tell us', function () {
  this.timeout(300_000);
  let stage: Stage;
  before(async () => void (stage = await openStage()));
  after(() => stage.close());

  const bound = (verb: AudienceVerb, id: string, person: Person, place: Place) => ({ id, nonce: stage.nonce({ id, version: 1, verb, reader: stage.readerOf(place, person) }) });

  async function traces(): Promise<string> {
    const { rows } = await sql`select (select count(*)::int from post) as posts, (select count(*)::int from audit) as audit,
      (select md5(string_agg(p::text, '' order by person_id)) from notice_preference p) as preferences`.execute(stage.desk.connection.db);
    return JSON.stringify(rows);
  }

  const pressings: Record<AudienceVerb, (person: Person, place: Place) => Promise<Pressing>> = {
    'notices.preferences': () => Promise.resolve({ data: {}, hadEffect: answer => Promise.resolve('heading' in answer && answer.heading.startsWith('You get')) }),
    'notices.prefer': async (person, place) => {
      const before = await traces();
      const isOff = (await stage.desk.store.preferences.of(person.id))?.off.includes('news') === true;
      return { data: { ...bound('notices.prefer', randomUUID(), person, place), set: `news ${isOff ? 'on' : 'off'}` }, hadEffect: async () => (await traces()) !== before };
    },
  };

  pressEveryCell(audienceVerbs, () => ({ stage, pressings, traces }));
  refuseForged(audienceVerbs.filter(verb => verb !== 'notices.preferences'), () => called('R'), () => ({ stage, pressings, traces }));
});
