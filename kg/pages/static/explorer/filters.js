// The legend, which is also the choice of types, relations and years.

function startFilters() {
  data.types.forEach((name, type) => {
    if (!graph.members[type].length) return;
    byId("types").append(
      checkbox(name, graph.members[type].length.toLocaleString("en"), view.offTypes, typeIcon(type)),
    );
  });
  const uses = new Uint32Array(data.relations.length);
  for (let j = 0; j < graph.links; j++) uses[graph.relation[j]]++;
  data.relations.forEach((name, i) => {
    if (uses[i]) {
      byId("relations").append(
        checkbox(name, uses[i].toLocaleString("en"), view.offRelations, null, data.words[i][0]),
      );
    }
  });
  byId("relationbox").hidden = !graph.links;
  startYears();
  if (window.matchMedia("(max-width: 860px)").matches) byId("filters").open = false;
}

function checkbox(name, amount, off, icon, words = name) {
  const box = element("input", { type: "checkbox", name });
  box.checked = !off.has(name);
  box.addEventListener("change", () => {
    if (box.checked) off.delete(name);
    else off.add(name);
    filtersChanged();
  });
  const only = element(
    "button",
    { type: "button", class: "only", "aria-label": `Only ${words}` , onclick: () => showOnly(box, off) },
    "only",
  );
  const label = element("label", {}, box, icon ?? "", element("span", {}, words));
  return element("div", { class: "choice" }, label, only, element("span", { class: "quiet" }, amount));
}

function showOnly(box, off) {
  const boxes = [...box.closest("fieldset").querySelectorAll("input[type=checkbox]")];
  for (const other of boxes) {
    other.checked = other === box;
    if (other.checked) off.delete(other.name);
    else off.add(other.name);
  }
  filtersChanged();
}

function startYears() {
  const papers = graph.members[graph.paperType] ?? [];
  const years = papers.map((paper) => graph.year[paper]).filter((year) => year > 0);
  if (!years.length) return;
  const first = years.reduce((a, b) => Math.min(a, b));
  const last = years.reduce((a, b) => Math.max(a, b));
  byId("yearbox").hidden = first === last && years.length === papers.length;
  for (const [id, value] of [["fromyear", first], ["toyear", last]]) {
    const field = byId(id);
    Object.assign(field, { min: first, max: last, placeholder: value });
    field.addEventListener("change", yearsChanged);
  }
  byId("undated").addEventListener("change", yearsChanged);
}

function yearsChanged() {
  view.fromYear = Number(byId("fromyear").value) || 0;
  view.toYear = Number(byId("toyear").value) || 0;
  view.undated = byId("undated").checked;
  filtersChanged();
}

function filtersChanged() {
  const path = view.path;
  dropPath();
  refilter();
  const gone = view.selected >= 0 && !view.visible[view.selected];
  if (gone) view.selected = -1;
  if (gone || path) showDetails();
  showEverything();
}

/** Bring the fields in line with the view, after the address or a button changed it. */
function showFilters() {
  for (const box of document.querySelectorAll("#types input")) box.checked = !view.offTypes.has(box.name);
  for (const box of document.querySelectorAll("#relations input")) {
    box.checked = !view.offRelations.has(box.name);
  }
  byId("fromyear").value = view.fromYear || "";
  byId("toyear").value = view.toYear || "";
  byId("undated").checked = view.undated;
}

function resetFilters() {
  view.offTypes.clear();
  view.offRelations.clear();
  Object.assign(view, { fromYear: 0, toYear: 0, undated: true });
  showFilters();
}
