// The search of the start page: names and aliases, with the keyboard or the pointer.

const data = await readData();
const MOST = 12;
const field = document.getElementById("search");
const status = document.getElementById("say");
const keys = foldNames(data);
let hits = [];

function search() {
  // The nodes come best connected first: their number breaks ties.
  const found = findNames(keys, field.value, (a, b) => a - b);
  hits = found.slice(0, MOST);
  show(hits.map(item));
  const asked = field.value.trim() !== "";
  status.textContent = !asked ? "" : hits.length ? `${found.length} found` : "Nothing here is called that.";
}

function item({ node, alias }) {
  const made = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = data.name[node];
  const more = document.createElement("span");
  more.className = "quiet";
  const papers = data.papers[node];
  const count = papers ? `, ${papers} ${papers === 1 ? "paper" : "papers"}` : "";
  more.textContent = `${alias ? ` also ${alias}` : ""} ${data.types[data.type[node]]}${count}`;
  made.append(name, more);
  return made;
}

function open(number) {
  if (hits[number]) location.href = data.href[hits[number].node];
}

function clear() {
  field.value = "";
  search();
}

const show = startCombobox(field, document.getElementById("hits"), { choose: open, clear });
field.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || document.activeElement === field) return;
  event.preventDefault();
  field.focus();
});
if (field.value) search(); // typed before the data was there, or kept by the browser
document.documentElement.dataset.ready = String(Math.round(performance.now()));
