// What is opened in the inbox is read once it is seen: the form that says so is sent behind the page. E is done, S puts
// off, J and K go on and back. Without this the buttons are there.
const pane = document.querySelector('.inbox-pane');
const reading = pane?.querySelector('form[action$="/reading"]');
if (reading) {
  const seen = () => document.visibilityState === 'visible' && send();
  const send = async () => {
    document.removeEventListener('visibilitychange', seen);
    const answer = await fetch(reading.action, { method: 'POST', body: new URLSearchParams(new FormData(reading)), redirect: 'manual' });
    if (answer.type !== 'opaqueredirect') return;
    document.querySelector('.notice[aria-current]')?.classList.remove('is-unread');
    reading.hidden = true;
  };
  document.addEventListener('visibilitychange', seen);
  seen();
}

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [popover]')) return;
  const key = event.key.toLowerCase();
  const act = { e: '[aria-keyshortcuts="E"]', s: '[aria-keyshortcuts="S"]' }[key];
  const step = { j: 1, k: -1 }[key];
  if (act) pane?.querySelector(act)?.click();
  if (step) {
    const items = [...document.querySelectorAll('.notice[id] p a')];
    const place = items.findIndex(item => item.closest('[aria-current]'));
    items[place < 0 ? 0 : place + step]?.click();
  }
});
