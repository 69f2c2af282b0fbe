// Ticking tasks of a list: all of them at once, how many they are, and the bar only while there are any. Without this
// the bar is always there. A range is ticked by a click with Shift held.
const bar = document.getElementById('bulk'), all = document.querySelector('[data-bulk-all]');
const boxes = [...document.querySelectorAll('input[form="bulk"][name="tasks"]')];
if (bar && all && boxes.length) {
  let last = null;
  all.hidden = false;
  all.addEventListener('change', () => tick(boxes, all.checked));
  for (const box of boxes) {
    box.addEventListener('click', (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
        tick(boxes.slice(from, to + 1), box.checked);
      }
      last = box;
      show();
    });
  }
  addEventListener('pageshow', show); // the browser may have kept what was ticked
  show();
}

function tick(some, isTicked) {
  for (const box of some) box.checked = isTicked;
  show();
}

function show() {
  const count = boxes.filter((box) => box.checked).length;
  bar.hidden = count === 0;
  bar.querySelector('[data-bulk-count]').textContent = `${count} ticked`;
  all.checked = count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
}
