// An invented archive of webinars: for communications to attach with "webinar archive".
import { stringify } from 'csv-stringify/sync';

const support = 'https://support.nhs.example';
const video = 'https://video.nhs.example';

const rows: readonly [date: string, topic: string, text: string, link: string, recording: string][] = [
  ['26/08/2022', 'Coombes release', 'Deployed on 11 August. The full list of what changed is behind the link.', `${support}/coombes-release`, `${video}/la-webinar-2022-08-26`],
  ['26/08/2022', 'Disable MFA for 48 hours', 'On a compromised account that was put right, MFA can be off for 48 hours. Then it comes back by itself.', `${support}/disable-mfa-48-hours`, ''],
  ['26/08/2022', 'Video interoperability retires', 'Anybody who tries to use it after 7pm on 28 October 2022 will not be connected.', `${support}/video-interoperability`, ''],
  ['29/07/2022', 'Support site review', 'Tell us in the LA support site review channel what is out of date, inaccurate or hard to read.', '', `${video}/la-webinar-2022-07-29`],
  ['15/07/2022', 'Chadwick release', 'Deployed on 7 July. MFA is now asked for on every compromised account.', `${support}/chadwick-release`, `${video}/la-webinar-2022-07-15`],
  ['01/07/2022', 'TLS 1.0 and 1.1', 'They are being retired. Move to TLS 1.2 now, so that nothing stops working.', `${support}/tls`, `${video}/la-webinar-2022-07-01`],
  ['17/06/2022', 'Bookings in practice', 'A Local Administrator showed how Bookings helps their organisation.', '', ''],
  ['08/04/2022', 'TLS 1.0 and 1.1', 'Over 1,000 organisations have had a list of what still uses them.', `${support}/tls`, ''],
];

export const webinarArchive = (): string => stringify([['Date', 'Topic', 'Text', 'Link', 'Recording'], ...rows], { record_delimiter: 'windows' });
