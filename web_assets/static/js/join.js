// The code of an invitation stands behind the #, which no server sees: it goes on in a form's body, and out of the address.
const form = document.querySelector('form[data-invitation]');
const code = location.hash.slice(1);
if (form && code) {
  history.replaceState(null, '', location.pathname);
  form.elements.namedItem('code').value = code;
  form.requestSubmit();
}
