// What is shown: the choice of the person who looks, and what follows from it.

const view = {
  selected: -1,
  hovered: -1,
  focus: -1,
  depth: 1,
  expanded: [],
  missing: [], // ids in the address that this page has not, until they are told
  path: null, // { nodes, links } of the path that is shown
  pathFrom: -1, // the node from which a path is being looked for
  offTypes: new Set(),
  offRelations: new Set(),
  fromYear: 0,
  toYear: 0,
  undated: true,
  matches: null, // Uint8Array: 1 where the node answers the search
  visible: null, // Uint8Array a node
  linkVisible: null, // Uint8Array a relation
  shown: 0,
  shownLinks: 0,
  x: null, // where the nodes stand now: on the map, or in rings round the focus
  y: null,
  unit: 1, // about how far apart neighbours on the plane stand
  rings: false,
};

const RING_LIMIT = 500;

function startView() {
  view.visible = new Uint8Array(graph.size).fill(1);
  view.linkVisible = new Uint8Array(graph.links).fill(1);
  view.x = graph.mapX;
  view.y = graph.mapY;
  view.unit = data.unit;
}

function yearFits(year) {
  if (!view.fromYear && !view.toYear) return year ? true : view.undated;
  if (!year) return view.undated;
  return (!view.fromYear || year >= view.fromYear) && (!view.toYear || year <= view.toYear);
}

function yearsRestrict() {
  return Boolean(view.fromYear || view.toYear || !view.undated);
}

/** Work out again which nodes and relations are shown. */
function refilter() {
  const inside = neighbourhood();
  const { size, links, type, from, to, relation, year, paperType } = graph;
  const offRelation = data.relations.map((name) => view.offRelations.has(name));
  const restricted = view.offRelations.size > 0 || yearsRestrict();
  const kept = new Uint8Array(size);
  const linked = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    kept[i] = (!inside || inside[i]) && (type[i] !== paperType || yearFits(year[i])) ? 1 : 0;
  }
  for (let j = 0; j < links; j++) {
    const paper = yearsRestrict() ? paperOf(j) : -1;
    const on = kept[from[j]] && kept[to[j]] && !offRelation[relation[j]] && (paper < 0 || yearFits(year[paper]));
    view.linkVisible[j] = on ? 1 : 0;
    if (on) {
      linked[from[j]]++;
      linked[to[j]]++;
    }
  }
  const offType = data.types.map((name) => view.offTypes.has(name));
  view.shown = 0;
  for (let i = 0; i < size; i++) {
    // A paper of the right year needs no relation to count.
    const counts = i === view.focus || (type[i] === paperType && !view.offRelations.size);
    const alone = restricted && !linked[i] && !counts;
    view.visible[i] = kept[i] && !alone && !offType[type[i]] ? 1 : 0;
    view.shown += view.visible[i];
  }
  view.shownLinks = 0;
  for (let j = 0; j < links; j++) {
    view.linkVisible[j] &= view.visible[from[j]] & view.visible[to[j]];
    view.shownLinks += view.linkVisible[j];
  }
  place(inside);
}

/** The nodes round the focus and round what was expanded; null where there is no focus. */
function neighbourhood() {
  if (view.focus < 0) return null;
  const inside = new Uint8Array(graph.size);
  inside[view.focus] = 1;
  let ring = [view.focus];
  for (let step = 0; step < view.depth; step++) {
    const next = [];
    for (const node of ring) {
      // Nearly every paper shares a metric: it is reached, not passed through.
      if (graph.type[node] === graph.metricType && node !== view.focus) continue;
      for (const other of neighboursOf(node)) {
        if (inside[other]) continue;
        inside[other] = 1;
        next.push(other);
      }
    }
    ring = next;
  }
  for (const node of view.expanded) {
    inside[node] = 1;
    for (const other of neighboursOf(node)) inside[other] = 1;
  }
  return inside;
}

/** The nodes that stand out: the path, else the selected one's neighbours, else the matches. */
function highlighted() {
  if (view.path) {
    const chosen = new Uint8Array(graph.size);
    for (const node of view.path.nodes) chosen[node] = 1;
    return chosen;
  }
  // In a neighbourhood all belongs to the focus: nothing needs to step back behind it.
  if (view.rings && view.selected === view.focus) return view.matches;
  if (view.selected >= 0) {
    const chosen = new Uint8Array(graph.size);
    chosen[view.selected] = 1;
    for (let p = graph.start[view.selected]; p < graph.start[view.selected + 1]; p++) {
      if (view.linkVisible[graph.via[p]]) chosen[graph.neighbour[p]] = 1;
    }
    return chosen;
  }
  return view.matches;
}

/** The shortest path over what is shown; without metrics if there is one. */
function findPath(start, end) {
  return searchPath(start, end, true) ?? searchPath(start, end, false);
}

function searchPath(start, end, avoidMetrics) {
  const came = new Int32Array(graph.size).fill(-1);
  const seen = new Uint8Array(graph.size);
  seen[start] = 1;
  let ring = [start];
  while (ring.length && !seen[end]) {
    const next = [];
    for (const node of ring) {
      for (let p = graph.start[node]; p < graph.start[node + 1]; p++) {
        const other = graph.neighbour[p];
        if (seen[other] || !view.linkVisible[graph.via[p]]) continue;
        if (avoidMetrics && graph.type[other] === graph.metricType && other !== end) continue;
        seen[other] = 1;
        came[other] = p;
        next.push(other);
      }
    }
    ring = next;
  }
  if (!seen[end]) return null;
  const path = { nodes: [end], links: [] };
  for (let node = end; node !== start; ) {
    const link = graph.via[came[node]];
    node = graph.from[link] === node ? graph.to[link] : graph.from[link];
    path.links.unshift(link);
    path.nodes.unshift(node);
  }
  return path;
}
