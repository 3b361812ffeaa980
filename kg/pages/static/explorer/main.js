// Starts the page.

let themeChosen = false;

function setTheme(name, chosen) {
  document.documentElement.dataset.theme = name;
  themeChosen = chosen;
  byId("theme").textContent = name === "dark" ? "Light" : "Dark";
  readColours();
}

function startTheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light", false);
  dark.addEventListener("change", () => {
    if (themeChosen) return;
    setTheme(dark.matches ? "dark" : "light", false);
    repaint();
  });
  byId("theme").addEventListener("click", () => {
    setTheme(theme() === "dark" ? "light" : "dark", true);
    writeAddress();
    repaint();
  });
}

/** Paper is light: on it a dark picture would take all the ink. */
function startPrint() {
  let own = "light";
  const paintIn = (name) => {
    document.documentElement.dataset.theme = name;
    readColours();
    paintFinished();
  };
  window.addEventListener("beforeprint", () => {
    own = theme();
    paintIn("light");
  });
  window.addEventListener("afterprint", () => paintIn(own));
}

function startButtons() {
  byId("whole").addEventListener("click", showWhole);
  byId("fit").addEventListener("click", () => {
    fitAll();
    writeAddress();
    repaint();
  });
  const near = (factor) => () => {
    zoomAt(factor, camera.width / 2, camera.height / 2);
    writeAddress();
    repaint(true);
  };
  byId("nearer").addEventListener("click", near(1.5));
  byId("farther").addEventListener("click", near(1 / 1.5));
  byId("png").addEventListener("click", exportPng);
  byId("svg").addEventListener("click", exportSvg);
  byId("nothing").querySelector("button").addEventListener("click", showWhole);
}

function start() {
  crossing = Uint8Array.from(graph.from, (from, j) => (data.island.of[from] === data.island.of[graph.to[j]] ? 0 : 1));
  startView();
  startTheme();
  resizePicture();
  startFilters();
  startSearch();
  startTabs();
  startButtons();
  startInput();
  startPrint();
  readAddress();
  paintFinished();
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written) readAddress();
  });
  new ResizeObserver(() => {
    const middle = [(camera.width / 2 - camera.x) / camera.zoom, (camera.height / 2 - camera.y) / camera.zoom];
    const before = Math.min(camera.width, camera.height);
    resizePicture();
    camera.zoom *= Math.min(camera.width, camera.height) / before;
    camera.x = camera.width / 2 - middle[0] * camera.zoom;
    camera.y = camera.height / 2 - middle[1] * camera.zoom;
    repaint();
  }).observe(byId("stage"));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  // The first key pressed shall not wait for the names to be folded.
  setTimeout(searchKeys, 300);
  // For measurements and tests: what is shown, and ways to move without a mouse.
  window.kg = { data, graph, view, camera, paintWork, panBy, zoomAt, repaint, screenX, screenY };
}

start();
