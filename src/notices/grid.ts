// Every kind of notice by its name.
import type { NoticeKind } from './kind.ts';
import { bulletin } from './kinds/bulletin.ts';
import { deadline } from './kinds/deadline.ts';
import { incident } from './kinds/incident.ts';
import { news } from './kinds/news.ts';
import { release } from './kinds/release.ts';
import { signUp } from './kinds/sign-up.ts';
import { webinar } from './kinds/webinar.ts';
import type { NoticeKindName } from './notice.ts';

export const noticeKinds: Record<NoticeKindName, NoticeKind> = { news, release, incident, deadline, bulletin, 'sign-up': signUp, webinar };
