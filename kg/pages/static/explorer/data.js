// The data of the page and what every other part looks up in it.
// All files of this folder are joined into one function, in the order that explorer.py lists.

/** Most ids follow from type and name; only the others stand in the page. */
function fillIds(data) {
  data.id = data.id.map((id, i) => {
    if (id) return id;
    const slug = data.name[i].toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return `${data.types[data.type[i]].toLowerCase()}:${slug}`;
  });
}

function buildGraph(data) {
  fillIds(data);
  const size = data.name.length;
  const from = Uint32Array.from(data.from);
  const to = Uint32Array.from(data.to);
  const links = from.length;
  const degree = new Uint32Array(size);
  for (let j = 0; j < links; j++) {
    degree[from[j]]++;
    degree[to[j]]++;
  }
  // Adjacency in compressed rows: the neighbours of i stand at start[i] … start[i + 1].
  const start = new Uint32Array(size + 1);
  for (let i = 0; i < size; i++) start[i + 1] = start[i] + degree[i];
  const next = start.slice();
  const neighbour = new Uint32Array(2 * links);
  const via = new Uint32Array(2 * links);
  for (let j = 0; j < links; j++) {
    const a = from[j];
    const b = to[j];
    neighbour[next[a]] = b;
    via[next[a]++] = j;
    neighbour[next[b]] = a;
    via[next[b]++] = j;
  }
  const ranked = Uint32Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => degree[b] - degree[a] || a - b,
  );
  const members = data.types.map(() => []);
  for (let i = 0; i < size; i++) members[data.type[i]].push(i);
  return {
    size, links, from, to, degree, start, neighbour, via, ranked, members,
    name: data.name,
    type: Uint8Array.from(data.type),
    year: Uint16Array.from(data.date, (date) => Number(date.slice(0, 4))),
    relation: Uint8Array.from(data.relation),
    mapX: Float32Array.from(data.x),
    mapY: Float32Array.from(data.y),
    paperType: data.types.indexOf("Paper"),
    metricType: data.types.indexOf("Metric"),
    byId: null,
  };
}

/** The paper that says a relation: its source, or the one noted beside it; -1 if none. */
function paperOf(link) {
  const noted = data.paper[link];
  if (noted >= 0) return noted;
  return graph.type[graph.from[link]] === graph.paperType ? graph.from[link] : -1;
}

function nodeById(id) {
  if (!graph.byId) graph.byId = new Map(data.id.map((known, i) => [known, i]));
  return graph.byId.get(id) ?? -1;
}

function neighboursOf(node) {
  return graph.neighbour.subarray(graph.start[node], graph.start[node + 1]);
}

function typeName(node) {
  return data.types[graph.type[node]];
}

function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
