// The panel beside the picture: what is known about the selected node, and the proof.

const FEW = 25;
const FEW_ALIASES = 8;

function showDetails() {
  const panel = byId("details");
  panel.scrollTop = 0;
  if (view.selected < 0) {
    if (!view.path) renew(panel, ...missingNote(), ...overview());
    return;
  }
  openTab("details");
  const node = view.selected;
  renew(
    panel,
    ...missingNote(),
    element("h2", {}, typeIcon(graph.type[node]), " ", nameText(graph.name[node])),
    element("p", { class: "quiet" }, factsOf(node)),
    ...peopleOf(node),
    ...aliasesOf(node),
    ...addressesOf(node),
    actionsFor(node),
    ...resultsOf(node),
    ...relationGroups(node),
  );
}

/** What the address names and this page has not; told once. */
function missingNote() {
  const names = view.missing.flatMap((id, i) => [i ? ", " : "", nameText(shorten(id, 80))]);
  view.missing = [];
  return names.length ? [element("p", { class: "note" }, "The address names what is not on this page: ", ...names, ".")] : [];
}

function factsOf(node) {
  const facts = [typeName(node), count(graph.degree[node], "relation")];
  const numbers = (resultIndex().get(node) ?? []).length;
  if (data.papers[node]) facts.push(`named by ${count(data.papers[node], "paper")}`);
  if (numbers) facts.push(count(numbers, "reported number"));
  const date = data.date[node];
  if (date) facts.push(graph.type[node] === graph.paperType ? date : `first seen ${date}`);
  return facts.join(" · ");
}

function peopleOf(node) {
  const people = data.people[node];
  return people ? [element("p", { class: "quiet" }, nameText(people))] : [];
}

function aliasesOf(node) {
  const aliases = readingsOf(node);
  if (!aliases.length) return [];
  const names = (some) => some.flatMap((alias, i) => [i ? ", " : "", nameText(alias)]);
  const parts = [element("p", {}, element("span", { class: "quiet" }, "Also: "), ...names(aliases.slice(0, FEW_ALIASES)))];
  const more = aliases.slice(FEW_ALIASES);
  if (more.length) {
    const words = `${more.length} more ${more.length === 1 ? "form" : "forms"} of the name`;
    parts.push(element("details", {}, element("summary", { class: "quiet" }, words), element("p", {}, ...names(more))));
  }
  return parts;
}

/** Aliases that differ from the name or an earlier one by more than case, gaps and a plural. */
function readingsOf(node) {
  const key = (text) => compact(text).replace(/s$/, "") || text;
  const known = new Set([key(graph.name[node])]);
  return (data.aliases[node] ?? []).filter((alias) => known.size < known.add(key(alias)).size);
}

function addressesOf(node) {
  const links = [];
  const page = data.href[node];
  if (page) links.push(element("a", { href: page }, "Its page"));
  links.push(...webLink(node));
  return links.length ? [element("p", { class: "links" }, ...links)] : [];
}

function webLink(node) {
  const address = webAddress(data.url[node] ?? "");
  if (!address) return [];
  const words = `Open ${new URL(address).host}`;
  return [element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words)];
}

function actionsFor(node) {
  const action = (words, act) => element("button", { type: "button", onclick: act }, words);
  const row = element("div", { class: "actions" }, action("Neighbourhood", () => focusOn(node)));
  if (view.focus >= 0) row.append(action("Expand", () => expandNode(node)));
  row.append(action("Path to…", () => startPath(node)), action("Close", () => pressNode(-1)));
  return row;
}

function relationGroups(node) {
  const groups = new Map();
  for (let p = graph.start[node]; p < graph.start[node + 1]; p++) {
    const link = graph.via[p];
    const outward = graph.from[link] === node ? 0 : 1;
    const key = graph.relation[link] * 2 + outward;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ other: graph.neighbour[p], link });
  }
  if (!groups.size) return [element("p", {}, "Nothing in this graph is related to it.")];
  return [...groups].sort((a, b) => a[0] - b[0]).map(([key, items]) => relationGroup(key, items, node, groups.size));
}

function relationGroup(key, items, node, groups) {
  const words = data.words[key >> 1][key & 1];
  items.sort((a, b) => graph.degree[b.other] - graph.degree[a.other] || a.other - b.other);
  const list = element("ul", { class: "facts" });
  const group = element(
    "details",
    {},
    element("summary", {}, element("h3", {}, words), element("span", { class: "quiet" }, ` ${items.length}`)),
    list,
  );
  group.open = groups <= 3 || items.length <= 6;
  fillList(list, items, (item) => factItem(item, node));
  return group;
}

/** Fill a list, a few at first, with a button for more. */
function fillList(list, items, make, from = 0) {
  list.append(...items.slice(from, from + FEW).map(make));
  const left = items.length - from - FEW;
  if (left <= 0) return;
  const more = element("button", { type: "button" }, `Show ${Math.min(left, FEW)} more of ${left}`);
  const holder = element("li", { class: "more" }, more);
  more.addEventListener("click", () => {
    holder.remove();
    const before = list.children.length;
    fillList(list, items, make, from + FEW);
    list.children[before]?.querySelector("button")?.focus();
  });
  list.append(holder);
}

function factItem({ other, link }, node) {
  const home = typeName(other) === "Repo" ? [" ", ...webLink(other)] : [];
  return element("li", {}, nodeButton(other), ...home, ...evidenceOf(link, [node, other]));
}

