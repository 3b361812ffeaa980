// Where nodes stand: on the map that came with the page, or in rings round the focus.

const CROWD = 60;

function place(inside) {
  const rings = inside !== null && view.shown <= RING_LIMIT;
  if (!rings) {
    view.x = graph.mapX;
    view.y = graph.mapY;
    view.unit = data.unit;
  } else {
    const nodes = [];
    for (let i = 0; i < graph.size; i++) if (view.visible[i]) nodes.push(i);
    view.x = new Float32Array(graph.size);
    view.y = new Float32Array(graph.size);
    view.unit = 100;
    placeRings(nodes);
  }
  view.rings = rings;
  forgetGrid();
}

function placeRings(nodes) {
  const linked = new Map(nodes.map((node) => [node, new Set()]));
  for (const node of nodes) {
    for (const other of neighboursOf(node)) if (linked.has(other)) linked.get(node).add(other);
  }
  const inner = [...(linked.get(view.focus) ?? [])].sort(byTypeThenDegree);
  const children = hangOn(nodes, linked, inner);
  const outermost = inner.length > CROWD ? placeCrowd(inner, children) : placeCircle(inner, children);
  const placed = new Set([view.focus, ...inner, ...[...children.values()].flat()]);
  const rest = nodes.filter((node) => !placed.has(node)).sort(byTypeThenDegree);
  placeFan(rest, outermost + 1.5, -Math.PI / 2, 2 * Math.PI);
}

/** Give every other node to the neighbour of the focus that has the fewest so far. */
function hangOn(nodes, linked, inner) {
  const children = new Map(inner.map((node) => [node, []]));
  for (const node of nodes) {
    if (node === view.focus || children.has(node)) continue;
    const parents = [...linked.get(node)].filter((other) => children.has(other));
    if (!parents.length) continue;
    parents.sort((a, b) => children.get(a).length - children.get(b).length || a - b);
    children.get(parents[0]).push(node);
  }
  return children;
}

/** The neighbours on a circle, what hangs on them behind them; returns the last radius. */
function placeCircle(inner, children) {
  const weights = inner.map((node) => 1 + children.get(node).length ** 0.75);
  const turn = (2 * Math.PI) / Math.max(1e-9, weights.reduce((sum, w) => sum + w, 0));
  const radius = Math.max(2.6, inner.length * 0.21);
  let angle = -Math.PI / 2;
  let outermost = radius;
  inner.forEach((node, number) => {
    const width = turn * weights[number];
    const shift = inner.length > 26 && number % 2 ? 1.16 : 1;
    putAt(node, radius * shift, angle + width / 2);
    const hanging = children.get(node).sort(byTypeThenDegree);
    outermost = Math.max(outermost, placeFan(hanging, radius * 1.35 + 1.6, angle, width));
    angle += width;
  });
  return outermost;
}

/** Many neighbours fill a disc, a sector a type; what hangs on them stands round it. */
function placeCrowd(inner, children) {
  let angle = -Math.PI / 2;
  let outermost = 0;
  for (const type of new Set(inner.map((node) => graph.type[node]))) {
    const sector = inner.filter((node) => graph.type[node] === type);
    const width = (2 * Math.PI * sector.length) / inner.length;
    outermost = Math.max(outermost, placeFan(sector, 2.2, angle, width));
    angle += width;
  }
  return placeFan(inner.flatMap((node) => children.get(node)), outermost + 1.5, -Math.PI / 2, 2 * Math.PI);
}

/** Place nodes in rows of an arc, from inside to outside; return the last radius. */
function placeFan(nodes, radius, start, width) {
  for (let at = 0; at < nodes.length; radius += 1.05) {
    const row = nodes.slice(at, at + Math.max(1, Math.floor((width * radius) / 0.9)));
    row.forEach((node, i) => putAt(node, radius, start + (width * (i + 0.5)) / row.length));
    at += row.length;
  }
  return radius;
}

function putAt(node, radius, angle) {
  view.x[node] = radius * view.unit * Math.cos(angle);
  view.y[node] = radius * view.unit * Math.sin(angle);
}

function byTypeThenDegree(a, b) {
  return graph.type[a] - graph.type[b] || graph.degree[b] - graph.degree[a] || a - b;
}
