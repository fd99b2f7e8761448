// Quiet hours in London, from a table of readable dates: each evening, each morning, and the two nights on which the clocks change.
import assert from 'node:assert/strict';
import { quietUntil } from '../../src/notices/quiet-hours.ts';

const table: [what: string, due: string, until: string][] = [
  ['in the morning', 'Tue 20 Sep 2022 09:00 GMT+1', 'Tue 20 Sep 2022 09:00 GMT+1'],
  ['at the last minute of the day', 'Tue 20 Sep 2022 17:59:59 GMT+1', 'Tue 20 Sep 2022 17:59:59 GMT+1'],
  ['as they begin', 'Tue 20 Sep 2022 18:00 GMT+1', 'Wed 21 Sep 2022 08:00 GMT+1'],
  ['at midnight', 'Wed 21 Sep 2022 00:00 GMT+1', 'Wed 21 Sep 2022 08:00 GMT+1'],
  ['just before they end', 'Wed 21 Sep 2022 07:59:59 GMT+1', 'Wed 21 Sep 2022 08:00 GMT+1'],
  ['as they end', 'Wed 21 Sep 2022 08:00 GMT+1', 'Wed 21 Sep 2022 08:00 GMT+1'],
  ['on a Friday evening: Saturday is a day too', 'Fri 23 Sep 2022 20:00 GMT+1', 'Sat 24 Sep 2022 08:00 GMT+1'],
  ['at noon on a Sunday', 'Sun 25 Sep 2022 12:00 GMT+1', 'Sun 25 Sep 2022 12:00 GMT+1'],
  ['the evening before the clocks go back', 'Sat 29 Oct 2022 19:00 GMT+1', 'Sun 30 Oct 2022 08:00 GMT+0'],
  ['in the hour that comes twice, the first time', 'Sun 30 Oct 2022 01:30 GMT+1', 'Sun 30 Oct 2022 08:00 GMT+0'],
  ['in the hour that comes twice, the second time', 'Sun 30 Oct 2022 01:30 GMT+0', 'Sun 30 Oct 2022 08:00 GMT+0'],
  ['at 8am of summer, which is 7am by then', 'Sun 30 Oct 2022 08:00 GMT+1', 'Sun 30 Oct 2022 08:00 GMT+0'],
  ['in winter', 'Thu 1 Dec 2022 18:00 GMT+0', 'Fri 2 Dec 2022 08:00 GMT+0'],
  ['the evening before the clocks go forward', 'Sat 25 Mar 2023 22:00 GMT+0', 'Sun 26 Mar 2023 08:00 GMT+1'],
  ['at 8am of winter, which is 9am by then', 'Sun 26 Mar 2023 08:00 GMT+0', 'Sun 26 Mar 2023 08:00 GMT+0'],
  ['the evening after', 'Sun 26 Mar 2023 18:00 GMT+1', 'Mon 27 Mar 2023 08:00 GMT+1'],
];

describe('quiet hours', () => {
  for (const [what, due, until] of table) it(`what is due ${what} comes ${due === until ? 'at once' : `at ${until}`}`, () => assert.equal(quietUntil(new Date(due)).toISOString(), new Date(until).toISOString()));
});
