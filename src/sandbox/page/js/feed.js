// One conversation's messages as they come and change, by long poll.
import * as api from './api.js';
import { pause } from './pause.js';

const WAIT_MS = 25_000;

/**
 * Tells `onNews` all messages first, then each new or changed one, until the returned function is called.
 * @param {string} chatId @param {string} as
 * @param {(messages: object[], isFirst: boolean) => void} onNews @param {(isLost: boolean) => void} onLost
 */
export function follow(chatId, as, onNews, onLost) {
  const stop = new AbortController();
  void poll(chatId, as, stop.signal, onNews, onLost);
  return () => stop.abort();
}

async function poll(chatId, as, signal, onNews, onLost) {
  let after;
  while (!signal.aborted) {
    try {
      const asked = after === undefined ? { as } : { as, after, wait: WAIT_MS };
      const news = await api.getMessages(chatId, asked, signal);
      if (signal.aborted) return;
      onLost(false);
      const isRestarted = after !== undefined && news.seq < after;
      if (!isRestarted) onNews(news.messages, after === undefined);
      after = isRestarted ? undefined : news.seq;
    } catch {
      if (signal.aborted) return;
      onLost(true);
      await pause(1500);
    }
  }
}
