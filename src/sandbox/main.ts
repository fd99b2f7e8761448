// The sandbox's process: a local Microsoft 365 with invented people. Its own program; it shares nothing with the bot but HTTP.
import { z } from 'zod';
import { startSandbox } from './sandbox.ts';

const preferredPort = 3979;
const { SANDBOX_DATA, SANDBOX_PORT, SANDBOX_HELPDESK } = process.env;

const sandbox = await startSandbox({
  folder: SANDBOX_DATA ?? '.data/sandbox',
  port: SANDBOX_PORT === undefined ? preferredPort : Number(SANDBOX_PORT),
  pick: SANDBOX_PORT === undefined ? 'or any' : 'exactly',
  helpdesk: z.enum(['built-in', 'servicenow'], { error: 'SANDBOX_HELPDESK must be built-in or servicenow.' }).default('built-in').parse(SANDBOX_HELPDESK),
  // eslint-disable-next-line no-restricted-syntax -- the one place where this program's clock is made
  machine: () => Date.now(),
});

process.stdout.write(`${JSON.stringify({ listening: sandbox.url })}\n`);

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void sandbox.stop().then(() => process.exit(0));
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// A parent that is killed cannot say goodbye: its end of the pipe closes instead.
if (process.argv.includes('--with-parent')) {
  process.once('disconnect', stop);
  process.stdin.once('end', stop).once('close', stop).resume();
}
