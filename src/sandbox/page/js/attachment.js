// The paperclip: a real file input, drag and drop, and the chip that shows what is attached.
import { el, fill, icon } from './dom.js';
import { sizeInWords } from './when.js';

/** @param {Record<string, string>} data for tests @param {(words: string) => void} say */
export function attachment(data, say) {
  const input = el('input', { type: 'file', class: 'file-input', 'aria-label': 'Attach a file', data });
  const button = el('label', { class: 'icon-button', title: 'Attach a file' }, input, icon('attach'));
  const chip = el('div', { class: 'attached' });
  const listeners = [];
  let file = null;

  function set(next) {
    file = next;
    input.value = '';
    fill(chip, file && attachedChip(file, () => {
      set(null);
      input.focus();
    }));
    for (const listener of listeners) listener();
  }

  input.addEventListener('change', () => {
    if (input.files.length > 0) set(input.files[0]);
  });

  /** @param {HTMLElement} place */
  function acceptDrops(place) {
    const mark = (isOver) => place.classList.toggle('drop-here', isOver);
    place.ondragover = (event) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      mark(true);
    };
    place.ondragleave = (event) => mark(place.contains(event.relatedTarget));
    place.ondrop = (event) => {
      event.preventDefault();
      mark(false);
      if (event.dataTransfer.files.length > 1) say('One file at a time: the first one is attached.');
      if (event.dataTransfer.files.length > 0) set(event.dataTransfer.files[0]);
    };
  }

  return { button, chip, set, get: () => file, onChange: (listener) => listeners.push(listener), acceptDrops };
}

function attachedChip(file, remove) {
  return el('span', { class: 'file-chip' }, icon('file'), el('span', { class: 'file-name' }, file.name), el('span', { class: 'subtle' }, sizeInWords(file.size)),
    el('button', { type: 'button', class: 'icon-button small', 'aria-label': `Remove ${file.name}`, on: { click: remove } }, icon('close')));
}
