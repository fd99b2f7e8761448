// The page and the libraries it needs, as files.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Call, Route } from '../http/router.ts';

const require = createRequire(import.meta.url);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const packaged = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

const libraries: Record<string, () => string> = {
  'adaptivecards.js': () => packaged('adaptivecards', 'dist/adaptivecards.min.js'),
  'adaptivecards.css': () => packaged('adaptivecards', 'dist/adaptivecards.css'),
  'markdown-it.js': () => packaged('markdown-it', 'dist/browser/markdown-it.umd.min.js'),
  'host-config-light.json': () => here('../contracts/hostconfig-microsoft-teams-light.json'),
  'host-config-dark.json': () => here('../contracts/hostconfig-microsoft-teams-dark.json'),
};

const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
};

const notFound: Answer = { status: 404, json: { error: 'There is nothing here. docs/sandbox.md lists what there is.' } };

function fileAt(path: string): Answer {
  if (!existsSync(path)) return notFound;
  return { status: 200, bytes: readFileSync(path), headers: { 'Content-Type': kinds[extname(path)] ?? 'application/octet-stream' } };
}

/** Plain names only, so that none leads out of the page's folder. */
const pageFile = (name: string): Answer => (/^([\w-]+\/)*[\w-]+(\.\w+)+$/.test(name) ? fileAt(here(`../page/${name}`)) : notFound);

const library = (call: Call): Answer => {
  const path = libraries[call.params.name ?? ''];
  return path ? fileAt(path()) : notFound;
};

export const pageRoutes: Route[] = [
  ['GET', '/lib/:name', library],
  ['GET', '/*path', call => pageFile(call.params.path === '' ? 'index.html' : (call.params.path ?? ''))],
];
