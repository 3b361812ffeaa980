"""What a paper is about, as its source says it: arXiv's categories by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

# https://arxiv.org/category_taxonomy: all archives that are parted.
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
    "Mathematics": (
        "math",
        "AC Commutative Algebra|AG Algebraic Geometry|AP Analysis of PDEs|AT Algebraic Topology"
        "|CA Classical Analysis and ODEs|CO Combinatorics|CT Category Theory|CV Complex Variables"
        "|DG Differential Geometry|DS Dynamical Systems|FA Functional Analysis"
        "|GM General Mathematics|GN General Topology|GR Group Theory|GT Geometric Topology"
        "|HO History and Overview|IT Information Theory|KT K-Theory and Homology|LO Logic"
        "|MG Metric Geometry|MP Mathematical Physics|NA Numerical Analysis|NT Number Theory"
        "|OA Operator Algebras|OC Optimization and Control|PR Probability|QA Quantum Algebra"
        "|RA Rings and Algebras|RT Representation Theory|SG Symplectic Geometry"
        "|SP Spectral Theory|ST Statistics Theory",
    ),
    "Quantitative Biology": (
        "q-bio",
        "BM Biomolecules|CB Cell Behavior|GN Genomics|MN Molecular Networks"
        "|NC Neurons and Cognition|OT Other Quantitative Biology|PE Populations and Evolution"
        "|QM Quantitative Methods|SC Subcellular Processes|TO Tissues and Organs",
    ),
    "Quantitative Finance": (
        "q-fin",
        "CP Computational Finance|EC Economics|GN General Finance|MF Mathematical Finance"
        "|PM Portfolio Management|PR Pricing of Securities|RM Risk Management"
        "|ST Statistical Finance|TR Trading and Market Microstructure",
    ),
    "Economics": ("econ", "EM Econometrics|GN General Economics|TH Theoretical Economics"),
    "Physics": (
        "physics",
        "acc-ph Accelerator Physics|ao-ph Atmospheric and Oceanic Physics|app-ph Applied Physics"
        "|atm-clus Atomic and Molecular Clusters|atom-ph Atomic Physics"
        "|bio-ph Biological Physics|chem-ph Chemical Physics|class-ph Classical Physics"
        "|comp-ph Computational Physics|data-an Data Analysis, Statistics and Probability"
        "|ed-ph Physics Education|flu-dyn Fluid Dynamics|gen-ph General Physics"
        "|geo-ph Geophysics|hist-ph History and Philosophy of Physics"
        "|ins-det Instrumentation and Detectors|med-ph Medical Physics|optics Optics"
        "|plasm-ph Plasma Physics|pop-ph Popular Physics|soc-ph Physics and Society"
        "|space-ph Space Physics",
    ),
    "Condensed Matter": (
        "cond-mat",
        "dis-nn Disordered Systems and Neural Networks|mes-hall Mesoscale and Nanoscale Physics"
        "|mtrl-sci Materials Science|other Other Condensed Matter|quant-gas Quantum Gases"
        "|soft Soft Condensed Matter|stat-mech Statistical Mechanics"
        "|str-el Strongly Correlated Electrons|supr-con Superconductivity",
    ),
    "Astrophysics": (
        "astro-ph",
        "CO Cosmology and Nongalactic Astrophysics|EP Earth and Planetary Astrophysics"
        "|GA Astrophysics of Galaxies|HE High Energy Astrophysical Phenomena"
        "|IM Instrumentation and Methods for Astrophysics|SR Solar and Stellar Astrophysics",
    ),
    "Nonlinear Sciences": (
        "nlin",
        "AO Adaptation and Self-Organizing Systems|CD Chaotic Dynamics"
        "|CG Cellular Automata and Lattice Gases|PS Pattern Formation and Solitons"
        "|SI Exactly Solvable and Integrable Systems",
    ),
}
_CODES = {
    f"{archive} - {name}".casefold(): f"{short}.{code}"
    for archive, (short, names) in _ARCHIVES.items()
    for code, _, name in (one.partition(" ") for one in names.split("|"))
} | {
    "high energy physics - experiment": "hep-ex",
    "high energy physics - lattice": "hep-lat",
    "high energy physics - phenomenology": "hep-ph",
    "high energy physics - theory": "hep-th",
}
# Names hold commas: they are told before a list is split at these.
_NAMED = re.compile(
    rf"(?:(?<=[,;])|(?<=[,;] )|^)(?:{'|'.join(map(re.escape, sorted(_CODES)))})(?=\s*(?:[,;]|$))",
    re.IGNORECASE,
)
# Archives without a dot; cmp-lg and its like ended by 2000.
_WHOLE = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)"
    "|patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_CODE = rf"(?:[a-z][a-z-]*\.[A-Za-z][A-Za-z-]+|{_WHOLE})"
ONLY_CODES = re.compile(rf"{_CODE}(?:\s+{_CODE})*")
# As arXiv's pages write it: `Machine Learning (cs.LG)`.
_BEHIND = re.compile(rf"[^()]*\(({_CODE})\)")


def subjects(text: str) -> Iterator[str]:
    """Yield the categories or keywords in one string, those of arXiv as codes.

    Only codes are told apart by blanks, all else by semicolons, or where there are none by commas.

    Args:
        text: E.g. `cs.CL cs.LG`, `deep learning, Computer Science - Machine Learning`.
    """
    if ONLY_CODES.fullmatch(text):
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
