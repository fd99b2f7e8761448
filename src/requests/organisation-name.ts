// The names of requests' organisations as the roster has them; the code where there is none.
import type { Tables } from '../store/tables.ts';
import type { ServiceRequest } from './service-request.ts';

export const organisationNameOf = async (store: Tables, { organisation }: Pick<ServiceRequest, 'organisation'>): Promise<string> =>
  organisation === null ? '' : ((await store.roster.organisationName(organisation)) ?? organisation);

/** By their codes, each read once. */
export async function organisationNamesOf(store: Tables, requests: readonly Pick<ServiceRequest, 'organisation'>[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { organisation } of requests) if (organisation !== null && !names.has(organisation)) names.set(organisation, await organisationNameOf(store, { organisation }));
  return names;
}
