// Ctrl K, or ⌘ K, goes to the search field from anywhere: to the one of the page, else to that of the sidebar. Where
// neither is shown, the search has a page.
addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const fields = [...document.querySelectorAll('main form[role="search"] input[type="search"], .find input')];
  const field = fields.find(each => each.checkVisibility());
  const way = document.querySelector('.find a');
  if (!field && !way) return;
  event.preventDefault();
  if (field) field.select();
  else way.click();
});
