// The search of the start page: names and aliases, with the keyboard or the pointer.

const data = await readData();
const MOST = 12;
const field = document.getElementById("search");
const list = document.getElementById("hits");
const status = document.getElementById("say");
const keys = [];
data.name.forEach((name, node) => {
  keys.push({ node, words: ` ${spaced(name)}`, packed: compact(name), alias: null });
  for (const alias of data.aliases[node] ?? []) {
    keys.push({ node, words: ` ${spaced(alias)}`, packed: compact(alias), alias });
  }
});
let hits = [];
let at = -1;

function find(text) {
  const query = spaced(text);
  const packed = compact(text);
  if (!packed) return [];
  const best = new Map();
  for (const key of keys) {
    const rank = matchRank(key.words, key.packed, query, packed);
    if (rank < 0) continue;
    // What is called so by another name is meant as well: the better connected comes first.
    const graded = rank && key.alias !== null ? rank + 0.5 : rank;
    if (!best.has(key.node) || graded < best.get(key.node).rank) {
      best.set(key.node, { node: key.node, rank: graded, alias: key.alias });
    }
  }
  // The nodes come best connected first: their number breaks ties.
  return [...best.values()].sort((a, b) => a.rank - b.rank || a.node - b.node);
}

function show() {
  const found = find(field.value);
  hits = found.slice(0, MOST);
  at = -1;
  list.replaceChildren(...hits.map(item));
  list.hidden = !hits.length;
  field.setAttribute("aria-expanded", String(hits.length > 0));
  field.removeAttribute("aria-activedescendant");
  const asked = field.value.trim() !== "";
  status.textContent = !asked ? "" : hits.length ? `${found.length} found` : "Nothing here is called that.";
}

function item({ node, alias }, number) {
  const made = document.createElement("li");
  made.id = `hit${number}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  const name = document.createElement("bdi");
  name.textContent = data.name[node];
  const more = document.createElement("span");
  more.className = "quiet";
  const papers = data.papers[node];
  const count = papers ? `, ${papers} ${papers === 1 ? "paper" : "papers"}` : "";
  more.textContent = `${alias ? ` also ${alias}` : ""} ${data.types[data.type[node]]}${count}`;
  made.append(name, more);
  made.addEventListener("click", () => open(number));
  return made;
}

function open(number) {
  if (hits[number]) location.href = data.href[hits[number].node];
}

field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") open(Math.max(0, at));
  else if (event.key === "Escape") {
    field.value = "";
    show();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    [...list.children].forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `hit${at}`);
  } else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || document.activeElement === field) return;
  event.preventDefault();
  field.focus();
});
document.documentElement.dataset.ready = String(Math.round(performance.now()));
