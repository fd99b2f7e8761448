// What only the sender of a file in a channel sees there.
import { addTheApp, nothingAttached, openToAll, readingIsOff, strangerInChannel } from '../../../src/requests/channel-file-cards.ts';
import type { Samples } from '../samples.ts';

const appId = '5aeb0a1d-0000-4000-8000-00000000b071';

export const channelFile: Samples['channel-file'] = [
  { title: '13b a file in a channel', data: openToAll(appId).data },
  { title: '13c a file in a channel, reading off', data: readingIsOff(appId).data },
  { title: '13d a file in a channel, no personal chat', data: addTheApp(appId).data },
  { title: '13e a file in a channel, not on the roster', data: strangerInChannel(appId, 'your helpdesk', true).data },
  { title: '13f asked in a channel, not on the roster', data: strangerInChannel(appId, 'your helpdesk', false).data },
  { title: '13g asked in a channel, no file', data: nothingAttached(appId).data },
];
