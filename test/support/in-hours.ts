// A desk with the product's own working hours, that notes each slice it takes.
import assert from 'node:assert/strict';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Answer } from '../../src/services.ts';
import { openTestStore } from './database.ts';
import { addPeople, openDesk, press, requestOf, resolvers } from './desk.ts';
import { addressesOf, checked } from './journey.ts';
import { saidBy, workingHours } from './requests.ts';

export type InHours = Awaited<ReturnType<typeof openInHours>>;

export async function openInHours() {
  const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', WORKING_HOURS: workingHours });
  const called: { at: Date; count: number }[] = [];
  const { add } = desk.world;
  desk.world.add = ids => (called.push({ at: desk.clock.calendar(), count: ids.length }), add(ids));
  const list = (count: number, prefix = 'person') => addressesOf(addPeople(desk, count, {}, prefix));
  const submit = (request: ServiceRequest, inputs: Record<string, string> = {}): Promise<Answer> => press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123', ...inputs } });
  return {
    desk,
    called,
    list,
    submit,
    /** Friday 23 September 2022. */
    fridayAt: (time: string) => desk.clock.windTo(`2022-09-23T${time}:00+01:00`),
    mondayAt: (time: string) => desk.clock.windTo(`2022-09-26T${time}:00+01:00`),
    byResolver: (verb: string, request: ServiceRequest, inputs = {}) => press(desk, 'dan', verb, request, { in: resolvers(desk), inputs }),
    cardOf: async (request: ServiceRequest) => saidBy(await press(desk, 'priya', 'request.show', request)),
    /** What is audited of the request as a whole. */
    audited: async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).filter(row => row.person_id === null),
    /** When the lane is looked at next. */
    due: async () => (await desk.connection.db.selectFrom('job').select('due_at').where('name', '=', 'run-lane').executeTakeFirst())?.due_at,
    async submittedFor(day: string, time: string, count = 60): Promise<ServiceRequest> {
      const request = await checked(desk, list(count));
      assert.match(saidBy(await submit(request, { notBeforeDate: day, notBeforeTime: time })), /^Submitted/);
      return requestOf(desk, request);
    },
  };
}
