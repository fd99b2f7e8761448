// Which files came with a message. Only a file from the personal chat's paperclip can be read here.
import { z } from 'zod';
import type { UploadedFile } from '../services.ts';

const AttachmentSchema = z.looseObject({ contentType: z.string(), name: z.string().optional(), content: z.unknown().optional() });

const DownloadSchema = z.looseObject({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string(),
  content: z.looseObject({ downloadUrl: z.string().min(1) }),
});

const ListSchema = z.array(z.unknown()).catch([]);

export type Files = { file: UploadedFile | null; otherFiles: number };

/** The first file we can read, and how many others there are. Entries that are no files (the message's own HTML, a quoted message, a card) count as none. */
export function filesIn(attachments: unknown): Files {
  const list = ListSchema.parse(attachments);
  const [file = null] = list.flatMap(asUpload);
  const entries = list.flatMap(asEntry);
  const listed = entries.filter(isFile).length;
  const notFiles = entries.filter((entry) => entry.contentType !== html && !isFile(entry)).length;
  // A file dropped in a channel is only a placeholder in the message's HTML, and is not sent to bots; in a chat the HTML may name a file that is listed too.
  const named = entries.reduce((sum, entry) => sum + placeholders(entry), 0) - notFiles;
  return { file, otherFiles: Math.max(listed, named) - (file === null ? 0 : 1) };
}

function asUpload(attachment: unknown): UploadedFile[] {
  const parsed = DownloadSchema.safeParse(attachment);
  return parsed.success ? [{ name: parsed.data.name, downloadUrl: parsed.data.content.downloadUrl }] : [];
}

type Entry = z.infer<typeof AttachmentSchema>;

function asEntry(attachment: unknown): Entry[] {
  const parsed = AttachmentSchema.safeParse(attachment);
  return parsed.success ? [parsed.data] : [];
}

const html = 'text/html';

const isFile = ({ contentType }: Entry): boolean => contentType !== html && contentType !== 'messageReference' && !contentType.startsWith('application/vnd.microsoft.card.');

const placeholders = ({ contentType, content }: Entry): number => (contentType === html && typeof content === 'string' ? content.split('<attachment id=').length - 1 : 0);
