// One writer per lane (a group or a person) over all processes. The fence rises with each new owner, so a late writer matches nothing.
import { sql, type Kysely } from 'kysely';
import { laneRow, type Database } from './schema.ts';

const fenceRow = laneRow.pick({ fence: true });
const free = { owner: null, lease_until_machine: null };

export const laneTable = (db: Kysely<Database>) => {
  const mine = (key: string, fence: number) => db.updateTable('lane').where('key', '=', key).where('fence', '=', fence).where('owner', 'is not', null);
  return {
    /** The new owner's fence, or null while somebody else's lease holds. Machine time in milliseconds. */
    async acquire(key: string, owner: string, leaseMs: number, machineNow: number): Promise<number | null> {
      const { rows } = await sql`
        insert into lane (key, owner, fence, lease_until_machine) values (${key}, ${owner}, 1, ${new Date(machineNow + leaseMs)})
        on conflict (key) do update set owner = excluded.owner, fence = lane.fence + 1, lease_until_machine = excluded.lease_until_machine
        where lane.owner is null or lane.lease_until_machine <= ${new Date(machineNow)}::timestamptz
        returning fence`.execute(db);
      return rows[0] === undefined ? null : fenceRow.parse(rows[0]).fence;
    },
    /** False: somebody else has the lane now. A lease that lapsed but was not taken is good again. */
    async renew(key: string, fence: number, leaseMs: number, machineNow: number): Promise<boolean> {
      const { numUpdatedRows } = await mine(key, fence).set({ lease_until_machine: new Date(machineNow + leaseMs) }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    /** Asked inside the transaction that saves an outcome: nobody can take the lane until it ends. */
    async holds(key: string, fence: number): Promise<boolean> {
      const row = await db.selectFrom('lane').select('fence').where('key', '=', key).where('fence', '=', fence).where('owner', 'is not', null).forUpdate().executeTakeFirst();
      return row !== undefined;
    },
    async release(key: string, fence: number): Promise<void> {
      await mine(key, fence).set(free).execute();
    },
  };
};
