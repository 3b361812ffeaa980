// Draws what is shown. While the picture moves, a finished one is moved along; when it rests, it
// is drawn anew: so 50,000 nodes move as smoothly as 300.

const FONT = 'system-ui, "DejaVu Sans", sans-serif';
const canvas = byId("picture");
// willReadFrequently keeps the canvas off the GPU: on a weak one, lines are far slower there.
const screenPen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
const finished = document.createElement("canvas");
const finishedPen = finished.getContext("2d", { alpha: false, willReadFrequently: true });
const finishedCamera = { zoom: 1, x: 0, y: 0 };
const paintWork = { cost: 0, waiting: "", timer: 0, frames: 0 };
const REST_MS = 140;
const FRAME_MS = 14;
let colours = {};
let crossing = null;

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = {
    page: read("page"), text: read("text"), faint: read("faint"), link: read("link"),
    accent: read("accent"), types: SHAPES.map((_, type) => read(`type${type}`)),
  };
}

function theme() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function resizePicture() {
  const box = byId("stage").getBoundingClientRect();
  camera.ratio = Math.min(2, window.devicePixelRatio || 1);
  camera.width = Math.max(50, box.width);
  camera.height = Math.max(50, box.height);
  for (const surface of [canvas, finished]) {
    surface.width = Math.round(camera.width * camera.ratio);
    surface.height = Math.round(camera.height * camera.ratio);
  }
}

function radiusOf(node) {
  const base = Math.max(1.1, Math.min(7, 0.3 * view.unit * camera.zoom));
  return base * (0.75 + Math.min(1.9, Math.sqrt(graph.degree[node]) * 0.2));
}

function paintAll(pen) {
  pen.setTransform(camera.ratio, 0, 0, camera.ratio, 0, 0);
  pen.fillStyle = colours.page;
  pen.fillRect(0, 0, camera.width, camera.height);
  const chosen = highlighted();
  paintLinks(pen, chosen !== null);
  if (view.path) paintChosenLinks(pen, view.path.links, 3);
  else if (view.selected >= 0 && !(view.rings && view.selected === view.focus)) paintChosenLinks(pen, linksOf(view.selected), 1.4);
  if (chosen) {
    pen.globalAlpha = 0.2;
    paintNodes(pen, (node) => !chosen[node]);
    pen.globalAlpha = 1;
    paintNodes(pen, (node) => chosen[node]);
  } else {
    paintNodes(pen, () => true);
  }
  paintMarks(pen);
  paintNames(pen, chosen);
}

function linksOf(node) {
  const links = [];
  for (let p = graph.start[node]; p < graph.start[node + 1]; p++) {
    if (view.linkVisible[graph.via[p]]) links.push(graph.via[p]);
  }
  return links;
}

/** Lines fade as their ink fills the picture: those inside islands and those between apart. */
function paintLinks(pen, faded) {
  pen.strokeStyle = colours.link;
  pen.lineWidth = 0.8;
  for (const between of [1, 0]) {
    const wanted = (link) => view.linkVisible[link] && (view.rings ? 0 : crossing[link]) === between;
    pen.globalAlpha = linkAlpha(wanted, view.rings ? 0.6 : between ? 0.2 : 0.35) * (faded ? 0.4 : 1);
    pen.beginPath();
    for (let j = 0; j < graph.links; j++) if (wanted(j)) addLink(pen, j);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function addLink(pen, link) {
  const x1 = screenX(graph.from[link]);
  const y1 = screenY(graph.from[link]);
  const x2 = screenX(graph.to[link]);
  const y2 = screenY(graph.to[link]);
  const { width, height } = camera;
  if ((x1 < 0 && x2 < 0) || (x1 > width && x2 > width)) return;
  if ((y1 < 0 && y2 < 0) || (y1 > height && y2 > height)) return;
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}

/** How strong the lines may be: from the share of the picture that they would cover. */
function linkAlpha(wanted, most) {
  const box = boundsOf(null);
  if (!box) return 0;
  const area = Math.max(1, (box.right - box.left) * (box.bottom - box.top)) * camera.zoom ** 2;
  const step = Math.max(1, Math.floor(graph.links / 3000));
  let length = 0;
  for (let j = 0; j < graph.links; j += step) {
    if (!wanted(j)) continue;
    const a = graph.from[j];
    const b = graph.to[j];
    length += Math.hypot(view.x[a] - view.x[b], view.y[a] - view.y[b]);
  }
  const ink = (length * step * camera.zoom) / area;
  return Math.max(0.012, Math.min(most, 0.12 / Math.max(1e-6, ink)));
}

function paintChosenLinks(pen, links, width) {
  pen.strokeStyle = colours.accent;
  pen.lineWidth = width;
  pen.globalAlpha = links.length > 400 ? 0.25 : 0.75;
  pen.beginPath();
  for (const link of links) addLink(pen, link);
  pen.stroke();
  pen.globalAlpha = 1;
}

function paintNodes(pen, wanted) {
  graph.members.forEach((members, type) => {
    pen.fillStyle = colours.types[type % colours.types.length];
    pen.beginPath();
    for (const node of members) {
      if (!view.visible[node] || !wanted(node)) continue;
      const x = screenX(node);
      const y = screenY(node);
      if (x < -20 || y < -20 || x > camera.width + 20 || y > camera.height + 20) continue;
      const radius = radiusOf(node);
      if (radius < 2) pen.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else addShape(pen, type, x, y, radius);
    }
    pen.fill();
  });
}

/** Outlines of the selected node, the one under the pointer, and the one a path starts from. */
function paintMarks(pen) {
  for (const [node, width] of [[view.pathFrom, 2], [view.hovered, 2], [view.selected, 3]]) {
    if (node < 0 || !view.visible[node]) continue;
    pen.strokeStyle = node === view.hovered ? colours.text : colours.accent;
    pen.lineWidth = width;
    pen.beginPath();
    addShape(pen, graph.type[node], screenX(node), screenY(node), Math.max(6, radiusOf(node) + 3));
    pen.stroke();
  }
}

function paintFinished() {
  const began = performance.now();
  paintAll(finishedPen);
  Object.assign(finishedCamera, { zoom: camera.zoom, x: camera.x, y: camera.y });
  screenPen.setTransform(1, 0, 0, 1, 0, 0);
  screenPen.drawImage(finished, 0, 0);
  paintWork.cost = performance.now() - began;
  paintWork.frames++;
}

function moveFinished() {
  const scale = camera.zoom / finishedCamera.zoom;
  const ratio = camera.ratio;
  screenPen.setTransform(1, 0, 0, 1, 0, 0);
  screenPen.fillStyle = colours.page;
  screenPen.fillRect(0, 0, canvas.width, canvas.height);
  screenPen.drawImage(
    finished,
    (camera.x - finishedCamera.x * scale) * ratio,
    (camera.y - finishedCamera.y * scale) * ratio,
    finished.width * scale,
    finished.height * scale,
  );
  paintWork.frames++;
}

/** Draw before the next frame; `moving` allows the moved picture until the hand rests. */
function repaint(moving = false) {
  clearTimeout(paintWork.timer);
  const quick = moving && paintWork.cost > FRAME_MS;
  if (quick) paintWork.timer = setTimeout(repaint, REST_MS);
  if (paintWork.waiting === "full" || paintWork.waiting === (quick ? "quick" : "full")) return;
  const asked = paintWork.waiting;
  paintWork.waiting = quick ? "quick" : "full";
  if (asked) return;
  requestAnimationFrame(() => {
    const way = paintWork.waiting;
    paintWork.waiting = "";
    if (way === "full") paintFinished();
    else moveFinished();
  });
}
