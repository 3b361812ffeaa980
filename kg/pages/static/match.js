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

/** How well a name answers: 0 is the name itself, 5 a piece inside a word; -1 not at all. */
function matchRank(words, packed, query, packedQuery) {
  if (packed === packedQuery) return 0;
  if (packed.startsWith(packedQuery)) return 1;
  if (words.includes(` ${query}`)) return 2;
  return words.includes(query) || packed.includes(packedQuery) ? 4 : -1;
}
