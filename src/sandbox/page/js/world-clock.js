// The clock to wind. Everything that falls due on the way happens before it stops.
import { calendarNow, clock, wind } from './clock.js';
import { el, fill } from './dom.js';
import { dayInWords, timeInWords } from './when.js';

const HOUR = 3_600_000;
const WINDINGS = [
  ['wind-hour', 'One hour', { by: HOUR }],
  ['wind-day', 'One day', { by: 24 * HOUR }],
  ['wind-three-days', 'Three days', { by: 72 * HOUR }],
  ['wind-next', 'To the next event', { next: true }],
];

export function clockTab() {
  const day = el('p', { class: 'clock-day' });
  const time = el('p', { class: 'clock-time' });
  const status = el('p', { class: 'tab-status', role: 'status', data: { testid: 'wind-status' } });
  const buttons = WINDINGS.map(([testid, words, how]) => el('button', { type: 'button', class: 'plain', data: { testid }, on: { click: () => turn(words, how) } }, words));

  const draw = () => {
    day.textContent = dayInWords(calendarNow());
    time.textContent = timeInWords(calendarNow());
  };
  clock.addEventListener('moved', draw);
  setInterval(draw, 5000);

  const setBusy = (isBusy) => {
    for (const button of buttons) button.disabled = isBusy;
    status.classList.toggle('busy', isBusy);
    status.classList.remove('problem-text');
  };

  async function turn(words, how) {
    const from = document.activeElement;
    setBusy(true);
    fill(status, 'Winding. Everything that falls due on the way happens first.');
    try {
      await wind(how);
      setBusy(false);
      fill(status, `Wound: ${words.toLowerCase()}.`);
    } catch (error) {
      setBusy(false);
      status.classList.add('problem-text');
      fill(status, `Not wound as asked. ${error.message}`);
    }
    if (document.activeElement === document.body) from.focus();
  }

  const content = el('div', {},
    el('div', { class: 'clock-face' }, day, time),
    el('h3', { id: 'wind-title' }, 'Wind the clock on'),
    el('div', { class: 'button-grid', role: 'group', 'aria-labelledby': 'wind-title' }, ...buttons), status,
    el('p', { class: 'subtle' }, 'The calendar of everybody here. Due times, reminders and closing follow it; it never goes back.'));
  return { content };
}
