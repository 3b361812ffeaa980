// Writes names into the picture: of the islands from afar, of the nodes as one comes closer.

const LENGTHS = [36, 24, 15];
const MOST_NAMES = 140;
const CELL = 48;
const MUST_NAME = 60; // islands of at least this radius in pixels are named in any case
const FEW_NODES = 1500;
const TITLE_ROOM = 22; // pixels between neighbours from which on titles of papers are written

function paintNames(pen, chosen) {
  const taken = new TakenSpace();
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const id of ["zoom", "focusbar"]) claimElement(taken, byId(id));
  if (view.shown <= FEW_NODES || chosen) claimNodes(taken, chosen);
  const far = !view.rings && view.shown > 150 && camera.zoom < camera.fitZoom * 1.8;
  if (far && !chosen) paintIslandNames(pen, taken);
  paintNodeNames(pen, chosen, taken, far);
  if (!far && !chosen && !view.rings && view.shown > 150) paintIslandNames(pen, taken);
}

function paintIslandNames(pen, taken) {
  pen.textAlign = "center";
  const islands = data.island;
  const largestFirst = islands.name.map((_, i) => i).sort((a, b) => islands.radius[b] - islands.radius[a]);
  largestFirst.forEach((i) => {
    const name = islands.name[i];
    const radius = islands.radius[i] * camera.zoom;
    if (!name || radius < 16 || !islandShown(i)) return;
    const size = Math.max(12, Math.min(19, radius * 0.2));
    pen.font = `600 ${size}px ${FONT}`;
    const text = shorten(name, 30);
    const width = pen.measureText(text).width + 10;
    const x = camera.x + camera.zoom * islands.x[i];
    const y = camera.y + camera.zoom * islands.y[i];
    if (x < -radius || x > camera.width + radius || y < -radius || y > camera.height + radius) return;
    const inX = Math.max(width / 2, Math.min(camera.width - width / 2, x));
    const heights = [y - radius - size * 0.2, y + radius + size * 0.4, y].map((wanted) =>
      Math.max(size, Math.min(camera.height - size, wanted)),
    );
    const free = heights.find((at) => taken.claim(inX - width / 2, at - size * 0.65, width, size * 1.3));
    if (free !== undefined) writeText(pen, text, inX, free, 5);
    else if (radius > MUST_NAME) writeText(pen, text, inX, heights[0], 5);
  });
  pen.textAlign = "left";
}

/** Keep names off the nodes that count, where there is room to do so. */
function claimNodes(taken, chosen) {
  for (let i = 0; i < graph.size; i++) {
    if (!view.visible[i] || (chosen && !chosen[i])) continue;
    const radius = radiusOf(i) * 0.8;
    taken.claim(screenX(i) - radius, screenY(i) - radius, 2 * radius, 2 * radius, true);
  }
}

/** Keep names from under what lies over the picture. */
function claimElement(taken, element) {
  if (element.hidden) return;
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element;
  taken.claim(offsetLeft, offsetTop, offsetWidth, offsetHeight, true);
}

function islandShown(island) {
  const members = islandMembers()[island];
  return members.some((node) => view.visible[node]);
}

let membersOfIslands = null;
function islandMembers() {
  if (!membersOfIslands) {
    membersOfIslands = data.island.name.map(() => []);
    data.island.of.forEach((island, node) => membersOfIslands[island].push(node));
  }
  return membersOfIslands;
}

function paintNodeNames(pen, chosen, taken, far) {
  pen.font = `12px ${FONT}`;
  let written = 0;
  let tried = 0;
  const first = [view.selected, view.hovered, view.pathFrom, ...(view.path?.nodes ?? [])];
  const titles = chosen !== null || view.unit * camera.zoom > TITLE_ROOM;
  const most = far && !chosen ? 0 : MOST_NAMES;
  for (const node of namingOrder(first)) {
    const must = first.includes(node);
    if (!must && written >= most) break;
    if (!view.visible[node] || (chosen && !chosen[node] && !must)) continue;
    if (!titles && !must && graph.type[node] === graph.paperType) continue;
    const x = screenX(node);
    const y = screenY(node);
    if (x < 0 || y < 6 || x > camera.width || y > camera.height - 6) continue;
    if (++tried > 4000) break;
    if (writeNodeName(pen, node, x, y, taken)) written++;
    else if (must) forceNodeName(pen, node, x, y);
  }
}

function* namingOrder(first) {
  for (const node of first) if (node >= 0) yield node;
  for (const node of graph.ranked) if (!first.includes(node)) yield node;
}

/** Write a name beside its node where it is free; in rings outwards first, shorter if it must. */
function writeNodeName(pen, node, x, y, taken) {
  const away = radiusOf(node) + 4;
  const leftFirst = view.rings && x < camera.x + camera.zoom * view.x[view.focus] - 1;
  for (const toLeft of leftFirst ? [true, false] : [false, true]) {
    for (const longest of view.rings ? LENGTHS : LENGTHS.slice(0, 1)) {
      const text = shorten(graph.name[node], longest);
      const width = pen.measureText(text).width;
      const left = toLeft ? x - away - width : x + away;
      if (left < 2 || left + width > camera.width - 2) continue;
      if (!taken.claim(left - 2, y - 7, width + 6, 14)) continue;
      writeText(pen, text, left, y, 3);
      return true;
    }
  }
  return false;
}

/** Write a name that must be seen, over others if need be, but inside the picture. */
function forceNodeName(pen, node, x, y) {
  const text = shorten(graph.name[node], LENGTHS[1]);
  const width = pen.measureText(text).width;
  const right = x + radiusOf(node) + 4;
  writeText(pen, text, Math.max(2, Math.min(right, camera.width - width - 2)), y, 3);
}

function writeText(pen, text, x, y, halo) {
  pen.strokeStyle = colours.page;
  pen.lineWidth = halo;
  pen.globalAlpha = 0.85;
  pen.strokeText(text, x, y);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.text;
  pen.fillText(text, x, y);
}

function shorten(text, longest) {
  const letters = [...text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : letters.join("");
}

/** Remembers which rectangles of the picture carry something that names must not cover. */
class TakenSpace {
  constructor() {
    this.cells = new Map();
  }
  claim(left, top, width, height, always = false) {
    const box = [left, top, left + width, top + height];
    const cells = this.cellsOf(box);
    if (!always && cells.some((key) => (this.cells.get(key) ?? []).some((other) => overlap(box, other)))) {
      return false;
    }
    for (const key of cells) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
    return true;
  }
  cellsOf([left, top, right, bottom]) {
    const keys = [];
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) keys.push(x * 100003 + y);
    }
    return keys;
  }
}

function overlap(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
