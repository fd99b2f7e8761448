// Makes `npm start` and `npm test` the only commands a fresh machine needs: installs what package-lock.json names when it is missing or stale.
// Plain JavaScript without dependencies, because it runs on the machine's own Node before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.la-desk-installed`;
const wanted = createHash('sha256').update(readFileSync(`${root}package-lock.json`)).digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`LA Desk needs Node 20 or newer to install itself; this is ${process.version}. Install a newer Node, then run the command again.`);
  process.exit(1);
}
if (installed !== wanted) {
  console.error('Installing what package-lock.json names. This takes about a minute, and happens once.');
  // No package's install script runs, but one: "node" fetches the Node 24 that everything here runs on.
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  npm('rebuild', 'node', '--loglevel=error');
  writeFileSync(stamp, wanted);
}

function npm(...args) {
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`"npm ${args.join(' ')}" failed (see above). Check the connection to the npm registry, then run the command again.`);
    process.exit(1);
  }
}
