// Dragging items between lists with a pointer: mouse (a few pixels of slop), touch and pen (a long press).
// Escape cancels, the edges scroll. `onDrop(item, {from, list, before, undo})` hears where the item was left.
const SLOP = 5, PRESS = 220, EDGE = 48;
const CONTROLS = 'button, input, select, textarea, [popover]';

export function sortable(root, { item, list, onDrop }) {
  let drag = null;

  function start() {
    const box = drag.item.getBoundingClientRect();
    Object.assign(drag, { isOn: true, dx: drag.x0 - box.left, dy: drag.y0 - box.top });
    drag.home = { list: drag.item.parentNode, next: drag.item.nextElementSibling };
    drag.slot = document.createElement('li');
    drag.slot.className = 'slot';
    drag.slot.style.height = `${box.height}px`;
    drag.ghost = lift(drag.item, box);
    root.append(drag.ghost);
    drag.item.hidden = true;
    drag.item.before(drag.slot);
    drag.lists = [...root.querySelectorAll(list)];
    root.dataset.dragging = '';
    getSelection()?.removeAllRanges();
    root.setPointerCapture(drag.id);
    drag.frame = requestAnimationFrame(follow);
  }

  function lift(element, box) {
    const ghost = element.cloneNode(true);
    ghost.querySelectorAll('[popover]').forEach(menu => menu.remove());
    ghost.removeAttribute('id');
    ghost.inert = true;
    ghost.classList.add('is-lifted');
    Object.assign(ghost.style, {
      position: 'fixed', left: 0, top: 0, margin: 0, width: `${box.width}px`, height: `${box.height}px`,
      pointerEvents: 'none', willChange: 'transform', zIndex: 50,
    });
    return ghost;
  }

  function follow() {
    if (!drag?.isOn) return;
    drag.ghost.style.transform = `translate(${drag.x - drag.dx}px, ${drag.y - drag.dy}px)`;
    const under = drag.lists.find(each => {
      const box = each.getBoundingClientRect();
      return drag.x >= box.left && drag.x <= box.right;
    });
    if (under) {
      const box = under.getBoundingClientRect();
      scroll(under, 'scrollTop', drag.y - box.top, box.bottom - drag.y);
      const before = findBefore(under);
      if (drag.slot.parentNode !== under || drag.slot.nextElementSibling !== before) under.insertBefore(drag.slot, before);
    }
    const edge = root.getBoundingClientRect();
    scroll(root, 'scrollLeft', drag.x - edge.left, edge.right - drag.x);
    drag.frame = requestAnimationFrame(follow);
  }

  function findBefore(under) {
    const ghost = drag.ghost.getBoundingClientRect(), middle = (ghost.top + ghost.bottom) / 2;
    const items = [...under.children].filter(each => each !== drag.slot && !each.hidden);
    let low = 0, high = items.length;
    while (low < high) {
      const half = (low + high) >> 1, box = items[half].getBoundingClientRect();
      if (middle < box.top + box.height / 2) high = half; else low = half + 1;
    }
    return items[low] ?? null;
  }

  function scroll(element, side, fromStart, fromEnd) {
    if (fromStart < EDGE) element[side] -= (EDGE - fromStart) / 3;
    else if (fromEnd < EDGE) element[side] += (EDGE - fromEnd) / 3;
  }

  function end(isDropped) {
    if (!drag) return;
    const { item: dropped, slot, ghost, home, timer, frame, isOn } = drag;
    drag = null;
    clearTimeout(timer);
    if (!isOn) return;
    cancelAnimationFrame(frame);
    dropped.hidden = false;
    delete root.dataset.dragging;
    ghost.remove();
    swallowClick();
    if (!isDropped) return slot.remove();
    slot.replaceWith(dropped);
    const place = { list: dropped.parentNode, before: dropped.nextElementSibling };
    if (place.list === home.list && place.before === home.next) return;
    const undo = () => home.list.insertBefore(dropped, home.next?.parentNode === home.list ? home.next : null);
    onDrop(dropped, { from: home.list, ...place, undo });
  }

  // The click that ends a drag must not open the item.
  function swallowClick() {
    const eat = event => { event.preventDefault(); event.stopPropagation(); };
    addEventListener('click', eat, true);
    setTimeout(() => removeEventListener('click', eat, true), 0);
  }

  root.addEventListener('pointerdown', event => {
    const element = event.target.closest(item);
    if (!element || event.button || event.target.closest(CONTROLS)) return;
    const [x, y] = [event.clientX, event.clientY];
    drag = { item: element, id: event.pointerId, x0: x, y0: y, x, y, isTouch: event.pointerType !== 'mouse' };
    if (drag.isTouch) drag.timer = setTimeout(start, PRESS);
  });
  root.addEventListener('pointermove', event => {
    if (event.pointerId !== drag?.id) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.isOn || Math.hypot(drag.x - drag.x0, drag.y - drag.y0) <= SLOP) return;
    if (drag.isTouch) end(false); else start();
  });
  root.addEventListener('touchmove', event => { if (drag?.isOn) event.preventDefault(); }, { passive: false });
  root.addEventListener('contextmenu', event => { if (drag?.isTouch) event.preventDefault(); });
  root.addEventListener('pointerup', () => end(true));
  root.addEventListener('pointercancel', () => end(false));
  root.addEventListener('dragstart', event => event.preventDefault());
  addEventListener('keydown', event => {
    if (event.key === 'Escape' && drag?.isOn) { event.stopPropagation(); end(false); }
  }, true);
}
