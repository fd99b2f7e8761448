// Cards of working hours and of "Not before", drawn by the product itself: the form, and both sides' cards while a request waits.
import { resolverCard } from '../../../src/requests/resolver-card.ts';
import type { ServiceRequest } from '../../../src/requests/service-request.ts';
import { statusCard } from '../../../src/requests/status-card.ts';
import { submitForm } from '../../../src/requests/submit-form.ts';
import type { View } from '../../../src/requests/view.ts';
import { aRequest, at, aView, dataOf, someCounts, someProgress } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const friday = at('2022-09-23T11:30:00Z');
const monday = at('2022-09-26T07:00:00Z');
const asked = { notBefore: at('2022-09-26T06:00:00Z'), targetAt: at('2022-09-27T06:00:00Z') };
const inHours = { notBefore: at('2022-09-26T08:30:00Z'), targetAt: at('2022-09-27T08:30:00Z') };
const nobodyYet = someProgress({ waiting: 271, applied: 0 });
const half = someProgress({ waiting: 135, applied: 136, confirmed: 120 });
const reason = 'The ward changes shift at 8pm, and its manager asked for tonight.';

const view = (request: Partial<ServiceRequest>, more: Partial<View> = {}): View => aView(aRequest(request.status ?? 'in-progress', { number: 2041, shown: someCounts(), ...request }), more);
const own = (title: string, of: View): Samples['status'][number] => ({ title, data: dataOf(statusCard(of), 'status') });
const theirs = (title: string, of: View): Samples['resolver'][number] => ({ title, data: dataOf(resolverCard(of, true), 'resolver') });

const checkedView = aView(aRequest('checked'));

export const timedForms: Samples['submit-form'] = [
  { title: '6 submit form', data: dataOf(submitForm(checkedView, friday, null), 'submit-form') },
  {
    title: '6w submit form, two boxes to mend',
    data: dataOf(submitForm(checkedView, friday, { problems: ['Enter a UK phone number, like 07700 900123', 'The time in "Not before" has no date. Choose the date too, or empty both boxes'], typed: { contactNumber: '0770', typedCount: '', notBeforeDate: '', notBeforeTime: '07:00', message: 'true' } }), 'submit-form'),
  },
  { title: '6s submit form, to sign one person out', data: dataOf(submitForm(aView(aRequest('checked', { kind: 'revoke-sessions' }), { counts: someCounts({ wouldChange: 1 }) }), friday, null), 'submit-form') },
];

export const ownHours: Samples['status'] = [
  own('7n submitted, not before', view({ status: 'submitted', ...asked })),
  own('7u started, waits until not before', view(inHours, { progress: nobodyYet, waitsUntil: inHours.notBefore })),
  own('7v started, waits for working hours', view({}, { progress: nobodyYet, waitsUntil: monday })),
  own('7x in progress, goes on after the weekend', view({}, { progress: half, waitsUntil: monday })),
  own('7y in progress, outside working hours', view({ outsideHours: reason }, { progress: half })),
];

export const resolverHours: Samples['resolver'] = [
  theirs('8o new, not before', view({ status: 'submitted', ...asked })),
  theirs('8u started, waits until not before', view(inHours, { progress: nobodyYet, waitsUntil: inHours.notBefore })),
  theirs('8v started, waits for working hours', view({}, { progress: nobodyYet, waitsUntil: monday })),
  theirs('8x in progress, goes on after the weekend', view({}, { progress: half, waitsUntil: monday })),
];
