// Bytes of any encoding Excel and the Portal write -> pieces of UTF-8, never holding more than one piece.
// Without a mark at its start a file counts as UTF-8 for as long as it is valid; from the first byte that is not, it is read as Windows-1252.
// All before that byte was valid UTF-8, so nothing has to be read again, and where the file was cut into chunks makes no difference.
import { isUtf8 } from 'node:buffer';

export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

export type Decoder = {
  encoding(): Encoding;
  /** `isLast`: nothing follows, so a character left unfinished is an invalid one. */
  decode(bytes: Buffer, isLast: boolean): Buffer;
};

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UNKNOWN_CHARACTER = Buffer.from('\uFFFD');

/** Bytes at the end that begin a character whose other bytes may be in the next piece. */
const unfinishedLength = (bytes: Buffer): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
};

/** Where valid UTF-8 ends. A replacement character that is really in the file does not count as an end. */
const validLength = (bytes: Buffer): number => {
  const text = bytes.toString('utf8');
  let from = 0;
  let offset = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (!bytes.subarray(offset, offset + 3).equals(UNKNOWN_CHARACTER)) return offset;
    offset += 3;
    from = at + 1;
  }
  return bytes.length;
};

const streamed = (label: string, encoding: Encoding): Decoder => {
  const decoder = new TextDecoder(label);
  return { encoding: () => encoding, decode: (bytes, isLast) => Buffer.from(decoder.decode(bytes, { stream: !isLast })) };
};

/** With the mark it is UTF-8 by its own word: what is invalid becomes U+FFFD, and an address holding one is refused. */
const utf8 = (isByItsOwnWord: boolean): Decoder => {
  const windows1252 = streamed('windows-1252', 'Windows-1252');
  let held = Buffer.alloc(0);
  let isBroken = false;
  const breakAt = (bytes: Buffer, isLast: boolean): Buffer => {
    isBroken = true;
    const valid = validLength(bytes);
    return Buffer.concat([bytes.subarray(0, valid), windows1252.decode(bytes.subarray(valid), isLast)]);
  };
  return {
    encoding: () => (isBroken ? 'Windows-1252' : 'UTF-8'),
    decode: (piece, isLast) => {
      if (isBroken) return windows1252.decode(piece, isLast);
      const bytes = held.length > 0 ? Buffer.concat([held, piece]) : piece;
      const whole = bytes.subarray(0, bytes.length - (isLast ? 0 : unfinishedLength(bytes)));
      held = Buffer.from(bytes.subarray(whole.length));
      if (isUtf8(whole)) return whole;
      return isByItsOwnWord ? Buffer.from(whole.toString('utf8')) : breakAt(bytes, isLast);
    },
  };
};

/** UTF-16 without a mark: in text that is mostly ASCII every second byte is zero. */
const zeroSide = (head: Buffer): 'utf-16le' | 'utf-16be' | null => {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / Math.max(1, head.length / 2));
  if (odd > 0.4 && even < 0.05) return 'utf-16le';
  return even > 0.4 && odd < 0.05 ? 'utf-16be' : null;
};

const isMarked = (bytes: Buffer): boolean => bytes.subarray(0, 3).equals(UTF8_MARK);

/** Chooses by the mark at the start, else by the pattern of zeros in `head`. Give decode() the whole file, `head` too. */
export const decoderFor = (head: Buffer): Decoder => {
  if (isMarked(head)) return utf8(true);
  if (head[0] === 0xff && head[1] === 0xfe) return streamed('utf-16le', 'UTF-16');
  if (head[0] === 0xfe && head[1] === 0xff) return streamed('utf-16be', 'UTF-16');
  const side = zeroSide(head);
  return side ? streamed(side, 'UTF-16') : utf8(false);
};

/** The start of a decoded file without its mark. */
export const withoutMark = (start: Buffer): Buffer => (isMarked(start) ? start.subarray(3) : start);
