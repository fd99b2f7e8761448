// The check of logs that every walk ends with: it finds what it is for, and nothing in an ordinary line.
import assert from 'node:assert/strict';
import { assertNothingPrivate } from './private.ts';

describe('looking for private things in a log', () => {
  for (const [what, line] of [
    ['an address', '{"msg":"x","address":"ida.noh@nhs.example"}'],
    ['a phone number', '{"msg":"ring +447700900123"}'],
    ['a link that is a key', 'http://127.0.0.1/sharepoint/personal/x.csv?UniqueId=1&tempauth=abc'],
    ['a bearer token', '"authorization":"Bearer abcdefgh123"'],
    ['a bearer token', '"token":"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln"'],
    ['a person of the cast', 'Priya Nair asked'],
  ] as const) it(`finds ${what}`, () => assert.throws(() => assertNothingPrivate(`{"msg":"ready"}\n${line}`), { message: new RegExp(`line 2 holds ${what}`) }));

  it('finds none in an ordinary line, and does not take silence for an answer', () => {
    assertNothingPrivate('{"level":30,"time":1795311289095,"port":46043,"role":"both","database":"pglite","msg":"ready"}');
    assert.throws(() => assertNothingPrivate(''), /no log/);
  });
});
