"use strict";
(() => {
  const holder = document.getElementById("data");
  const data = JSON.parse(holder.textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    const types = Array.from({ length: 8 }, (_, type) => read(`type${type}`));
    for (const node of data.nodes) node.color = types[node.kind];
    network.setData({ nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) });
    network.setOptions({
      nodes: { font: { color: read("text"), strokeWidth: 3, strokeColor: read("page") } },
      edges: { color: { color: read("link"), highlight: read("accent"), opacity: 0.45 } },
    });
  };
  // Under a name of the page for measurements.
  const network = (window.network = new vis.Network(
    document.getElementById("net"),
    { nodes: [], edges: [] },
    {
      physics: false,
      layout: { improvedLayout: false },
      edges: { smooth: false, arrows: { to: { scaleFactor: 0.5 } } },
      interaction: { hover: true, tooltipDelay: 120, keyboard: { bindToWindow: false } },
    },
  ));
  network.once("afterDrawing", () => {
    network.fit();
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  });
  paint();
  dark.addEventListener("change", paint);
})();
