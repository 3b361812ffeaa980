"""Pages that only the server has: a box for Cypher, the description of the API, an error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.pages.html import Html, join, tag
from kg.pages.links import Links
from kg.pages.parts import frame
from kg.pages.search import search_form
from kg.pages.static import static_text

EXAMPLE = (
    "MATCH (p:Paper)-[:INTRODUCES]->(e:Entity)\n"
    "RETURN e.name AS name, p.title AS paper ORDER BY name LIMIT 20"
)


def ask_page(links: Links) -> str:
    """Return the page with a box for Cypher.

    Args:
        links: As seen from the page.
    """
    body = join(
        tag("h1", "Ask in Cypher"),
        tag("p", "Read-only, with the time and row limits of kg query."),
        tag("noscript", tag("p", "This page needs JavaScript; kg query asks without it.")),
        tag("label", "Statement", for_="statement"),
        tag("textarea", EXAMPLE, id="statement", rows=6, spellcheck="false"),
        tag("label", "Parameters, as JSON", for_="params"),
        tag("textarea", "{}", id="params", rows=2, spellcheck="false"),
        tag("p", tag("button", "Run", id="run", type="button"), " ", tag("kbd", "Ctrl Enter")),
        tag("p", id="say", role="status"),
        tag("div", id="rows", class_="wide", tabindex=0, role="region", aria_label="Rows"),
    )
    return frame("Ask in Cypher", body, links, script=static_text("ask.js"))


def error_page(title: str, said: str, links: Links) -> str:
    """Return the page that stands where none can be shown.

    Args:
        title: What happened, in a few words.
        said: What is wrong.
        links: As seen from the page.
    """
    start = tag("a", "Start page", href=links.page("index.html"))
    body = join(tag("h1", title), tag("p", said), search_form(links), tag("p", start))
    return frame(title, body, links)


def docs_page(description: Mapping[str, Any], links: Links) -> str:
    """Return the description of the API as a page.

    Args:
        description: The API as OpenAPI tells it.
        links: As seen from the page.
    """
    schemas = description.get("components", {}).get("schemas", {})
    parts = [
        _operation(path, method, operation, schemas)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    body = join(
        tag("h1", "API"),
        tag(
            "p",
            "JSON for programs on this computer; the same as ",
            tag("a", "OpenAPI", href="openapi.json"),
            ".",
        ),
        parts,
    )
    return frame("API", body, links)


def _operation(
    path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Html:
    parameters = [*operation.get("parameters", []), *_parts(operation, schemas)]
    rows = [
        tag(
            "tr",
            tag("td", tag("code", p["name"])),
            tag("td", _type(p.get("schema", {}))),
            tag("td", "required" if p.get("required") else _default(p.get("schema", {}))),
        )
        for p in parameters
    ]
    heads = tag(
        "thead", tag("tr", [tag("th", h, scope="col") for h in ("Name", "Type", "Default")])
    )
    return tag(
        "section",
        tag("h2", tag("code", f"{method.upper()} {path}")),
        tag("p", operation.get("summary", "")),
        tag("table", heads, tag("tbody", rows)) if rows else None,
        tag("p", tag("a", "Try it", href=path.lstrip("/"))) if _free(method, parameters) else None,
    )


def _parts(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts of the JSON that a request sends, as parameters are told."""
    content = operation.get("requestBody", {}).get("content", {})
    named = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = schemas.get(named.rpartition("/")[2], {})
    required = schema.get("required", [])
    return [
        {"name": name, "schema": part, "required": name in required}
        for name, part in schema.get("properties", {}).items()
    ]


def _free(method: str, parameters: list[Mapping[str, Any]]) -> bool:
    return method == "get" and not any(p.get("required") for p in parameters)


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(s) for s in schema["anyOf"])
    return str(schema.get("type", "any"))


def _default(schema: Mapping[str, Any]) -> str:
    return "" if schema.get("default") is None else json.dumps(schema["default"])
