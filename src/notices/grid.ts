// Every kind of notice by its name.
import type { NoticeKind } from './kind.ts';
import { news } from './kinds/news.ts';
import { signUp } from './kinds/sign-up.ts';
import type { NoticeKindName } from './notice.ts';

export const noticeKinds: Record<NoticeKindName, NoticeKind> = { news, 'sign-up': signUp };
