// Every kind of notice by its name.
import type { NoticeKind } from './kind.ts';
import { news } from './kinds/news.ts';
import { webinar } from './kinds/webinar.ts';
import type { NoticeKindName } from './notice.ts';

export const noticeKinds: Record<NoticeKindName, NoticeKind> = { news, webinar };
