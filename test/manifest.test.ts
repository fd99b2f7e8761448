// The app package that Teams is given.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { packageFor } from '../manifest/build.ts';

const APP_ID = '5aeb0a1d-0000-4000-8000-00000000b071';

const read = (path: string) => readFileSync(new URL(path, import.meta.url));
const json = (path: string): unknown => JSON.parse(read(path).toString('utf8'));

const ManifestSchema = z.looseObject({
  version: z.string(),
  id: z.string(),
  bots: z.tuple([z.looseObject({ botId: z.string(), scopes: z.array(z.string()), supportsFiles: z.boolean(), commandLists: z.array(z.object({ scopes: z.array(z.string()), commands: z.array(z.object({ title: z.string(), description: z.string() })) })) })]),
  webApplicationInfo: z.object({ id: z.string() }),
  authorization: z.unknown(),
});

function checker() {
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(z.record(z.string(), z.unknown()).parse(json('contracts/teams-manifest-v1.30.schema.json')));
}

/** Width and height from a PNG's first chunk. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = Buffer.from(png);
  assert.equal(view.subarray(1, 4).toString('latin1'), 'PNG');
  return [view.readUInt32BE(16), view.readUInt32BE(20)];
}

describe('the app package', () => {
  const files = unzipSync(packageFor(APP_ID));
  const manifest = ManifestSchema.parse(JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8')));

  it("fits Microsoft's schema, as does the manifest before ids are filled in", () => {
    const fits = checker();
    assert.ok(fits(manifest), JSON.stringify(fits.errors));
    assert.ok(fits(json('../manifest/manifest.json')), JSON.stringify(fits.errors));
  });

  it('would not fit with a scope Teams does not know', () => {
    const [bot] = manifest.bots;
    assert.equal(checker()({ ...manifest, bots: [{ ...bot, scopes: ['everywhere'] }] }), false);
  });

  it("carries the registration's id throughout", () => {
    assert.deepEqual([manifest.id, manifest.bots[0].botId, manifest.webApplicationInfo.id], [APP_ID, APP_ID, APP_ID]);
    assert.throws(() => packageFor('not-an-id'));
  });

  it('names the identity that reads channels, for it is the one a team consents to', () => {
    const filesId = '5aeb0a1d-0000-4000-8000-00000000ad05';
    const other = ManifestSchema.parse(JSON.parse(Buffer.from(unzipSync(packageFor(APP_ID, filesId))['manifest.json'] ?? []).toString('utf8')));
    assert.deepEqual([other.id, other.bots[0].botId, other.webApplicationInfo.id], [APP_ID, APP_ID, filesId]);
    assert.throws(() => packageFor(APP_ID, 'not-an-id'));
  });

  it('holds the manifest and two icons of the sizes Teams asks for, and nothing else', () => {
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'manifest.json', 'outline.png']);
    assert.deepEqual(sizeOf(files['color.png'] ?? new Uint8Array()), [192, 192]);
    assert.deepEqual(sizeOf(files['outline.png'] ?? new Uint8Array()), [32, 32]);
  });

  it('takes files, in personal chats and teams, and offers the commands of each', () => {
    const [bot] = manifest.bots;
    assert.equal(bot.supportsFiles, true);
    assert.deepEqual(bot.scopes, ['personal', 'team']);
    const titles = (scope: string) => bot.commandLists.find(({ scopes }) => scopes.includes(scope))?.commands.map(({ title }) => title);
    assert.deepEqual(titles('personal'), ['help', 'my requests', 'status', 'revoke sessions', 'queue', 'open incident']);
    assert.deepEqual(titles('team'), ['help', 'my requests', 'status']);
  });

  it('asks for one permission, in the team that installs it', () => {
    assert.deepEqual(manifest.authorization, { permissions: { resourceSpecific: [{ name: 'ChannelMessage.Read.Group', type: 'Application' }] } });
  });

  it('has the version of the program', () => {
    assert.equal(manifest.version, z.object({ version: z.string() }).parse(json('../package.json')).version);
  });
});
