// Ctrl K, or ⌘ K, goes to the search from anywhere: to the field of its page, else to that of the sidebar. Where
// neither is shown, to the page.
addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const fields = ['.searchline input', '.find input'].map(each => document.querySelector(each));
  const field = fields.find(each => each?.checkVisibility());
  const way = document.querySelector('.find a');
  if (!field && !way) return;
  event.preventDefault();
  if (!field) return way.click();
  field.focus();
  field.select();
});
