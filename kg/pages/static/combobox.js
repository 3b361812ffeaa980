// A field with a list of matches under it, for the keyboard and the pointer.

/** `choose` gets the number of a match, `clear` empties field and list; returns how to show matches. */
function startCombobox(field, list, { choose, clear }) {
  let at = -1;
  const open = (wanted) => {
    list.hidden = !wanted;
    field.setAttribute("aria-expanded", String(wanted));
  };
  const mark = (number) => {
    at = number;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `hit${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const keys = {
    ArrowDown: (many) => many && mark((at + 1) % many),
    ArrowUp: (many) => many && mark((Math.max(at, 0) - 1 + many) % many),
    Enter: () => choose(Math.max(0, at)),
    Escape: () => clear(),
  };
  field.addEventListener("keydown", (event) => {
    // Enter that ends a word of Chinese or Japanese chooses no match.
    if (event.isComposing || !keys[event.key] || (event.key === "Escape" && !field.value)) return;
    keys[event.key](list.children.length);
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", () => open(false));
  field.addEventListener("focus", () => open(list.children.length > 0));
  // A pressed list would take the keyboard from the field, and close with it.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  return (items) => {
    items.forEach((item, i) => {
      Object.assign(item, { id: `hit${i}`, role: "option" });
      item.addEventListener("click", () => choose(i));
    });
    list.replaceChildren(...items);
    mark(-1);
    open(items.length > 0 && document.activeElement === field);
  };
}
