// Compares names with what somebody types: case, accents, gaps and hyphens do not matter.

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a text with one gap between them. */
function spaced(text) {
  return fold(text).replace(/[\s\-_/]+/g, " ").trim();
}

/** The text without gaps: MATH-500 and math 500 are one. */
function compact(text) {
  return fold(text).replace(/[\s\-_.:/]+/g, "");
}

/** How well a name answers: 0 is the name itself, 1 begins a word of it, 2 is inside one; -1 not at all. */
function matchRank({ words, packed }, query, packedQuery) {
  if (packed === packedQuery) return 0;
  if (packed.startsWith(packedQuery) || words.includes(` ${query}`)) return 1;
  return words.includes(query) || packed.includes(packedQuery) ? 2 : -1;
}

/** Every name and alias, folded: once with its words apart, once without gaps. */
function foldNames({ name, aliases }) {
  const keys = [];
  const add = (node, text, alias) => keys.push({ node, words: ` ${spaced(text)}`, packed: compact(text), alias });
  name.forEach((text, node) => add(node, text, null));
  for (const [node, forms] of Object.entries(aliases)) {
    for (const alias of forms) add(Number(node), alias, alias);
  }
  return keys;
}

/** All nodes that answer, best first: [{ node, rank, alias }]; `order` compares two nodes that answer alike. */
function findNames(keys, text, order) {
  const query = spaced(text);
  const packedQuery = compact(text);
  if (!packedQuery) return [];
  const best = new Map();
  for (const key of keys) {
    const rank = matchRank(key, query, packedQuery);
    if (rank < 0) continue;
    // What is called so by another name is meant as well: the better connected comes first.
    const graded = rank && key.alias !== null ? rank + 0.5 : rank;
    const known = best.get(key.node);
    if (!known || graded < known.rank) best.set(key.node, { node: key.node, rank: graded, alias: key.alias });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || order(a.node, b.node));
}
