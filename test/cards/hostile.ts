// What somebody could put into a cell, a header, a file name or a comment to make a card say or do something else.
import { isPart } from './anatomy.ts';

export const hostileTexts = [
  '[sign in here](https://evil.example/)',
  '![x](https://evil.example/pixel.png)',
  '<https://evil.example/> https://evil.example www.evil.example',
  '**Approved** by _the helpdesk_ and `code` ~~old~~',
  '# Resolved',
  '5. deleted',
  '- nobody',
  '> quoted',
  '---',
  '| a | b |',
  '{{DATE(2022-09-23T12:30:00Z, SHORT)}}',
  '${secret} ${$root.speak} ${1+1}',
  '<at>Dan Ferris</at>',
  '<b>bold</b><script>alert(1)</script> &amp; &#42;',
  'sam\\[x](y)\\',
  'line one\n\n# line two',
  '"quoted" \'single\' `\\u0000`',
];

/** Words that choose how a part looks or acts, not texts. */
const fixed = new Set(['style', 'url', 'id', 'nonce', 'userIds']);

/** The same data with `text` in every place that has a text. */
export function withEveryText(data: object, text: string): object {
  return replaced(data) as object;

  function replaced(value: unknown): unknown {
    if (typeof value === 'string') return value === '' ? '' : text;
    if (Array.isArray(value)) return value.map(replaced);
    if (!isPart(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fixed.has(key) ? item : replaced(item)]));
  }
}
