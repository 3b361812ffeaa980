"""What a paper is about, as its source says it: arXiv's categories by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# https://arxiv.org/category_taxonomy: the archives that papers on machine learning stand in.
_ARCHIVES = {
    "Computer Science": (
        "cs",
        "AI Artificial Intelligence|AR Hardware Architecture|CC Computational Complexity"
        "|CE Computational Engineering, Finance, and Science|CG Computational Geometry"
        "|CL Computation and Language|CR Cryptography and Security"
        "|CV Computer Vision and Pattern Recognition|CY Computers and Society|DB Databases"
        "|DC Distributed, Parallel, and Cluster Computing|DL Digital Libraries"
        "|DM Discrete Mathematics|DS Data Structures and Algorithms|ET Emerging Technologies"
        "|FL Formal Languages and Automata Theory|GL General Literature|GR Graphics"
        "|GT Computer Science and Game Theory|HC Human-Computer Interaction"
        "|IR Information Retrieval|IT Information Theory|LG Machine Learning"
        "|LO Logic in Computer Science|MA Multiagent Systems|MM Multimedia"
        "|MS Mathematical Software|NA Numerical Analysis|NE Neural and Evolutionary Computing"
        "|NI Networking and Internet Architecture|OH Other Computer Science|OS Operating Systems"
        "|PF Performance|PL Programming Languages|RO Robotics|SC Symbolic Computation|SD Sound"
        "|SE Software Engineering|SI Social and Information Networks|SY Systems and Control",
    ),
    "Electrical Engineering and Systems Science": (
        "eess",
        "AS Audio and Speech Processing|IV Image and Video Processing|SP Signal Processing"
        "|SY Systems and Control",
    ),
    "Statistics": (
        "stat",
        "AP Applications|CO Computation|ME Methodology|ML Machine Learning|OT Other Statistics"
        "|TH Statistics Theory",
    ),
}
_CODES = {
    f"{archive} - {name}".casefold(): f"{short}.{code}"
    for archive, (short, names) in _ARCHIVES.items()
    for code, _, name in (one.partition(" ") for one in names.split("|"))
}
# Names hold commas: they are told before a list is split at these.
_NAMED = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(_CODES)))})(?=\s*(?:[,;]|$))", re.IGNORECASE
)
# Archives without a dot; cmp-lg and its like ended by 2000.
_WHOLE = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)"
    "|patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_CODE = rf"(?:[a-z][a-z-]*\.[A-Za-z][A-Za-z-]+|{_WHOLE})"
_ONLY_CODES = re.compile(rf"{_CODE}(?:\s+{_CODE})*")
# As arXiv's pages write it: `Machine Learning (cs.LG)`.
_BEHIND = re.compile(rf"[^()]*\(({_CODE})\)")


def subjects(text: str) -> Iterator[str]:
    """Yield the categories or keywords in one string, those of arXiv as codes.

    Only codes are told apart by blanks, all else by semicolons, or where there are none by commas.

    Args:
        text: E.g. `cs.CL cs.LG`, `deep learning, Computer Science - Machine Learning`.
    """
    if _ONLY_CODES.fullmatch(text):
        yield from text.split()
        return
    known = _NAMED.sub(lambda match: _CODES[match[0].casefold()], text)
    for part in known.split(";" if ";" in known else ","):
        if found := " ".join(part.split()):
            yield subject(found)


def subject(text: str) -> str:
    """Return one category or keyword: of arXiv by its code, any other as it is."""
    behind = _BEHIND.fullmatch(text)
    return behind[1] if behind else _CODES.get(text.casefold(), text)
