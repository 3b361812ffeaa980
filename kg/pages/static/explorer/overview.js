// The panel while nothing is selected: what the picture shows and where to begin. And the list.

function overview() {
  const parts = [element("h2", {}, "What this shows"), element("p", {}, data.lead)];
  if (!graph.size) return parts;
  parts.push(
    element("p", {}, "Press a node to read the sentences behind it, or type a name in the search."),
    element("h3", {}, "Best connected"),
    element("ul", { class: "plain" }, ...bestConnected(8).map((node) => element("li", {}, nodeButton(node)))),
  );
  const islands = namedIslands();
  if (islands.length > 1) {
    const list = element("ul", { class: "facts plain" });
    fillList(list, islands, islandItem);
    parts.push(element("h3", {}, "Islands"), element("p", { class: "quiet" }, "Names that often stand together form an island, called after the best connected one."), list);
  }
  parts.push(shortcuts());
  return parts;
}

function bestConnected(most) {
  const found = [];
  for (const node of graph.ranked) {
    const type = graph.type[node];
    if (type === graph.paperType || type === graph.metricType || !view.visible[node]) continue;
    found.push(node);
    if (found.length === most) break;
  }
  return found.length ? found : [...graph.ranked.slice(0, most)];
}

function namedIslands() {
  const members = islandMembers();
  return data.island.name
    .map((name, island) => ({ name, island, size: members[island].length }))
    .filter(({ name }) => name)
    .sort((a, b) => b.size - a.size || a.island - b.island);
}

function islandItem({ name, island, size }) {
  const go = () => {
    if (view.focus >= 0) showWhole();
    fitBox(boundsOf(islandMembers()[island]));
    writeAddress();
    repaint();
  };
  return element(
    "li",
    { class: "row" },
    element("button", { type: "button", class: "node", onclick: go }, nameText(name)),
    element("span", { class: "quiet" }, ` ${size.toLocaleString("en")}`),
  );
}

const SHORTCUTS = [
  ["/", "search"], ["arrows", "move the picture"], ["+ and −", "nearer, farther"], ["0", "fit all"],
  ["Enter", "select the middle node, then its neighbourhood"], ["n and p", "next and previous neighbour"],
  ["e", "expand the selected node"], ["Esc", "one step back"],
];

function shortcuts() {
  const rows = SHORTCUTS.flatMap(([key, words]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, words)]);
  return element("details", {}, element("summary", {}, element("h3", {}, "keyboard")), element("dl", { class: "keys" }, ...rows));
}

/** All that is shown as a list, best connected first: the picture for those who do not see it. */
function showList() {
  if (byId("list").hidden) return;
  const nodes = search.all.length
    ? search.all.map(({ node }) => node)
    : [...graph.ranked].filter((node) => view.visible[node]);
  const list = element("ol", { class: "facts" });
  fillList(list, nodes, (node) =>
    element("li", {}, nodeButton(node), element("span", { class: "quiet" }, ` ${typeName(node)}, ${graph.degree[node]}`)),
  );
  const heading = search.all.length ? "Matches" : view.focus >= 0 ? "In this neighbourhood" : "All nodes shown";
  byId("list").replaceChildren(
    element("h2", {}, `${heading}: ${nodes.length.toLocaleString("en")}`),
    element("p", { class: "quiet" }, nodes.length ? "Best connected first, with type and number of relations." : "Nothing is shown; loosen the filters."),
    list,
  );
}

function openTab(name) {
  const had = document.activeElement?.closest("#details, #list");
  for (const other of ["details", "list"]) {
    const open = other === name;
    byId(other).hidden = !open;
    const tab = byId(`${other}tab`);
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
  }
  if (had?.hidden) byId(name).focus();
}

function startTabs() {
  for (const name of ["details", "list"]) {
    const tab = byId(`${name}tab`);
    tab.addEventListener("click", () => {
      openTab(name);
      showList();
    });
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = name === "details" ? "list" : "details";
      openTab(other);
      showList();
      byId(`${other}tab`).focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
