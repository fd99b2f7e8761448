// Quiet hours: 6pm to 8am in London, every day of the week. What is due in them waits until 8am. Pure.
import { nextOpening, type WorkingHours } from '../schedule.ts';

const awake: WorkingHours = [{ first: 0, last: 6, from: 8 * 60, to: 18 * 60 }];

/** In words, for cards. */
export const quietHours = '6pm to 8am';

/** `at` itself outside quiet hours, otherwise the 8am that ends them. */
export const quietUntil = (at: Date): Date => nextOpening(awake, at);
