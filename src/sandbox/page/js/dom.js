// Makes page elements. Text always goes in as text, never as HTML.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [props] `class`, `on` (listeners by event), `data` (dataset), `aria-*` and other attributes; false and null leave one out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

function setProp(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (name === 'data') Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? '' : String(value));
}

const PATHS = {
  attach: 'M14.5 6.5 8 13a2 2 0 0 0 2.8 2.8l6.7-6.7a4 4 0 0 0-5.7-5.6L5 10.3a6 6 0 0 0 8.5 8.5l5.2-5.2',
  send: 'M4 12h9M4.5 4.5l16 7.5-16 7.5 2-7.5z',
  chat: 'M4 5h16v11H9l-4 3.5V16H4z',
  world: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  people: 'M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5zM3 19.5c0-3.2 2.6-5.5 6-5.5s6 2.3 6 5.5M15.5 5.3a3 3 0 0 1 0 5.8M17.5 14.3c2.1.8 3.5 2.7 3.5 5.2',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  down: 'M12 4v12M6.5 11 12 16.5 17.5 11M5 20h14',
  reply: 'M9.5 6 4 11l5.5 5M4 11h9a6 6 0 0 1 6 6v1',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5.2l3.4 2',
  at: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM16 8v5.2a2.4 2.4 0 0 0 4.7 0V12a8.7 8.7 0 1 0-3.6 7',
};

/** A line drawing beside words that say the same; screen readers skip it. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

const TINTS = 6;

/** A circle with initials; one person always has the same tint. The bot is a rounded square. @param {string} name @param {boolean} [isBot] */
export function avatar(name, isBot = false) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 2);
  const tint = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TINTS;
  return el('span', { class: `avatar tint-${tint}${isBot ? ' bot' : ''}`, 'aria-hidden': 'true' }, initials.toUpperCase());
}

/** Replaces what is in `element`. @param {Element} element @param {...(Node | string | null | undefined | false)} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter(Boolean));
}
