// The message that a Local Administrator sends round before people are asked for MFA: who asked for it, when, what they will see, whom to ring. No link, ever:
// a message about signing in with a link in it is what people are told to distrust.
import { formatDate, forMarkdown } from '../words.ts';

type About = { requesterName: string; organisationName: string; from: Date };

export const messageForColleagues = ({ requesterName, organisationName, from }: About): string[] => [
  '**Your IT team is turning on extra sign-in security**',
  `${forMarkdown(requesterName)}, Local Administrator at ${forMarkdown(organisationName)}, has asked for this. From ${formatDate(from)} you will be asked for a second step when you sign in: an app, a text or a call.`,
  'You never need to give anybody a code or a password. If you are not sure, ring your own IT helpdesk on the number you already use.',
];