/** The sentence that proves a relation, the names in it marked, and the paper it stands in. */
function evidenceOf(link, nodes) {
  const sentence = data.sentences[data.evidence[link]];
  const paper = paperOf(link);
  const elsewhere = data.elsewhere[link]; // the id of a paper that is not on this page
  const source = elsewhere ? nameText(elsewhere) : paper >= 0 && !nodes.includes(paper) ? nodeButton(paper) : null;
  if (!sentence) {
    const reason = paper < 0 && !elsewhere ? [element("p", { class: "quiet" }, "Follows from the names.")] : [];
    return source ? [source] : reason;
  }
  const quote = element("blockquote", { dir: "auto" }, ...marked(sentence, nodes));
  return source ? [quote, element("p", { class: "source" }, "in ", source)] : [quote];
}

/** The sentence as text and `mark` elements, where one of the nodes is named. */
function marked(sentence, nodes) {
  const spans = nodes.flatMap((node) => spansOf(sentence, node)).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start < at) continue;
    parts.push(sentence.slice(at, start), element("mark", {}, sentence.slice(start, end)));
    at = end;
  }
  parts.push(sentence.slice(at));
  return parts;
}

function spansOf(sentence, node) {
  if (graph.type[node] === graph.paperType) return [];
  const names = [graph.name[node], ...(data.aliases[node] ?? [])].filter((name) => name.length > 1);
  const lower = sentence.toLowerCase();
  if (lower.length !== sentence.length) return [];
  const spans = [];
  for (const name of names) {
    const wanted = name.toLowerCase();
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const whole = !/[\p{L}\p{N}]/u.test(lower[at - 1] ?? " ") && !/[\p{L}\p{N}]/u.test((lower[end] ?? " ").replace("s", " "));
      if (whole) spans.push([at, end]);
    }
  }
  return spans;
}

function resultsOf(node) {
  const rows = (resultIndex().get(node) ?? []).map((i) => data.results[i]);
  if (!rows.length) return [];
  const date = (row) => data.date[row[6]] ?? "";
  rows.sort((a, b) => (date(a) < date(b)) - (date(a) > date(b)));
  // Of numbers that stand in one sentence the last shows it.
  const alike = (a, b) => a[6] === b[6] && a[7] === b[7];
  const items = rows.map((row, i) => {
    const last = i + 1 === rows.length || !alike(row, rows[i + 1]);
    return { row, proved: last ? rows.filter((other) => alike(row, other)) : [] };
  });
  const list = element("ul", { class: "facts" });
  fillList(list, items, resultItem);
  const group = element(
    "details",
    {},
    element("summary", {}, element("h3", {}, "reported numbers"), element("span", { class: "quiet" }, ` ${rows.length}`)),
    list,
  );
  group.open = true;
  return [group];
}

let resultsByNode = null;
function resultIndex() {
  if (!resultsByNode) {
    resultsByNode = new Map();
    data.results.forEach((row, i) => {
      for (const node of new Set([...row.slice(0, 4).flat(), row[6]])) {
        if (typeof node === "string" || node < 0) continue;
        if (!resultsByNode.has(node)) resultsByNode.set(node, []);
        resultsByNode.get(node).push(i);
      }
    });
  }
  return resultsByNode;
}

function resultItem({ row, proved }) {
  const [subject, benchmark, metric, versus, amount, kind, paper, sentence, usual] = row;
  const parts = [element("b", {}, amount), kind ? ` (a ${kind})` : ""];
  const on = [benchmark].flat().map((one, i) => [i ? " and " : " on ", one]);
  for (const [words, node] of [[" for ", subject], ...on, [" in ", metric], [" against ", versus]]) {
    // What is not on this page is named all the same.
    if (typeof node === "string") parts.push(words, nameText(node));
    else if (node >= 0) parts.push(words, nameText(graph.name[node]));
  }
  if (usual) parts.push(" in ", nameText(usual), " (the benchmark's usual metric; the reader tied none to it)");
  const item = element("li", {}, element("p", {}, ...parts));
  if (!proved.length) return item;
  const ends = new Set(proved.flatMap((other) => other.slice(0, 4).flat()));
  const named = [...ends].filter((node) => typeof node === "number" && node >= 0);
  const text = data.sentences[sentence];
  if (text) item.append(element("blockquote", { dir: "auto" }, ...marked(text, named)));
  if (paper >= 0) item.append(element("p", { class: "source" }, "in ", nodeButton(paper)));
  return item;
}

function showPathDetails(start, end) {
  openTab("details");
  const panel = byId("details");
  const close = element("button", { type: "button", onclick: stepBack }, "Close");
  const heading = element(
    "h2", {}, "Path from ", nameText(graph.name[start]), " to ", nameText(graph.name[end]),
  );
  if (!view.path) {
    const text = "No path joins them with these filters.";
    renew(panel, heading, element("p", {}, text), element("div", { class: "actions" }, close));
    return;
  }
  const steps = view.path.nodes.map((node, i) => {
    const item = element("li", {}, nodeButton(node));
    const link = view.path.links[i];
    if (link === undefined) return item;
    const outward = graph.from[link] === node ? 0 : 1;
    item.append(
      element("p", { class: "quiet" }, data.words[graph.relation[link]][outward]),
      ...evidenceOf(link, [node, view.path.nodes[i + 1]]),
    );
    return item;
  });
  renew(
    panel,
    heading,
    element("div", { class: "actions" }, close),
    element("ol", { class: "facts path" }, ...steps),
  );
}
