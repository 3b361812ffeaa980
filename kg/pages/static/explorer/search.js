// Finds nodes by name and alias while one types.

const MOST_HITS = 12;
const search = { hits: [], all: [], keys: null, timer: 0, show: null };

function searchKeys() {
  search.keys ??= foldNames(data);
  return search.keys;
}

function runSearch() {
  clearTimeout(search.timer);
  const text = byId("search").value;
  const { degree } = graph;
  search.all = findNames(searchKeys(), text, (a, b) => degree[b] - degree[a] || a - b);
  search.hits = search.all.slice(0, MOST_HITS);
  view.matches = null;
  if (text.trim()) {
    view.matches = new Uint8Array(graph.size);
    for (const { node } of search.all) view.matches[node] = 1;
  }
  showHits(text);
  showList();
  repaint();
}

function showHits(text) {
  search.show(search.hits.map(hitItem));
  const nothing = text.trim() !== "" && !search.hits.length;
  byId("nohits").hidden = !nothing;
  if (nothing) byId("nohits").textContent = `Nothing here is called “${shorten(text.trim(), 40)}”.`;
  if (text.trim()) say(nothing ? "No match" : count(search.all.length, "match", "matches"));
}

function hitItem({ node, alias }) {
  // Two things of one name are told apart by another form of it.
  const twins = search.hits.filter((hit) => graph.name[hit.node] === graph.name[node]).length > 1;
  const other = alias ?? (twins ? (data.aliases[node]?.[0] ?? null) : null);
  return element(
    "li",
    {},
    typeIcon(graph.type[node]),
    element(
      "span",
      {},
      nameText(graph.name[node]),
      element("span", { class: "quiet" }, other ? ` also ${shorten(other, 44)}` : "", ` ${typeName(node)}, ${graph.degree[node].toLocaleString("en")}`),
    ),
  );
}

function chooseHit(number) {
  if (byId("search").value.trim() && !search.all.length) runSearch();
  const hit = search.hits[number];
  if (!hit) return;
  closeSearch();
  openNode(hit.node);
}

function closeSearch() {
  byId("search").value = "";
  runSearch();
}

function startSearch() {
  const field = byId("search");
  search.show = startCombobox(field, byId("hits"), { choose: chooseHit, clear: closeSearch });
  field.addEventListener("input", () => {
    clearTimeout(search.timer);
    if (graph.size > 20000) search.timer = setTimeout(runSearch, 60);
    else runSearch();
  });
}
