// The documents hold: links lead somewhere, settings and metrics exist, permissions are those the code names, decisions are numbered.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schema } from '../src/config.ts';
import { kinds } from '../src/kinds/grid.ts';

const root = new URL('..', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const inFolder = (folder: string): string[] => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
const documents = [...inFolder('.'), ...inFolder('docs'), ...inFolder('docs/decisions')];
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, first]) => first ?? '');

describe('the documents', () => {
  for (const path of documents) {
    it(`${path} has links that lead somewhere`, () => {
      const links = found(read(path), /\]\(([^)#]+)\)/g).filter((link) => !/^https?:/.test(link));
      assert.deepEqual(links.filter((link) => !existsSync(join(root, dirname(path), link))), []);
    });
  }

  it('name only files of the source that are there', () => {
    const named = documents.flatMap((path) => found(read(path), /`((?:src|test|docs|cards|manifest)\/[\w/.-]+\.\w+)`/g));
    const made = ['manifest/la-desk.zip'];
    assert.deepEqual(named.filter((path) => !made.includes(path) && !/[<N]/.test(path) && !existsSync(join(root, path))), []);
  });

  it('name only settings and metrics that exist', () => {
    const elsewhere = ['SANDBOX_DATA', 'SANDBOX_PORT', 'SANDBOX_HELPDESK', 'TEST_DATABASE_URL', 'CHAOS_PORTION', 'CHAOS_SEED', 'ADDRESS', 'RULE_NAMES', 'NNNN', 'PATH', 'MESSAGE'];
    const settings = documents.filter((path) => !path.includes('decisions')).flatMap((path) => found(read(path), /`([A-Z][A-Z]+(?:_[A-Z]+)+)/g));
    assert.deepEqual(settings.filter((name) => !Object.hasOwn(schema.shape, name) && !elsewhere.includes(name)), []);
    const metrics = read('src/jobs/metrics.ts') + read('src/main.ts');
    assert.deepEqual(found(read('docs/operating.md'), /`(la_desk_\w+)`/g).filter((name) => !metrics.includes(`'${name}'`)), []);
  });

  it('give every kind the permissions it needs, under its identity', () => {
    const table = read('docs/security.md');
    for (const { name, identity, permissions } of Object.values(kinds)) {
      const row = table.split('\n').find((line) => line.startsWith(`| ${identity}`)) ?? '';
      assert.deepEqual(permissions.filter((permission) => !row.includes(permission)), [], name);
    }
  });

  it('ask for the same permissions in README, security and .env.example', () => {
    const asked = (path: string) => [...new Set(found(read(path), /\b([A-Z]\w+(?:\.\w+)*\.(?:All|Directory))\b/g))].sort();
    assert.deepEqual(asked('README.md'), asked('docs/security.md'));
    assert.deepEqual(asked('.env.example'), asked('docs/security.md'));
  });

  it('number decisions without a gap', () => {
    const numbers = inFolder('docs/decisions').map((path) => Number(/(\d{4})-/.exec(path)?.[1])).sort((a, b) => a - b);
    assert.deepEqual(numbers, numbers.map((_, index) => index + 1));
  });

  it('carry no path of a machine and nobody real', () => {
    const wrong = [...documents, '.env.example', '.ci/run', '.ci/setup.mjs'].filter((path) => /\/home\/\w|\/root\/|\/Users\/|[a-z]+\.[a-z]+[0-9]*@nhs\.net/.test(read(path)));
    assert.deepEqual(wrong, []);
  });
});
