// What is not HTTP, not quite HTTP, or HTTP made to be read in two ways. None of it carries a good token, so nothing of it may be answered with success.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

export type Rubbish = { what: string; pieces: (string | Uint8Array)[] };

const crlf = '\r\n';
const host = 'Host: bot.nhs.example';
const json = 'Content-Type: application/json';
const post = 'POST /api/messages HTTP/1.1';
/** The inner request would be answered 200: then the two ends had read the outer one differently. */
const inner = `GET /healthz HTTP/1.1${crlf}${host}${crlf}${crlf}`;
const head = (...lines: string[]): string => [...lines, '', ''].join(crlf);
const one = (what: string, ...pieces: (string | Uint8Array)[]): Rubbish => ({ what, pieces });
const tlsHello = Buffer.from('160301006a010000660303' + '5a'.repeat(32) + '00001a' + 'c02f'.repeat(13) + '0100002300000000', 'hex');

/** Each by its name. A client sends the whole and then closes its side. */
export const known: Rubbish[] = [
  one('nothing at all'),
  one('half a request line', 'POST /api/mess'),
  one('a request line without an end', post),
  one('no version', head('POST /api/messages', host)),
  one('a version of the future', head('POST /api/messages HTTP/9.9', host)),
  one('a method of nobody', head('FROB /api/messages HTTP/1.1', host)),
  one('a method in lower case', head('post /api/messages HTTP/1.1', host)),
  one('no host', head(post, 'Content-Length: 2', json), '{}'),
  one('two hosts', head(post, host, 'Host: other.example', 'Content-Length: 2', json), '{}'),
  one('a path that cannot be decoded', head('GET /%zz%ff HTTP/1.1', host)),
  one('a path out of the house', head('GET /../../etc/passwd HTTP/1.1', host)),
  one('a path of 10,000 letters', head(`GET /${'a'.repeat(10_000)} HTTP/1.1`, host)),
  one('a path of slashes', head(`GET ${'/'.repeat(2_000)} HTTP/1.1`, host)),
  one('options of a star', head('OPTIONS * HTTP/1.1', host)),
  one('a star for a path', head('POST * HTTP/1.1', host)),
  one('CONNECT', head('CONNECT elsewhere.example:443 HTTP/1.1', host)),
  one('an upgrade to HTTP/2', head(post, host, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA', 'Content-Length: 2', json), '{}'),
  one('a web socket', head('GET /api/messages HTTP/1.1', host, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Version: 13')),
  one('the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.from('000000040000000000', 'hex')),
  one('the beginning of TLS', tlsHello),
  one('SSH', 'SSH-2.0-OpenSSH_9.6\r\n'),
  one('64 KB in one header', head(post, host, `X-Long: ${'x'.repeat(65_536)}`)),
  one('5,000 headers', head(post, host, ...Array.from({ length: 5_000 }, (_, n) => `X-${n}: ${n}`))),
  one('a header without an end', head(post, host).slice(0, -2), 'X-Long: ', 'x'.repeat(1_000_000)),
  one('a header without a colon', head(post, host, 'nothing to say')),
  one('a header with a space before its colon', head(post, host, 'Content-Length : 2', json), '{}'),
  one('a folded header', head(post, host, 'X-A: 1', ' 2', 'Content-Length: 2', json), '{}'),
  one('NUL bytes in the request line', 'POST /api\0/messages HTTP/1.1\r\n\r\n'),
  one('NUL bytes in a header', head(post, host, 'X-A: \0\0\0')),
  one('only NUL bytes', Buffer.alloc(4_096)),
  one('a bare line feed in a header', head(post, host, 'X-A: 1\nTransfer-Encoding: chunked')),
  one('a bare carriage return in a header', head(post, host, 'X-A: 1\rContent-Length: 0')),
  one('a negative length', head(post, host, json, 'Content-Length: -1'), '{}'),
  one('a length in words', head(post, host, json, 'Content-Length: two'), '{}'),
  one('a length with a sign', head(post, host, json, 'Content-Length: +2'), '{}'),
  one('a length in hexadecimal', head(post, host, json, 'Content-Length: 0x2'), '{}'),
  one('a length beyond all numbers', head(post, host, json, `Content-Length: ${'9'.repeat(40)}`), '{}'),
  one('a length of 300 KB, and nothing', head(post, host, json, 'Content-Length: 300000')),
  one('a length that is not kept', head(post, host, json, 'Content-Length: 1000'), '{}'),
  one('two lengths that differ', head(post, host, json, 'Content-Length: 2', `Content-Length: ${inner.length}`), inner),
  one('two lengths that are the same', head(post, host, json, 'Content-Length: 2', 'Content-Length: 2'), '{}'),
  one('two lengths in one header', head(post, host, json, 'Content-Length: 2, 2'), '{}'),
  one('length and chunks', head(post, host, json, `Content-Length: ${inner.length + 5}`, 'Transfer-Encoding: chunked'), `0${crlf}${crlf}${inner}`),
  one('chunks and length', head(post, host, json, 'Transfer-Encoding: chunked', 'Content-Length: 4'), `0${crlf}${crlf}${inner}`),
  one('chunks by another spelling', head(post, host, json, 'Transfer-Encoding: xchunked', 'Content-Length: 4'), `0${crlf}${crlf}${inner}`),
  one('chunks behind a tab', head(post, host, json, 'Transfer-Encoding:\tchunked, identity', 'Content-Length: 4'), `0${crlf}${crlf}${inner}`),
  one('chunks named twice', head(post, host, json, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'), `0${crlf}${crlf}${inner}`),
  one('a chunk size that is no number', head(post, host, json, 'Transfer-Encoding: chunked'), `zz${crlf}{}${crlf}0${crlf}${crlf}`),
  one('a negative chunk size', head(post, host, json, 'Transfer-Encoding: chunked'), `-2${crlf}{}${crlf}0${crlf}${crlf}`),
  one('a chunk size beyond all numbers', head(post, host, json, 'Transfer-Encoding: chunked'), `${'f'.repeat(20)}${crlf}{}`),
  one('a chunk longer than it says', head(post, host, json, 'Transfer-Encoding: chunked'), `2${crlf}{"type":1}${crlf}0${crlf}${crlf}`),
  one('a chunk with 100 KB of extension', head(post, host, json, 'Transfer-Encoding: chunked'), `2;${'x'.repeat(100_000)}${crlf}{}${crlf}0${crlf}${crlf}`),
  one('a trailer without an end', head(post, host, json, 'Transfer-Encoding: chunked'), `0${crlf}X-A: ${'x'.repeat(200_000)}`),
  one('gzip that is none', head(post, host, json, 'Content-Encoding: gzip', 'Content-Length: 8'), 'notgzip!'),
  one('gzip cut off', head(post, host, json, 'Content-Encoding: gzip', 'Content-Length: 12'), gzipSync('{"type":"message"}').subarray(0, 12)),
  one('gzip in gzip', head(post, host, json, 'Content-Encoding: gzip, gzip', 'Content-Length: 30'), gzipSync(gzipSync('{}')).subarray(0, 30)),
  one('a great deal of zeros, gzipped', head(post, host, json, 'Content-Encoding: gzip', 'Transfer-Encoding: chunked'), ...chunked(gzipSync(Buffer.alloc(5_000_000)))),
  one('a body of 1 MB that nobody asked for', head(post, host, json, 'Content-Length: 1000000'), 'x'.repeat(1_000_000)),
  one('an expectation nobody meets', head(post, host, json, 'Expect: a miracle', 'Content-Length: 2'), '{}'),
  one('an old version wanted of restify', head(post, host, json, 'Accept-Version: ~~rubbish', 'Content-Length: 2'), '{}'),
  one('a kind of answer nobody has', head(post, host, json, 'Accept: ;;;/,,', 'Content-Length: 2'), '{}'),
  one('a token of 7 KB', head(post, host, json, `Authorization: Bearer ${'a.'.repeat(3_500)}`, 'Content-Length: 2'), '{}'),
  one('a token of dots', head(post, host, json, 'Authorization: Bearer ..', 'Content-Length: 2'), '{}'),
  one('two tokens', head(post, host, json, 'Authorization: Bearer a.b.c', 'Authorization: Bearer d.e.f', 'Content-Length: 2'), '{}'),
  one('20 bad activities in one go', head(post, host, json, 'Content-Length: 2').concat('{}').repeat(20)),
];

function chunked(bytes: Uint8Array): (string | Uint8Array)[] {
  return [`${bytes.length.toString(16)}${crlf}`, bytes, `${crlf}0${crlf}${crlf}`];
}

const word = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('\0', '\r', '\n', '\t', ' ', ':', ',', ';', '%', '\u00ff'));
const line = fc.constantFrom(post, 'GET / HTTP/1.1', 'PUT /api/messages HTTP/1.1', 'POST /api/messages?%zz HTTP/1.1', 'POST /API/MESSAGES HTTP/1.0', 'OPTIONS * HTTP/1.1', 'HEAD /api/messages HTTP/1.1', 'TRACE / HTTP/1.1', `${post} `, '\r\n\r\n');
const field = fc.oneof(
  fc.constantFrom(host, json, 'Content-Length: 2', 'Content-Length: -2', 'Content-Length: 99999', 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Content-Encoding: gzip', 'Connection: close', 'Connection: keep-alive, upgrade', 'Upgrade: h2c', 'Expect: 100-continue', 'Authorization: Bearer a.b.c', 'Accept-Version: 9', 'Accept: x/y'),
  fc.tuple(word, word).map(([name, value]) => `${name}: ${value}`),
  word,
);
const body = fc.oneof(fc.constantFrom('', '{}', '{"type":"message"}', `2${crlf}{}${crlf}0${crlf}${crlf}`, `ffffffff${crlf}{}`, `0${crlf}X: y${crlf}${crlf}`), fc.json({ maxDepth: 2 }), word);
const ending = fc.constantFrom(crlf, crlf, crlf, crlf, '\n', '\r', '\0', '');

/** A request put together from right and wrong pieces, or bytes by chance; perhaps several in a row. */
const request = fc.tuple(fc.oneof(line, line, word), fc.array(field, { maxLength: 6 }), body, ending).map(([first, fields, rest, end]) => [first, ...fields, '', rest].join(end));
const bytes = fc.uint8Array({ maxLength: 400 });
export const anyRubbish: fc.Arbitrary<Rubbish> = fc.oneof(
  { weight: 8, arbitrary: fc.array(request, { minLength: 1, maxLength: 3 }).map(pieces => ({ what: 'pieces', pieces })) },
  { weight: 1, arbitrary: bytes.map(piece => ({ what: 'bytes', pieces: [piece] })) },
  { weight: 1, arbitrary: fc.tuple(request, bytes).map(([text, piece]) => ({ what: 'a request and bytes', pieces: [text, piece] })) },
);

/** What is wrong with these answers to rubbish, if anything. */
export function wrongWith(statuses: readonly number[]): string | null {
  const bad = statuses.find(status => status !== 100 && (status < 400 || status >= 500));
  return bad === undefined ? null : `answered ${statuses.join()}`;
}
