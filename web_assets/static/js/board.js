// Cards are dragged between columns. A drop sends the move form of the card's own menu, so the server knows one way
// to move: the answer is 2xx with the new version as its ETag. A redirect has done it, too, but does not tell the
// version: the board is loaded again. Anything else puts the card back and says why.
import { sortable } from './drag.js';
import { toast } from './toast.js';

const board = document.querySelector('.board');
if (board?.querySelector('form[data-move]')) {
  sortable(board, { item: '.card:has(form[data-move])', list: '.col-list', onDrop: move });
}

async function move(card, { list, before, undo }) {
  const key = card.id.slice(2), from = list === undefined ? null : card.dataset.from;
  recount();
  card.setAttribute('aria-busy', 'true');
  try {
    await send(card, list.dataset.column, before?.id?.slice(2) ?? '');
    card.classList.add('just-moved');
    setTimeout(() => card.classList.remove('just-moved'), 1600);
  } catch (problem) {
    undo();
    recount();
    toast(`Couldn’t move ${key}. ${problem.message}`, { isBad: true });
  } finally {
    card.removeAttribute('aria-busy');
  }
}
