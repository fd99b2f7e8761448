// The name of a request's organisation as the roster has it; its code where there is none.
import type { Tables } from '../store/tables.ts';
import type { ServiceRequest } from './service-request.ts';

export const organisationNameOf = async (store: Tables, { organisation }: Pick<ServiceRequest, 'organisation'>): Promise<string> =>
  organisation === null ? '' : ((await store.roster.organisationName(organisation)) ?? organisation);
