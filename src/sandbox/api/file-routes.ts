// The API for deleting a file from a channel's folder, as its sender does under Files in Teams.
import { z } from 'zod';
import type { Call, Route } from '../http/router.ts';
import type { Attached } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import { bodyAs, messageFor, Mistake, ok } from './respond.ts';

const deleting = z.strictObject({ as: z.string() });

export function fileRoutes(world: World): Route[] {
  const deleteFile = (call: Call) => {
    const { as } = bodyAs(call, deleting);
    const message = messageFor(world, call, as);
    if (message.from !== as) throw new Mistake(403, 'People delete their own files only.');
    const id = call.params.file ?? '';
    if (![message.file, ...message.moreFiles].some(file => file?.id === id)) throw new Mistake(404, 'This message has no such file.');
    const marked = (file: Attached): Attached => (file.id === id ? { ...file, isGone: true } : file);
    world.record({ is: 'file-deleted', id });
    world.record({ is: 'message', message: { ...message, file: message.file && marked(message.file), moreFiles: message.moreFiles.map(marked) } });
    return ok({});
  };

  return [['POST', '/api/conversations/:id/messages/:message/files/:file/delete', deleteFile]];
}
