// What one can do: select, focus, expand, look for a path, go back. All doors lead here.

/** Select a node from the search, a list or the details, and bring it to the middle. */
function openNode(node) {
  if (view.pathFrom >= 0) {
    finishPath(node);
    return;
  }
  dropPath();
  reveal(node);
  view.selected = node;
  centreOn(node);
  showDetails();
  showEverything();
  say(`${graph.name[node]}, ${typeName(node)}, ${count(graph.degree[node], "relation")}`);
}

/** Select a node that was pressed in the picture; -1 selects none. */
function pressNode(node) {
  if (node >= 0 && view.pathFrom >= 0) {
    finishPath(node);
    return;
  }
  if (node < 0) dropPath();
  view.selected = node;
  if (node >= 0) dropPath();
  showDetails();
  showEverything();
}

/** Loosen whatever hides a node: the focus, and the filters if they still do. */
function reveal(node) {
  if (view.visible[node]) return;
  leaveFocus();
  view.offTypes.delete(typeName(node));
  refilter();
  if (!view.visible[node]) {
    resetFilters();
    refilter();
  }
  showFilters();
  fitAll();
}

function focusOn(node, depth = 1) {
  dropPath();
  view.pathFrom = -1;
  Object.assign(view, { focus: node, depth, expanded: [], selected: node });
  refilter();
  if (!view.visible[node]) {
    resetFilters();
    refilter();
  }
  fitAll();
  showDetails();
  showEverything();
  say(`${count(view.shown, "node")} round ${graph.name[node]}`);
}

function expandNode(node) {
  if (view.focus < 0) {
    focusOn(node, 1);
    return;
  }
  if (!view.expanded.includes(node)) view.expanded.push(node);
  const before = view.shown;
  refilter();
  fitAll();
  showEverything();
  say(`${count(view.shown - before, "node")} more`);
}

function leaveFocus() {
  Object.assign(view, { focus: -1, expanded: [], depth: 1 });
}

function showWhole() {
  leaveFocus();
  dropPath();
  resetFilters();
  view.pathFrom = -1;
  refilter();
  fitAll();
  showDetails();
  showEverything();
  say("The whole graph");
}

function startPath(node) {
  view.pathFrom = node;
  dropPath();
  showDetails();
  showEverything();
  byId("search").focus();
  say(`Choose where the path from ${graph.name[node]} shall lead: search, or press a node`);
}

function finishPath(end) {
  const start = view.pathFrom;
  view.pathFrom = -1;
  if (start !== end) showPath(start, end);
  else showDetails();
  showEverything();
}

function showPath(start, end) {
  leaveFocus();
  refilter();
  view.selected = -1;
  view.path = findPath(start, end);
  if (view.path) {
    fitBox(boundsOf(view.path.nodes), 40);
    say(`A path over ${count(view.path.links.length, "relation")}`);
  } else {
    say("No path");
  }
  showPathDetails(start, end);
}

function dropPath() {
  view.path = null;
}

/** One step back: out of the path, out of the selection, out of the focus. */
function stepBack() {
  if (view.pathFrom >= 0) view.pathFrom = -1;
  else if (view.path) dropPath();
  else if (view.selected >= 0) view.selected = -1;
  else if (view.focus >= 0) {
    showWhole();
    return;
  }
  showDetails();
  showEverything();
}

/** Go through the neighbours of the selected node. */
function stepThroughNeighbours(step) {
  if (view.selected < 0) return;
  if (stepThroughNeighbours.home !== view.selected && stepThroughNeighbours.at !== view.selected) {
    Object.assign(stepThroughNeighbours, { home: view.selected, number: -1 });
  }
  const { home } = stepThroughNeighbours;
  const around = [...new Set(neighboursOf(home))].filter((node) => view.visible[node]);
  if (!around.length) return;
  const number = (stepThroughNeighbours.number + step + around.length * 2) % around.length;
  Object.assign(stepThroughNeighbours, { number, at: around[number] });
  openNode(around[number]);
}
Object.assign(stepThroughNeighbours, { home: -1, at: -1, number: -1 });

/** Bring everything beside the picture in line with the view, and the picture too. */
function showEverything() {
  const had = document.activeElement;
  const all = view.shown === graph.size && view.shownLinks === graph.links;
  byId("count").textContent = all
    ? `${count(graph.size, "node")}, ${count(graph.links, "relation")}`
    : `${view.shown.toLocaleString("en")} of ${count(graph.size, "node")}, ${view.shownLinks.toLocaleString("en")} of ${count(graph.links, "relation")}`;
  byId("nothing").hidden = view.shown > 0 || !graph.size;
  byId("whole").hidden = all && view.focus < 0 && !view.path && view.pathFrom < 0;
  showDepth();
  showList();
  writeAddress();
  repaint();
  // A button that has done its work and is gone gives the keyboard to the picture.
  if (had?.closest("[hidden]")) canvas.focus();
}

function showDepth() {
  const bar = byId("focusbar");
  bar.hidden = view.focus < 0 && view.pathFrom < 0;
  if (bar.hidden) return;
  if (view.pathFrom >= 0) {
    bar.replaceChildren(
      element("span", {}, "Path from ", element("b", {}, nameText(shorten(graph.name[view.pathFrom], 40))), ": press a node or search one."),
      element("button", { type: "button", onclick: stepBack }, "Cancel"),
    );
    return;
  }
  const had = bar.contains(document.activeElement);
  const depths = [1, 2, 3].map((depth) =>
    element(
      "button",
      {
        type: "button", "aria-pressed": String(view.depth === depth),
        "aria-label": `${depth} away`, onclick: () => focusOn(view.focus, depth),
      },
      String(depth),
    ),
  );
  bar.replaceChildren(
    element("span", {}, "Round ", element("b", {}, nameText(shorten(graph.name[view.focus], 40))), ", steps:"),
    ...depths,
  );
  if (had) depths[view.depth - 1].focus();
}
