// Elements of the page. Text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function byId(id) {
  return document.getElementById(id);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function svgElement(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A name from the data: it keeps its own writing direction and cannot turn its surroundings. */
function nameText(text) {
  return element("bdi", {}, text);
}

function nodeButton(node, attributes = {}) {
  return element(
    "button",
    { type: "button", class: "node", onclick: () => openNode(node), ...attributes },
    typeIcon(graph.type[node]),
    element("span", {}, nameText(graph.name[node]), element("span", { class: "sr" }, `, ${typeName(node)}`)),
  );
}

/** The address if it is one of the web, else null: a `javascript:` address is no link. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Change what a panel holds; it keeps the keyboard where what had it goes. */
function renew(panel, ...children) {
  const had = document.activeElement !== panel && panel.contains(document.activeElement);
  panel.replaceChildren(...children);
  if (had) panel.focus();
}

function say(text) {
  byId("say").textContent = text;
}
