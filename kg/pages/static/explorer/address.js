// The view stands in the address after the #, so that a link shows the same again.

let addressTimer = 0;
let written = "";
let station = "";

function writeAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    const text = addressOfView();
    const before = station;
    station = stationOfView();
    if (text === written) return;
    written = text;
    try {
      // What was looked at can be gone back to; how it was looked at is no step of its own.
      const write = station === before ? "replaceState" : "pushState";
      history[write](null, "", text ? `#${text}` : location.pathname + location.search);
    } catch {
      // A page inside another one (a notebook) has no address of its own.
    }
  }, 200);
}

function addressOfView() {
  const parts = new URLSearchParams(stationOfView());
  for (const name of view.offTypes) parts.append("hide", name);
  for (const name of view.offRelations) parts.append("without", name);
  if (view.fromYear || view.toYear) parts.set("years", `${view.fromYear || ""}-${view.toYear || ""}`);
  if (!view.undated) parts.set("undated", "no");
  if (themeChosen) parts.set("theme", theme());
  const place = placeInAddress();
  if (place) parts.set("at", place);
  return parts.toString();
}

/** What is looked at: the neighbourhood, the node, the path. */
function stationOfView() {
  const parts = new URLSearchParams();
  if (view.focus >= 0) {
    parts.set("focus", data.id[view.focus]);
    if (view.depth > 1) parts.set("depth", view.depth);
    for (const node of view.expanded) parts.append("expand", data.id[node]);
  } else if (data.focus) {
    parts.set("focus", ""); // else the page would open at its own focus again
  }
  if (view.selected >= 0) parts.set("node", data.id[view.selected]);
  if (view.path) {
    parts.set("from", data.id[view.path.nodes[0]]);
    parts.set("to", data.id[view.path.nodes.at(-1)]);
  }
  return parts.toString();
}

/** The middle of the picture and the zoom, as shares of the whole, so that window sizes agree. */
function placeInAddress() {
  const middleX = (camera.width / 2 - camera.x) / camera.zoom / view.unit;
  const middleY = (camera.height / 2 - camera.y) / camera.zoom / view.unit;
  const home = homeCamera();
  const near = camera.zoom / home.zoom;
  const moved = Math.hypot(middleX - home.x, middleY - home.y) * view.unit * camera.zoom;
  if (Math.abs(near - 1) < 0.01 && moved < 3) return null;
  return [middleX.toFixed(2), middleY.toFixed(2), near.toFixed(3)].join("_");
}

/** Where the camera stands when all that is shown fits. */
function homeCamera() {
  const now = { ...camera };
  const box = boundsOf(null);
  if (!box) return { x: 0, y: 0, zoom: camera.zoom };
  fitBox(box, 110);
  const home = {
    x: (camera.width / 2 - camera.x) / camera.zoom / view.unit,
    y: (camera.height / 2 - camera.y) / camera.zoom / view.unit,
    zoom: camera.zoom,
  };
  Object.assign(camera, now);
  return home;
}

/** Show what the address says; of names that this page does not know the panel tells. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  written = location.hash.slice(1);
  view.missing = ["focus", "node", "from", "to"].flatMap((key) => parts.getAll(key)).filter((id) => id && nodeById(id) < 0);
  const asked = parts.get("theme");
  if (asked === "dark" || asked === "light") setTheme(asked, true);
  refill(view.offTypes, parts.getAll("hide"), data.types);
  refill(view.offRelations, parts.getAll("without"), data.relations);
  const [first, last] = (parts.get("years") ?? "-").split("-");
  Object.assign(view, { fromYear: Number(first) || 0, toYear: Number(last) || 0 });
  view.undated = parts.get("undated") !== "no";
  const start = parts.toString() ? "" : data.focus;
  view.focus = nodeById(parts.get("focus") ?? start);
  view.depth = Math.min(3, Math.max(1, Number(parts.get("depth") ?? (start ? data.depth : 1)) || 1));
  view.expanded = parts.getAll("expand").map(nodeById).filter((node) => node >= 0);
  view.selected = nodeById(parts.get("node") ?? parts.get("focus") ?? start);
  view.pathFrom = -1;
  view.path = null;
  showFilters();
  refilter();
  fitAll();
  const from = nodeById(parts.get("from") ?? "");
  const to = nodeById(parts.get("to") ?? "");
  if (from >= 0 && to >= 0) showPath(from, to);
  restorePlace(parts.get("at"));
  if (from < 0 || to < 0) showDetails();
  station = stationOfView();
  showEverything();
}

/** The set stays the same one: the boxes of the legend hold it. */
function refill(set, asked, known) {
  set.clear();
  for (const name of asked) if (known.includes(name)) set.add(name);
}

function restorePlace(text) {
  const [x, y, near] = (text ?? "").split("_").map(Number);
  if (!Number.isFinite(x + y + near) || near <= 0) return;
  camera.zoom = homeCamera().zoom * near;
  camera.x = camera.width / 2 - x * view.unit * camera.zoom;
  camera.y = camera.height / 2 - y * view.unit * camera.zoom;
}
