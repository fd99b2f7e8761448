// The messages that a Local Administrator sends round: before people are asked for MFA, and a week later to those who have not set it up. Who asked, what they will see, whom to ring. No link, ever:
// a message about signing in with a link in it is what people are told to distrust.
import { formatDate, forMarkdown } from '../words.ts';

type About = { requesterName: string; organisationName: string; from: Date };

const whoAsked = ({ requesterName, organisationName }: Pick<About, 'requesterName' | 'organisationName'>): string => `${forMarkdown(requesterName)}, Local Administrator at ${forMarkdown(organisationName)},`;
const safety = 'You never need to give anybody a code or a password. If you are not sure, ring your own IT helpdesk on the number you already use.';

export const messageForColleagues = ({ requesterName, organisationName, from }: About): string[] => [
  '**Your IT team is turning on extra sign-in security**',
  `${whoAsked({ requesterName, organisationName })} has asked for this. From ${formatDate(from)} you will be asked for a second step when you sign in: an app, a text or a call.`,
  safety,
];

/** For those who have no sign-in method yet: `askedAt` is when the request was sent. */
export const messageToSetUp = ({ requesterName, organisationName, askedAt }: Omit<About, 'from'> & { askedAt: Date }): string[] => [
  '**Please set up your extra sign-in security**',
  `${whoAsked({ requesterName, organisationName })} asked for this on ${formatDate(askedAt)}. The next time you sign in you will be asked to set up a second step: an app, a text or a call.`,
  'Choose a quiet moment and have your phone with you. Sign in as you always do: a page says that more information is required. Select **Next** and follow its steps. It takes a few minutes, and you do it once.',
  safety,
];
