// What a file really is, whatever its name says: told by its first bytes.
import type { FileProblem } from './file-problem.ts';

type Kind = FileProblem['problem'];

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const signatures: readonly { at: number; bytes: Buffer; kind: Kind }[] = [
  { at: 0, bytes: hex('D0 CF 11 E0 A1 B1 1A E1'), kind: 'old-workbook' },
  { at: 0, bytes: hex('1F 8B 08'), kind: 'zip' },
  { at: 0, bytes: hex('37 7A BC AF 27 1C'), kind: 'zip' },
  { at: 0, bytes: Buffer.from('Rar!\x1A\x07', 'latin1'), kind: 'zip' },
  { at: 0, bytes: Buffer.from('%PDF-'), kind: 'pdf' },
  { at: 0, bytes: hex('89 50 4E 47 0D 0A 1A 0A'), kind: 'picture' },
  { at: 0, bytes: hex('FF D8 FF'), kind: 'picture' },
  { at: 0, bytes: Buffer.from('GIF87a'), kind: 'picture' },
  { at: 0, bytes: Buffer.from('GIF89a'), kind: 'picture' },
  { at: 8, bytes: Buffer.from('WEBP'), kind: 'picture' },
  // Photographs from an iPhone.
  { at: 4, bytes: Buffer.from('ftyphei'), kind: 'picture' },
];

/** A zip's first entries name what it holds: xl/ in Excel's workbooks, a mimetype in LibreOffice's. */
const inZip = (head: Buffer): Kind => {
  const isOther = head.includes('word/document') || head.includes('ppt/presentation');
  const isWorkbook = head.includes('xl/') || head.includes('opendocument.spreadsheet') || head.includes('[Content_Types].xml');
  return isWorkbook && !isOther ? 'workbook' : 'zip';
};

const isZip = (head: Buffer): boolean => ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(head.toString('latin1', 0, 4));

/** Null where the first bytes are those of no known kind of file, as text's are. */
export const signatureOf = (head: Buffer): Kind | null => {
  if (isZip(head)) return inZip(head);
  return signatures.find(({ at, bytes }) => head.subarray(at, at + bytes.length).equals(bytes))?.kind ?? null;
};
