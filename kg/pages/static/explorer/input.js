// Mouse, touch and keyboard on the picture.

const pointers = new Map();
const gesture = { moved: 0, spread: 0, last: 0 };
const TAP = 6;

function startInput() {
  canvas.addEventListener("pointerdown", pointerDown);
  canvas.addEventListener("pointermove", pointerMove);
  canvas.addEventListener("pointerup", pointerUp);
  canvas.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => hover(-1));
  canvas.addEventListener("dblclick", (event) => {
    const node = nodeAt(event.offsetX, event.offsetY);
    if (node >= 0) expandNode(node);
  });
  canvas.addEventListener("wheel", wheel, { passive: false });
  canvas.addEventListener("keydown", pictureKey);
  document.addEventListener("keydown", pageKey);
}

function pointerDown(event) {
  if (event.button > 0) return; // the browser's menu, not a choice
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  if (pointers.size === 1) gesture.moved = 0;
  gesture.spread = 0;
}

function pointerMove(event) {
  const pointer = pointers.get(event.pointerId);
  if (!pointer) {
    if (event.pointerType !== "touch") hover(nodeAt(event.offsetX, event.offsetY), event);
    return;
  }
  const dx = event.offsetX - pointer.x;
  const dy = event.offsetY - pointer.y;
  Object.assign(pointer, { x: event.offsetX, y: event.offsetY });
  gesture.moved += Math.abs(dx) + Math.abs(dy);
  if (pointers.size === 1) {
    if (gesture.moved > TAP) panBy(dx, dy);
  } else {
    pinch(dx, dy);
  }
  hideTip();
  repaint(true);
}

function pinch(dx, dy) {
  const [a, b] = [...pointers.values()];
  const spread = Math.hypot(a.x - b.x, a.y - b.y);
  panBy(dx / 2, dy / 2);
  if (gesture.spread) zoomAt(spread / gesture.spread, (a.x + b.x) / 2, (a.y + b.y) / 2);
  gesture.spread = spread;
  gesture.moved += TAP;
}

function pointerUp(event) {
  const known = pointers.delete(event.pointerId);
  gesture.spread = 0;
  if (!known || pointers.size) return;
  if (gesture.moved <= TAP) pressNode(nodeAt(event.offsetX, event.offsetY, event.pointerType === "touch" ? 14 : 5));
  else writeAddress();
}

function wheel(event) {
  event.preventDefault();
  zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), event.offsetX, event.offsetY);
  hideTip();
  writeAddress();
  repaint(true);
}

function hover(node, event) {
  if (node >= 0) showTip(node, event);
  else hideTip();
  if (node === view.hovered) return;
  view.hovered = node;
  canvas.classList.toggle("over", node >= 0);
  // On a large graph the note beside the pointer says enough; a new picture would take too long.
  if (paintWork.cost < 60) repaint();
}

function showTip(node, event) {
  const tip = byId("tip");
  tip.replaceChildren(
    element("b", {}, nameText(graph.name[node])),
    element("span", { class: "quiet" }, `${typeName(node)}, ${count(graph.degree[node], "relation")}`),
  );
  tip.hidden = false;
  const left = Math.min(event.offsetX + 14, camera.width - tip.offsetWidth - 6);
  const above = event.offsetY + 18 + tip.offsetHeight > camera.height;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${above ? event.offsetY - tip.offsetHeight - 10 : event.offsetY + 18}px`;
}

function hideTip() {
  byId("tip").hidden = true;
}

const STEP = 60;
const PICTURE_KEYS = {
  ArrowLeft: () => panBy(STEP, 0),
  ArrowRight: () => panBy(-STEP, 0),
  ArrowUp: () => panBy(0, STEP),
  ArrowDown: () => panBy(0, -STEP),
  "+": () => zoomAt(1.25, camera.width / 2, camera.height / 2),
  "=": () => zoomAt(1.25, camera.width / 2, camera.height / 2),
  "-": () => zoomAt(0.8, camera.width / 2, camera.height / 2),
  0: fitAll,
  Enter: selectMiddleOrFocus,
  n: () => stepThroughNeighbours(1),
  p: () => stepThroughNeighbours(-1),
  e: () => view.selected >= 0 && expandNode(view.selected),
};

function pictureKey(event) {
  const act = PICTURE_KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  act();
  event.preventDefault();
  writeAddress();
  repaint(true);
}

function selectMiddleOrFocus() {
  if (view.selected >= 0) {
    focusOn(view.selected);
    return;
  }
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < graph.size; i++) {
    if (!view.visible[i]) continue;
    const away = Math.hypot(screenX(i) - camera.width / 2, screenY(i) - camera.height / 2);
    if (away < nearest) {
      best = i;
      nearest = away;
    }
  }
  if (best >= 0) openNode(best);
}

function pageKey(event) {
  const typing = document.activeElement?.matches("input:not([type=checkbox])");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape") {
    stepBack();
  }
}
