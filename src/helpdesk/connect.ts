// Which helpdesk there is: ServiceNow where it is configured, else our own.
import type { Settings } from '../config.ts';
import type { Helpdesk } from './ticket.ts';
import type { Services } from '../services.ts';
import { builtInHelpdesk } from './built-in.ts';
import { serviceNowHelpdesk } from './servicenow.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'> & { settings: Settings; directory: Pick<Services['directory'], 'people'> };

export function connectHelpdesk({ settings, store, clock, log, directory }: Needs): Helpdesk {
  const { SERVICENOW_URL: url, SERVICENOW_CLIENT_ID: clientId, SERVICENOW_CLIENT_SECRET: clientSecret, SERVICENOW_USER: user, SERVICENOW_PASSWORD: password } = settings;
  if (url === undefined) return builtInHelpdesk(store, clock);
  return serviceNowHelpdesk({
    url, signIn: clientId === undefined ? { user: user ?? '', password: password ?? '' } : { clientId, clientSecret: clientSecret ?? '' }, clock, log, directory,
    assignmentGroup: settings.SERVICENOW_ASSIGNMENT_GROUP, category: settings.SERVICENOW_CATEGORY, caller: settings.SERVICENOW_CALLER,
    closeCode: settings.SERVICENOW_CLOSE_CODE, holdReasons: settings.SERVICENOW_HOLD_REASONS,
  });
}
