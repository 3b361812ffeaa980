// Writes what is seen as PNG or SVG, with title and legend.

const LEGEND_LINE = 20;

function exportPng() {
  const surface = document.createElement("canvas");
  const scale = 2;
  surface.width = camera.width * scale;
  surface.height = camera.height * scale;
  const pen = surface.getContext("2d", { alpha: false, willReadFrequently: true });
  const ratio = camera.ratio;
  camera.ratio = scale;
  paintAll(pen);
  paintLegend(pen);
  camera.ratio = ratio;
  surface.toBlob((blob) => download(blob, "graph.png"), "image/png");
}

function exportSvg() {
  const pen = new SvgPen(camera.width, camera.height);
  const ratio = camera.ratio;
  camera.ratio = 1;
  paintAll(pen);
  paintLegend(pen);
  camera.ratio = ratio;
  download(new Blob([pen.text()], { type: "image/svg+xml" }), "graph.svg");
}

function paintLegend(pen) {
  const shown = data.types.map((_, type) => type).filter(
    (type) => graph.members[type].length && !view.offTypes.has(data.types[type]),
  );
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.font = `600 14px ${FONT}`;
  writeText(pen, shorten(data.title, 80), 14, 18, 4);
  pen.font = `12px ${FONT}`;
  shown.forEach((type, row) => {
    const y = camera.height - 16 - LEGEND_LINE * (shown.length - 1 - row);
    pen.fillStyle = colours.types[type % colours.types.length];
    pen.beginPath();
    addShape(pen, type, 20, y, 5);
    pen.fill();
    writeText(pen, data.types[type], 32, y, 3);
  });
}

function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Takes the calls that paint the canvas and keeps them as elements of an SVG. */
class SvgPen {
  constructor(width, height) {
    this.root = svgElement("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    const title = svgElement("title");
    title.textContent = data.title;
    this.root.append(title);
    this.globalAlpha = 1;
    this.path = new PathPen();
  }
  setTransform() {}
  beginPath() {
    this.path = new PathPen();
  }
  moveTo(x, y) {
    this.path.moveTo(x, y);
  }
  lineTo(x, y) {
    this.path.lineTo(x, y);
  }
  closePath() {
    this.path.closePath();
  }
  rect(x, y, width, height) {
    this.path.rect(x, y, width, height);
  }
  arc(x, y, radius) {
    this.path.arc(x, y, radius);
  }
  fill() {
    this.add("path", { d: this.path.text(), fill: this.fillStyle });
  }
  stroke() {
    this.add("path", { d: this.path.text(), fill: "none", ...this.line() });
  }
  fillRect(x, y, width, height) {
    this.add("rect", { x, y, width, height, fill: this.fillStyle });
  }
  fillText(text, x, y) {
    this.write(text, x, y, { fill: this.fillStyle });
  }
  strokeText(text, x, y) {
    this.write(text, x, y, { fill: "none", "stroke-linejoin": "round", ...this.line() });
  }
  measureText(text) {
    screenPen.font = this.font;
    return screenPen.measureText(text);
  }
  line() {
    return { stroke: this.strokeStyle, "stroke-width": this.lineWidth };
  }
  write(text, x, y, looks) {
    const [, weight, size] = /^(?:(\d+) )?([\d.]+)px/.exec(this.font);
    const made = this.add("text", {
      x: round(x), y: round(y), "font-family": FONT, "font-size": size,
      "font-weight": weight ?? 400, "dominant-baseline": "central",
      "text-anchor": this.textAlign === "center" ? "middle" : "start", ...looks,
    });
    made.textContent = text;
  }
  add(name, attributes) {
    const made = svgElement(name, attributes);
    if (attributes.d === "") return made;
    if (this.globalAlpha < 1) made.setAttribute("opacity", round(this.globalAlpha * 1) || 0.01);
    this.root.append(made);
    return made;
  }
  text() {
    return new XMLSerializer().serializeToString(this.root);
  }
}
