// The house's rules as tests: who may import whom, cards and verbs and jobs that belong together, sizes, settings, migrations.
import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { schema } from '../src/config.ts';
import { deskRules, rules as permissions } from '../src/access/permissions.ts';
import { jobs, exhausted, verbs } from '../src/routes.ts';
import { samples } from './cards/samples.ts';

const root = new URL('..', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => relative(root, join(entry.parentPath, entry.name)));

const sources = filesIn('src', '.ts');
const benchmarks = filesIn('bench', '.ts');
const importsOf = (path: string): { from: string; isType: boolean }[] =>
  [...read(path).matchAll(/^(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)';/gm)].map(([, , type, from]) => ({ from: from ?? '', isType: type !== undefined }));

/** src/requests/x.ts -> requests; src/main.ts -> its own name. */
const place = (path: string) => {
  const [, first = '', ...rest] = path.split('/');
  return rest.length > 0 ? first : first.replace(/\.ts$/, '');
};
const target = (path: string, from: string) => relative(root, join(root, path, '..', from));

const features = ['intake', 'requests', 'kinds', 'notices', 'access'];
const edges = ['teams', 'graph', 'helpdesk', 'portal', 'store', 'jobs'];
const shared = ['errors', 'services', 'cards', 'words', 'schedule', 'dispatch', 'lately', 'people-first'];
/** Nouns that edges may know: the shapes that rows hold. */
const nouns = ['src/requests/service-request.ts', 'src/requests/incident.ts', 'src/notices/audience.ts', 'src/notices/notice.ts'];

/** What a file may import, by where it is. Types may come from anywhere that a shape is defined. */
const mayImport: Record<string, string[]> = {
  ...Object.fromEntries(features.map(feature => [feature, [...features, ...shared]])),
  ...Object.fromEntries(edges.map(edge => [edge, [edge, ...shared]])),
};

const packagesOnlyIn: Record<string, string[]> = {
  botbuilder: ['teams'],
  'botframework-connector': ['teams'],
  restify: ['teams'],
  jose: ['teams'],
  '@microsoft/microsoft-graph-client': ['graph'],
  kysely: ['store', 'jobs'],
  pg: ['store'],
  '@electric-sql/pglite': ['store', 'jobs'],
  'pg-boss': ['jobs'],
  '@azure/identity': ['world'],
};

describe('the structure', () => {
  it('has every test file run by npm test, once', () => {
    const { scripts: { test } } = z.object({ scripts: z.object({ test: z.string() }) }).parse(JSON.parse(read('package.json')));
    const run = [...test.matchAll(/'([^']+)'/g)].flatMap(([, pattern = '']) => globSync(pattern, { cwd: root }));
    assert.deepEqual(run.sort(), filesIn('test', '.test.ts').sort());
  });

  it('lets arrows point one way only', () => {
    const wrong: string[] = [];
    for (const path of sources.filter(source => place(source) !== 'sandbox')) {
      const allowed = mayImport[place(path)];
      for (const { from, isType } of importsOf(path)) {
        if (!from.startsWith('.')) continue;
        const to = target(path, from);
        if (place(to) === 'sandbox') wrong.push(`${path} imports ${to}`);
        if (allowed === undefined || nouns.includes(to)) continue;
        if (!allowed.includes(place(to)) && !isType) wrong.push(`${path} imports ${to}`);
        if (edges.includes(place(path)) && features.includes(place(to)) && !isType) wrong.push(`${path} imports ${to}`);
      }
    }
    assert.deepEqual([...new Set(wrong)], []);
  });

  it('keeps the sandbox a program of its own', () => {
    const wrong = sources.filter(path => place(path) === 'sandbox').flatMap(path => importsOf(path).filter(({ from }) => from.startsWith('.') && place(target(path, from)) !== 'sandbox').map(({ from }) => `${path} imports ${from}`));
    assert.deepEqual(wrong, []);
  });

  it('keeps each library where it belongs', () => {
    const wrong = sources
      .filter(path => place(path) !== 'sandbox')
      .flatMap(path => importsOf(path).filter(({ from }) => packagesOnlyIn[from] && !packagesOnlyIn[from].includes(place(path))).map(({ from }) => `${path} imports ${from}`));
    assert.deepEqual(wrong, []);
  });

  it('lets no handler import a handler', () => {
    const handlers = new Set([...sources.filter(path => /^src\/(?:[a-z]+-)?routes\.ts$/.test(path)).map(read).join('').matchAll(/from '\.\/((?:requests|access|notices)\/[^']+)'/g)].map(match => `src/${match[1] ?? ''}`));
    const wrong = [...handlers].flatMap(path => importsOf(path).map(({ from }) => target(path, from)).filter(to => handlers.has(to)).map(to => `${path} imports ${to}`));
    assert.deepEqual(wrong.filter(line => !allowedAmongHandlers.includes(line)), []);
  });

  it('asks the clock and the environment in one place each', () => {
    for (const path of sources.filter(source => place(source) !== 'sandbox')) {
      const text = read(path);
      if (!['src/world.ts'].includes(path)) assert.doesNotMatch(text, /new Date\(\)|Date\.now\(\)/, path);
      if (path !== 'src/config.ts') assert.doesNotMatch(text, /process\.env\b/, path);
    }
    assert.deepEqual(benchmarks.filter(path => /process\.env\b/.test(read(path))), ['bench/environment.ts']);
  });

  it('has no file over 250 lines', () => {
    const long = [...sources, ...benchmarks, ...filesIn('test', '.ts'), ...filesIn('src/sandbox/page', '.js')].filter(path => read(path).split('\n').length > 251);
    assert.deepEqual(long, []);
  });

  it('says in its first line what each file is for', () => {
    assert.deepEqual([...sources, ...benchmarks, ...filesIn('test/support', '.ts'), ...filesIn('manifest', '.ts')].filter(path => !read(path).startsWith('//')), []);
  });

  it('has no drawer for odds and ends', () => {
    assert.deepEqual([...sources, ...benchmarks].filter(path => /(^|\/)(utils?|helpers?|common|types|constants)(\.ts|\/)|(Manager|Processor|Service)\.ts$/.test(path.replace('src/sandbox/world/constants.ts', ''))), []);
  });

  it('has the settings of the schema in .env.example, in the same order', () => {
    const named = [...read('.env.example').matchAll(/^([A-Za-z_]+)=/gm)].map(match => match[1]);
    assert.deepEqual(named, Object.keys(schema.shape));
  });

  it('numbers migrations without a gap', () => {
    const numbers = filesIn('src/store/migrations', '.ts').map(path => Number(/(\d{4})-[a-z-]+\.ts$/.exec(path)?.[1])).sort((a, b) => a - b);
    assert.deepEqual(numbers, numbers.map((_, index) => index + 1));
  });
});

/** Why these are allowed is said in the importing file. */
const allowedAmongHandlers: string[] = [];

describe('what the bot reacts to', () => {
  const onCards = new Set(filesIn('cards', '.json').flatMap(path => [...read(path).matchAll(/"verb":\s*"([^"]+)"/g)].map(match => match[1] ?? '')));

  it('has a route for every verb on a card, and a card for every route', () => {
    assert.deepEqual([...onCards].sort(), Object.keys(verbs).sort());
  });

  it('has a permission for every verb that acts on anything', () => {
    const acting = Object.keys(verbs).filter(verb => !/^help\./.test(verb) && verb !== 'requests.mine');
    assert.deepEqual(acting.sort(), [...Object.keys(permissions), ...Object.keys(deskRules)].sort());
  });

  it('has a handler for every job that is added anywhere', () => {
    const added = new Set(sources.flatMap(path => [...read(path).matchAll(/name: '([a-z-]+)', key:/g)].map(match => match[1] ?? '')));
    for (const name of added) assert.ok(name in jobs, `${name} has no handler`);
    for (const name of Object.keys(jobs)) assert.ok(added.has(name), `${name} is never added`);
    for (const name of Object.keys(exhausted)) assert.ok(name in jobs, name);
  });

  it('has a template, a type and a sample for each card', () => {
    assert.deepEqual(filesIn('cards', '.json').map(path => path.replace(/^cards\/|\.json$/g, '')).sort(), Object.keys(samples).sort());
  });
});
