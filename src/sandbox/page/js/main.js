// Puts the page together and starts it.
import { prepareCards } from './card-config.js';
import { calendarNow, clock, followClock } from './clock.js';
import { showConversation } from './conversation.js';
import { fill } from './dom.js';
import { drawer } from './drawers.js';
import { begin, session, tellProblem } from './session.js';
import { chatList, conversationTitle, peoplePicker } from './sidebar.js';
import { themeButton } from './theme.js';
import { inWords } from './when.js';
import { worldPanel } from './world.js';

const at = (id) => document.getElementById(id);

function showClock() {
  const words = at('clock-words');
  const draw = () => (words.textContent = inWords(calendarNow()));
  clock.addEventListener('moved', draw);
  setInterval(draw, 5000);
}

function showProblems() {
  let timer;
  session.addEventListener('problem', (event) => {
    fill(at('problem'), event.detail);
    clearTimeout(timer);
    timer = setTimeout(() => fill(at('problem')), 8000);
  });
}

async function start() {
  at('tools').append(themeButton());
  const list = drawer({ panel: at('list'), button: at('list-button'), close: at('list-close'), narrow: '(max-width: 820px)', name: 'list', isCollapsible: false });
  const world = drawer({ panel: at('world'), button: at('world-button'), close: at('world-close'), narrow: '(max-width: 1099px)', name: 'world', isCollapsible: true });
  session.addEventListener('compose', world.shutIfDrawer);
  showProblems();
  showClock();
  peoplePicker(at('who'));
  chatList(at('chats'), list.shutIfDrawer);
  conversationTitle(at('title'));
  worldPanel(at('world-body'));
  const draw = () => showConversation(at('conversation'), at('announcer'));
  session.addEventListener('person', draw);
  session.addEventListener('open', draw);
  void followClock();
  await prepareCards();
  await begin();
}

start().catch(tellProblem);
