// Cards are dragged between columns. A drop sends the move form of the card's own menu, so that there is one way to
// move: POST {task}/position with csrf_token, version, column_id and before (a task's key, or empty for the end), and
// `X-Requested-With: fetch`. The answer is 2xx with the new version as its ETag ("v8"). A redirect has moved the card,
// too, but does not tell the version: the board is loaded again. Anything else puts the card back and says why.
import { sortable } from './drag.js';
import { toast } from './toast.js';

const DONE = 'done';
const board = document.querySelector('.board');
if (board?.querySelector('form[data-move]')) {
  sortable(board, { item: '.card:has(form[data-move])', list: '.col-list', onDrop: move });
}

async function move(card, { from, list, before, undo }) {
  recount(from, -1);
  recount(list, 1);
  card.setAttribute('aria-busy', 'true');
  try {
    show(card, list, await send(card, list.dataset.column, keyOf(before)));
  } catch (problem) {
    undo();
    recount(list, -1);
    recount(from, 1);
    toast(`Couldn’t move ${keyOf(card)}. ${problem.message}`, { isBad: true });
  } finally {
    card.removeAttribute('aria-busy');
  }
}

async function send(card, column, before) {
  const form = card.querySelector('form[data-move]'), body = new URLSearchParams(new FormData(form));
  body.set('column_id', column);
  body.set('before', before);
  const response = await fetch(form.getAttribute('action'), {
    method: 'POST', body, redirect: 'manual', headers: { 'X-Requested-With': 'fetch' },
  }).catch(() => { throw new Error('The connection is lost; try again.'); });
  const version = /^(?:W\/)?"v(\d+)"$/.exec(response.headers.get('ETag') ?? '')?.[1];
  if (response.type === 'opaqueredirect' || (response.ok && !version)) location.reload();
  else if (!response.ok) throw new Error(await explain(response));
  return version;
}

async function explain(response) {
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const problem = await response.json();
    return `${problem.detail || problem.title}.`.replace(/\.\.$/, '.');
  }
  if (response.status === 409) return 'Somebody changed it in the meantime; load the page again.';
  if (response.status === 401 || response.status === 403) return 'You may not do this, or you are signed out.';
  return 'Try again.';
}

// What the server would have rendered: the version to move it from next time, and what its menu offers now.
function show(card, list, version) {
  if (!version) return;
  const form = card.querySelector('form[data-move]'), isDone = list.dataset.category === DONE;
  form.elements.version.value = version;
  for (const button of form.querySelectorAll('[name="column_id"]')) {
    if (button.value === list.dataset.column) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
  card.classList.toggle('is-done', isDone);
  const button = form.querySelector('[formaction]'), task = form.getAttribute('action').replace(/\/position$/, '');
  button.setAttribute('formaction', `${task}/${isDone ? 'reopening' : 'completion'}`);
  button.textContent = isDone ? 'Reopen' : 'Complete';
  card.classList.add('just-moved');
  setTimeout(() => card.classList.remove('just-moved'), 1600);
}

function recount(list, change) {
  const count = list.closest('.col').querySelector('.count'), { limit } = count.dataset;
  const number = Number(count.dataset.count) + change;
  count.dataset.count = number;
  count.textContent = limit ? `${number}/${limit}` : number;
  if (!limit) return;
  const surplus = number - Number(limit), note = count.parentElement.querySelector('.limit-note');
  count.classList.toggle('is-full', surplus >= 0);
  note.classList.toggle('is-over', surplus > 0);
  note.textContent = surplus > 0 ? 'Over limit' : surplus === 0 ? 'At limit' : '';
}

function keyOf(card) {
  return card?.id.slice('t-'.length) ?? '';
}
