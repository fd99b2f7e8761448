// Microsoft's renderer set up as Teams does: host configuration by theme, Markdown on, links in a new tab or inside the page.
import { el } from './dom.js';
import { openPersonal } from './session.js';
import { themeNow } from './theme.js';

const { AdaptiveCards, markdownit } = window;
const markdown = markdownit({ html: false, linkify: false });
const FONTS = '"Segoe UI", "Open Sans", "Noto Sans", system-ui, sans-serif';
const configs = {};

/** Teams' own colours that miss a contrast of 4.5 on a card; these are the nearest that reach it. */
const READABLE = {
  light: { good: '#237b4b', warning: '#8f5a00', accent: '#5b5fc7', attention: '#c4314b' },
  dark: { accent: '#a6a7dc', attention: '#f1707b' },
};

function makeReadable(config, name) {
  for (const style of ['default', 'emphasis']) {
    for (const [colour, value] of Object.entries(READABLE[name])) {
      config.containerStyles[style].foregroundColors[colour] = { default: value, subtle: value };
    }
  }
  if (name === 'dark') config.separator.lineColor = '#4d4d4d';
  config.fontTypes.default.fontFamily = FONTS;
  return config;
}

async function loadConfig(name) {
  const answer = await fetch(`/lib/host-config-${name}.json`);
  configs[name] = makeReadable(await answer.json(), name);
}

/** Before the first card. */
export async function prepareCards() {
  AdaptiveCards.GlobalSettings.setTabIndexAtCardRoot = false;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text);
    result.didProcess = true;
  };
  await Promise.all([loadConfig('light'), loadConfig('dark')]);
}

export const hostConfig = () => new AdaptiveCards.HostConfig(configs[themeNow()]);

/**
 * The bot's text is Markdown. HTML in it stays text; names that alert somebody are marked, and other <at>...</at> are only names.
 * @param {string} text @param {readonly string[]} mentions
 */
export function markdownElement(text, mentions = []) {
  const element = el('div', { class: 'markdown' });
  const marked = mentions.reduce((rest, mention) => rest.replaceAll(mention, mention.replace('<at>', '\uE000').replace('</at>', '\uE001')), text);
  element.innerHTML = markdown.render(marked.replace(/<\/?at>/g, '')).replace(/\uE000(.*?)\uE001/g, '<span class="mention">$1</span>');
  for (const link of element.querySelectorAll('a')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      openLink(link.href);
    });
  }
  return element;
}

/** Links into Teams' own chats stay in this page, as Teams would; the rest open in a new tab. @param {string} url */
export function openLink(url) {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target === null || !['http:', 'https:', 'mailto:'].includes(target.protocol)) return;
  const isTeamsChat = target.hostname === 'teams.microsoft.com' && /^\/l\/(chat|entity|app)\//.test(target.pathname);
  if (isTeamsChat) openPersonal();
  else window.open(target.href, '_blank', 'noopener');
}
