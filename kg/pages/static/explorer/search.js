// Finds nodes by name and alias while one types.

const MOST_HITS = 12;
const search = { hits: [], at: -1, all: [], keys: null };

/** Every name and alias, folded: once with its words apart, once without gaps. */
function searchKeys() {
  if (search.keys) return search.keys;
  const keys = { node: [], words: [], compact: [], alias: [] };
  const add = (node, text, alias) => {
    keys.node.push(node);
    keys.words.push(` ${spaced(text)}`);
    keys.compact.push(compact(text));
    keys.alias.push(alias);
  };
  for (let i = 0; i < graph.size; i++) add(i, graph.name[i], null);
  for (const [i, aliases] of Object.entries(data.aliases)) {
    for (const alias of aliases) add(Number(i), alias, alias);
  }
  search.keys = keys;
  return keys;
}

/** All nodes that answer, best first: [{ node, rank, alias }]. */
function findNodes(text) {
  const query = spaced(text);
  const packedQuery = compact(text);
  if (!packedQuery) return [];
  const keys = searchKeys();
  const best = new Map();
  for (let k = 0; k < keys.node.length; k++) {
    const rank = matchRank(keys.words[k], keys.compact[k], query, packedQuery);
    if (rank < 0) continue;
    // What is called so by another name is meant as well: the better connected comes first.
    const graded = rank && keys.alias[k] !== null ? rank + 0.5 : rank;
    const known = best.get(keys.node[k]);
    if (!known || graded < known.rank) {
      best.set(keys.node[k], { node: keys.node[k], rank: graded, alias: keys.alias[k] });
    }
  }
  const { degree } = graph;
  return [...best.values()].sort(
    (a, b) => a.rank - b.rank || degree[b.node] - degree[a.node] || a.node - b.node,
  );
}

function runSearch() {
  const text = byId("search").value;
  search.all = findNodes(text);
  search.hits = search.all.slice(0, MOST_HITS);
  search.at = -1;
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
  const list = byId("hits");
  list.replaceChildren(...search.hits.map(hitItem));
  const open = search.hits.length > 0;
  list.hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  byId("search").removeAttribute("aria-activedescendant");
  const nothing = text.trim() !== "" && !open;
  byId("nohits").hidden = !nothing;
  if (nothing) byId("nohits").textContent = `Nothing here is called “${shorten(text.trim(), 40)}”.`;
  if (text.trim()) say(nothing ? "No match" : count(search.all.length, "match", "matches"));
}

function hitItem({ node, alias }, number) {
  // Two things of one name are told apart by another form of it.
  const twins = search.hits.filter((hit) => graph.name[hit.node] === graph.name[node]).length > 1;
  const other = alias ?? (twins ? (data.aliases[node]?.[0] ?? null) : null);
  const item = element(
    "li",
    { role: "option", id: `hit${number}`, "aria-selected": "false" },
    typeIcon(graph.type[node]),
    element(
      "span",
      {},
      nameText(graph.name[node]),
      element("span", { class: "quiet" }, other ? ` also ${shorten(other, 44)}` : "", ` ${typeName(node)}, ${graph.degree[node].toLocaleString("en")}`),
    ),
  );
  // The pointer goes down before the field loses the keyboard, and the list with it.
  item.addEventListener("pointerdown", (event) => event.preventDefault());
  item.addEventListener("click", () => chooseHit(number));
  return item;
}

function chooseHit(number) {
  const hit = search.hits[number];
  if (!hit) return;
  closeSearch();
  openNode(hit.node);
}

function closeSearch() {
  byId("search").value = "";
  search.hits = search.all = [];
  view.matches = null;
  showHits("");
  showList();
}

function moveHit(step) {
  if (!search.hits.length) return;
  search.at = (search.at + step + search.hits.length) % search.hits.length;
  [...byId("hits").children].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === search.at));
    if (i === search.at) item.scrollIntoView({ block: "nearest" });
  });
  byId("search").setAttribute("aria-activedescendant", `hit${search.at}`);
}

function startSearch() {
  const field = byId("search");
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (graph.size > 20000) timer = setTimeout(runSearch, 60);
    else runSearch();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") moveHit(1);
    else if (event.key === "ArrowUp") moveHit(-1);
    else if (event.key === "Enter") {
      clearTimeout(timer);
      if (field.value.trim() && !search.all.length) runSearch();
      chooseHit(Math.max(0, search.at));
    } else if (event.key === "Escape" && field.value) {
      closeSearch();
      repaint();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
