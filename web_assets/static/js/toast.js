// A sentence at the edge of the page, in the place where the server puts its own.
export function toast(text, { isBad = false } = {}) {
  const element = document.createElement('div');
  element.className = isBad ? 'toast toast-danger' : 'toast';
  const words = document.createElement('span');
  words.textContent = text;
  element.append(words);
  const dismiss = document.createElement('button');
  dismiss.className = 'btn';
  dismiss.textContent = 'Dismiss';
  dismiss.addEventListener('click', () => element.remove());
  element.append(dismiss);
  document.querySelector('.toasts').append(element);
}
