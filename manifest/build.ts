// `npm run manifest`: the Teams app package, manifest/la-desk.zip, for this bot's registration.
// The app id is MicrosoftAppId, or given: npm run manifest -- 5aeb0a1d-0000-4000-8000-00000000b071
import { readFileSync, writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { environment } from '../src/config.ts';

const NO_ID = '00000000-0000-0000-0000-000000000000';
/** Whose permission it is that a team consents to: to read the messages in its channels. */
const NO_FILES_ID = '00000000-0000-0000-0000-0000000000f1';

/** The zip to upload in the Teams admin centre. `filesId`: the identity that reads files in channels, where there is one. Throws where an id is no GUID. */
export function packageFor(appId: string, filesId = appId): Uint8Array {
  const manifest = read('manifest.json').toString('utf8').replaceAll(NO_ID, z.guid().parse(appId)).replaceAll(NO_FILES_ID, z.guid().parse(filesId));
  return zipSync({ 'manifest.json': strToU8(manifest), 'color.png': read('color.png'), 'outline.png': read('outline.png') });
}

function read(file: string): Buffer {
  return readFileSync(new URL(file, import.meta.url));
}

if (import.meta.main) {
  const appId = process.argv[2] ?? environment()['MicrosoftAppId'];
  const isGuid = z.guid().safeParse(appId).success;
  if (appId === undefined || !isGuid) {
    process.stderr.write('Set MicrosoftAppId to the id of the bot\'s registration, or give it: npm run manifest -- <app id>\n');
    process.exitCode = 1;
  } else {
    const zip = new URL('la-desk.zip', import.meta.url);
    writeFileSync(zip, packageFor(appId, environment()['GRAPH_FILES_CLIENT_ID'] || appId));
    process.stdout.write('manifest/la-desk.zip is ready to upload in the Teams admin centre.\n');
  }
}
