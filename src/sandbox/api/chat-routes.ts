// The API for seeing what a person sees in Teams: conversations, messages, files the bot has delivered.
import type { ConnectorLog } from '../connector/log.ts';
import type { Call, Route } from '../http/router.ts';
import { bytesOf } from '../files/store.ts';
import { installKey } from '../teams/accounts.ts';
import { roomsOf } from '../world/chat.ts';
import { teams } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { actorOf, Mistake, msIn, ok, roomOf } from './respond.ts';

const longestWaitMs = 60_000;

export function chatRoutes(world: World, log: ConnectorLog): Route[] {
  const teamName = (id: string | null): string | null => teams.find(team => team.id === id)?.name ?? null;

  const conversations = (call: Call) => ok(roomsOf(actorOf(call.query.get('as')).slug).map(room => ({
    id: room.id, kind: room.kind, name: room.name, team: teamName(room.team), isInstalled: world.installed.has(installKey(room)), seq: world.chat.height(room.id),
  })));

  const messages = async (call: Call) => {
    const actor = actorOf(call.query.get('as'));
    const room = roomOf(call.params.id, actor);
    const after = Number(call.query.get('after') ?? 0) || 0;
    const until = world.clock.machine() + msIn(call, 'wait', longestWaitMs);
    for (;;) {
      const found = world.chat.since(room.id, actor.slug, after);
      const left = until - world.clock.machine();
      if (found.messages.length > 0 || left <= 0 || call.closed.aborted) return ok(found);
      await world.chat.changed(left, call.closed);
    }
  };

  const files = (call: Call) => {
    const { slug } = actorOf(call.query.get('as'));
    const delivered = [...world.files.values()].filter(file => file.owner === slug && file.kind === 'delivered');
    return ok(delivered.map(({ id, name, size, at }) => ({ id, name, size, at: new Date(at).toISOString() })));
  };

  const file = (call: Call) => {
    const id = call.params.id ?? '';
    const bytes = bytesOf(world, id);
    if (!bytes) throw new Mistake(404, 'There is no such file.');
    return { status: 200, bytes, headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(world.files.get(id)?.name ?? 'file')}` } };
  };

  return [
    ['GET', '/api/conversations', conversations],
    ['GET', '/api/conversations/:id/messages', messages],
    ['GET', '/api/connector-log', () => ok({ requests: log.all() })],
    ['GET', '/api/files', files],
    ['GET', '/api/files/:id', file],
  ];
}
