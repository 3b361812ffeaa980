// The shape of each type. Its colour stands in base.css: told apart with normal sight and with the
// three colour deficiencies, at a contrast of 3:1 to the page; the shapes say the same again.

const SHAPES = ["circle", "square", "diamond", "up", "down", "hexagon", "star", "cross"];

const POLYGONS = {
  square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  up: [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]],
  down: [[0, 1.25], [1.15, -0.85], [-1.15, -0.85]],
  hexagon: roundPoints(6, () => 1.1),
  star: roundPoints(10, (corner) => (corner % 2 ? 0.62 : 1.4)),
  cross: [
    [-0.4, -1.15], [0.4, -1.15], [0.4, -0.4], [1.15, -0.4], [1.15, 0.4], [0.4, 0.4],
    [0.4, 1.15], [-0.4, 1.15], [-0.4, 0.4], [-1.15, 0.4], [-1.15, -0.4], [-0.4, -0.4],
  ],
};

function roundPoints(corners, radius) {
  return Array.from({ length: corners }, (_, corner) => {
    const angle = (corner / corners) * 2 * Math.PI - Math.PI / 2;
    return [radius(corner) * Math.cos(angle), radius(corner) * Math.sin(angle)];
  });
}

function addShape(pen, type, x, y, radius) {
  const polygon = POLYGONS[SHAPES[type % SHAPES.length]];
  if (!polygon) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  polygon.forEach(([dx, dy], corner) => {
    if (corner) pen.lineTo(x + radius * dx, y + radius * dy);
    else pen.moveTo(x + radius * dx, y + radius * dy);
  });
  pen.closePath();
}

/** A small picture of a type for lists and the legend; its colour follows the theme by a class. */
function typeIcon(type) {
  const pen = new PathPen();
  addShape(pen, type, 8, 8, 5);
  const icon = svgElement("svg", { width: 16, height: 16, viewBox: "0 0 16 16", class: "icon" });
  icon.setAttribute("aria-hidden", "true");
  icon.append(svgElement("path", { d: pen.text(), class: `type${type % SHAPES.length}` }));
  return icon;
}

/** Takes the path calls of a canvas and writes them as the data of an SVG path. */
class PathPen {
  constructor() {
    this.parts = [];
  }
  moveTo(x, y) {
    this.parts.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x, y) {
    this.parts.push(`L${round(x)} ${round(y)}`);
  }
  closePath() {
    this.parts.push("Z");
  }
  rect(x, y, width, height) {
    this.parts.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`);
  }
  arc(x, y, radius) {
    const r = round(radius);
    this.parts.push(`M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`);
  }
  text() {
    return this.parts.join("");
  }
}

function round(number) {
  return Math.round(number * 100) / 100;
}
