// Tokens and bodies that are nearly right, each of which must be refused.
import fc from 'fast-check';
import { goodClaims, personalMessage, sign, type Edge } from '../../support/teams-server.ts';

/** What is attacked, and what tells whether anything got through. */
type Attacked = Pick<Edge, 'clock' | 'post' | 'runs'>;

type Mutant = { what: string; token: string; body: string };

type Mutation = (edge: Attacked, token: string) => Promise<Mutant> | Mutant;

const good = () => JSON.stringify(personalMessage());
const oddValue = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer(), fc.boolean(), fc.string(), fc.array(fc.string(), { maxLength: 2 }), fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }));

const bentToken: fc.Arbitrary<Mutation> = fc.tuple(fc.nat(), fc.constantFrom('A', 'z', '0', '9', '-', '_', '.', '=', '+', ' ')).map(([place, letter]) => (_edge, token) => {
  const at = place % token.length;
  const bent = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
  return { what: `token, letter ${at}`, token: bent === token ? `${token}x` : bent, body: good() };
});

const cutToken: fc.Arbitrary<Mutation> = fc.nat().map((place) => (_edge, token) => ({ what: 'token cut short', token: token.slice(0, place % token.length), body: good() }));

const swappedPart: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom(0, 1, 2), fc.json()).map(([part, json]) => (_edge, token) => {
  const parts = token.split('.');
  parts[part] = Buffer.from(json).toString('base64url');
  return { what: `token, part ${part} replaced`, token: parts.join('.'), body: good() };
});

/** Signed by the right key, but saying something else. */
const otherClaim: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom('iss', 'aud', 'exp', 'nbf', 'serviceurl'), oddValue).map(([claim, value]) => async (edge) => {
  const number = claim === 'exp' ? 1 : edge.clock.seconds() + 9_999_999;
  const claims = { ...goodClaims(edge.clock), [claim]: typeof value === 'number' ? number : value };
  return { what: `claim ${claim}`, token: await sign(claims), body: good() };
});

const bound = ['type', 'id', 'channelId', 'serviceUrl', 'from', 'recipient', 'conversation', 'channelData'];

const otherField: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom(...bound), oddValue).map(([field, value]) => (_edge, token) => {
  // Any text is as good an id as another.
  const odd = field === 'id' && typeof value === 'string' ? '' : value;
  return { what: `body ${field}`, token, body: JSON.stringify({ ...personalMessage(), [field]: odd }) };
});

const anyBody: fc.Arbitrary<Mutation> = fc.json().map((body) => (_edge, token) => ({ what: 'any JSON', token, body }));

const cutBody: fc.Arbitrary<Mutation> = fc.nat().map((place) => (_edge, token) => ({ what: 'body cut short', token, body: good().slice(0, place % good().length) }));

/** One near miss of each sort in turn. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(bentToken, cutToken, swappedPart, otherClaim, otherField, anyBody, cutBody);

/** Sends `cases` near misses. Throws at the first that ran a turn or was answered with anything but a refusal. */
export async function attackGate(edge: Attacked, cases: number, seed: number): Promise<void> {
  const token = await sign(goodClaims(edge.clock));
  await fc.assert(fc.asyncProperty(mutation, async (mutate) => {
    const mutant = await mutate(edge, token);
    const response = await edge.post(mutant.body, { authorization: `Bearer ${mutant.token}` });
    await response.body?.cancel();
    if (edge.runs.length > 0 || response.status < 400 || response.status >= 500) throw new Error(`${mutant.what}: ${response.status}, ${edge.runs.length} turns`);
  }), { numRuns: cases, seed });
}
