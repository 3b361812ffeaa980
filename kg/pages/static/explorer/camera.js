// The piece of the plane that the picture shows, and which node is under the pointer.

const camera = { zoom: 1, x: 0, y: 0, fitZoom: 1, width: 0, height: 0, ratio: 1 };
const NEAREST = 400;
const FARTHEST = 0.25;
let grid = null;

function screenX(node) {
  return camera.x + camera.zoom * view.x[node];
}

function screenY(node) {
  return camera.y + camera.zoom * view.y[node];
}

/** The box round all that is shown, or round some nodes; null where there is none. */
function boundsOf(nodes) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const take = (i) => {
    box.left = Math.min(box.left, view.x[i]);
    box.right = Math.max(box.right, view.x[i]);
    box.top = Math.min(box.top, view.y[i]);
    box.bottom = Math.max(box.bottom, view.y[i]);
  };
  if (nodes) nodes.forEach(take);
  else for (let i = 0; i < graph.size; i++) if (view.visible[i]) take(i);
  return box.left <= box.right ? box : null;
}

/** Show all of a box, with a margin for names. */
function fitBox(box, closest = 60) {
  const margin = Math.min(60, camera.width * 0.09, camera.height * 0.06);
  const sides = view.rings ? Math.min(230, camera.width * (camera.width > 600 ? 0.25 : 0.16)) : margin;
  const width = Math.max(1e-3, box.right - box.left);
  const height = Math.max(1e-3, box.bottom - box.top);
  const bar = view.focus >= 0 ? 40 : 0; // the bar above a neighbourhood
  const zoom = Math.min((camera.width - 2 * sides) / width, (camera.height - bar - 2 * margin) / height);
  camera.zoom = Math.min(zoom, closest / view.unit);
  camera.x = camera.width / 2 - (camera.zoom * (box.left + box.right)) / 2;
  camera.y = (camera.height + bar) / 2 - (camera.zoom * (box.top + box.bottom)) / 2;
}

function fitAll() {
  const box = boundsOf(null);
  if (!box) return;
  fitBox(box, 110);
  camera.fitZoom = camera.zoom;
}

/** Bring a node to the middle, near enough to read its surroundings. */
function centreOn(node) {
  camera.zoom = Math.max(camera.zoom, Math.min(camera.fitZoom * 3, 26 / view.unit), camera.fitZoom);
  camera.x = camera.width / 2 - camera.zoom * view.x[node];
  camera.y = camera.height / 2 - camera.zoom * view.y[node];
}

function zoomAt(factor, x, y) {
  const wanted = camera.zoom * factor;
  const allowed = Math.max(camera.fitZoom * FARTHEST, Math.min(camera.fitZoom * NEAREST, wanted));
  const scale = allowed / camera.zoom;
  camera.x = x - (x - camera.x) * scale;
  camera.y = y - (y - camera.y) * scale;
  camera.zoom = allowed;
}

function panBy(dx, dy) {
  camera.x += dx;
  camera.y += dy;
}

function forgetGrid() {
  grid = null;
}

function buildGrid() {
  const box = boundsOf(null) ?? { left: 0, right: 1, top: 0, bottom: 1 };
  const extent = Math.max(box.right - box.left, box.bottom - box.top, 1e-6);
  const cell = extent / Math.max(4, Math.sqrt(graph.size));
  const cells = new Map();
  for (let i = 0; i < graph.size; i++) {
    if (!view.visible[i]) continue;
    const key = `${Math.floor(view.x[i] / cell)} ${Math.floor(view.y[i] / cell)}`;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(i);
  }
  grid = { cell, cells };
}

/** The node at a place of the picture, or -1. */
function nodeAt(x, y, slack = 5) {
  if (!grid) buildGrid();
  const { cell, cells } = grid;
  const worldX = (x - camera.x) / camera.zoom;
  const worldY = (y - camera.y) / camera.zoom;
  const reach = Math.min(3 * cell, (slack + 16) / camera.zoom);
  let best = -1;
  let nearest = slack;
  for (let cx = Math.floor((worldX - reach) / cell); cx <= Math.floor((worldX + reach) / cell); cx++) {
    for (let cy = Math.floor((worldY - reach) / cell); cy <= Math.floor((worldY + reach) / cell); cy++) {
      for (const i of cells.get(`${cx} ${cy}`) ?? []) {
        const away = Math.hypot(screenX(i) - x, screenY(i) - y) - radiusOf(i);
        if (away < nearest) {
          best = i;
          nearest = away;
        }
      }
    }
  }
  return best;
}
