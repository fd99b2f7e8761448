// The wound clock: calendar time is the machine's time plus an offset which the sandbox long-polls out.
import * as api from './api.js';
import { pause } from './pause.js';

/** Event "moved": the offset is new. Event "lost": the sandbox does not answer. */
export const clock = new EventTarget();
let offsetMs = 0;

/** Calendar time now. */
export const calendarNow = () => new Date(Date.now() + offsetMs);

function take(answer) {
  offsetMs = answer.offsetMs;
  clock.dispatchEvent(new Event('moved'));
  return answer.version;
}

/** Follows the clock for as long as the page is open. */
export async function followClock() {
  let version;
  for (;;) {
    try {
      version = take(await api.getClock(version));
    } catch {
      clock.dispatchEvent(new Event('lost'));
      await pause(2000);
    }
  }
}

/** Winds and takes the new time over. Answers when everything due until then has run. */
export async function wind(how) {
  await api.windClock(how);
  take(await api.getClock());
}
