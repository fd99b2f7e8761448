// The Attachment API: a file's bytes as the whole body, and back. https://www.servicenow.com/docs/r/zurich/api-reference/rest-apis/c_AttachmentAPI.html
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Call } from '../http/router.ts';
import { fileOf, type World } from '../world/world.ts';
import { newSysId, Refused, stamp, type Incidents } from './incidents.ts';
import { integrationUser } from './sign-in.ts';

export function createAttachments(world: World, incidents: Incidents) {
  const find = (id: string) => {
    const row = world.tickets.sys_attachment.get(id);
    if (!row) throw new Refused(404, 'No Record found', 'Record doesn\'t exist or ACL restricts the record retrieval');
    return row;
  };
  return {
    upload: (call: Call): Answer => {
      const [table, record, name] = ['table_name', 'table_sys_id', 'file_name'].map(part => call.query.get(part) ?? '');
      if (table !== 'incident' || record === undefined || !name) throw new Refused(400, 'Invalid parameters', 'table_name, table_sys_id and file_name are needed');
      incidents.one(record);
      const sys_id = newSysId();
      mkdirSync(join(world.folder, 'files'), { recursive: true });
      writeFileSync(fileOf(world, sys_id), call.body);
      const row = { sys_id, file_name: name, table_name: table, table_sys_id: record, content_type: call.headers['content-type'] ?? '', size_bytes: String(call.body.length), sys_created_on: stamp(world.clock.calendar()), sys_created_by: integrationUser };
      world.record({ is: 'ticket', table: 'sys_attachment', row });
      return { status: 201, json: { result: row } };
    },
    meta: (call: Call): Answer => ({ status: 200, json: { result: find(call.params.id ?? '') } }),
    file: (id: string): Answer => {
      const row = find(id);
      return { status: 200, bytes: readFileSync(fileOf(world, id)), headers: { 'Content-Type': row.content_type || 'application/octet-stream', 'Content-Disposition': `attachment; filename="${row.file_name ?? ''}"` } };
    },
  };
}
