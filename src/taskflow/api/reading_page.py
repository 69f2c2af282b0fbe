"""The OpenAPI document as a page for people: plain HTML without scripts and styles, so nothing has to be allowed."""

import json
import re
from html import escape
from itertools import groupby
from typing import Any

Schema = dict[str, Any]
_CODE, _STRONG = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")


def build_page(document: Schema) -> str:
    """The page. Pure."""
    info = document["info"]
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    order = [tag["name"] for tag in document["tags"]]
    operations.sort(key=lambda entry: order.index(entry[2]["tags"][0]))
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        '<meta name="viewport" content="width=device-width"></head><body>',
        f"<header><h1>{escape(info['title'])} API</h1><p>Version {escape(info['version'])}, below "
        f"<code>{escape(document['servers'][0]['url'])}</code>. "
        '<a href="openapi.json">The same for programs</a> (OpenAPI 3.1).</p>',
        *(f"<p>{_mark(paragraph)}</p>" for paragraph in info["description"].strip().split("\n\n")),
        "</header>",
        _build_contents(tags),
        "<main>",
    ]
    for tag, entries in groupby(operations, key=lambda entry: entry[2]["tags"][0]):
        parts.append(f'<section><h2 id="{_anchor(tag)}">{escape(tag)}</h2><p>{_mark(tags[tag])}</p>')
        parts += [_build_operation(*entry) for entry in entries]
        parts.append("</section>")
    parts.append("<section><h2 id='schemas'>Schemas</h2>")
    parts += [_build_schema(name, schema) for name, schema in document["components"]["schemas"].items()]
    return "".join([*parts, "</section></main></body></html>"])


def _build_contents(tags: dict[str, str]) -> str:
    items = "".join(f'<li><a href="#{_anchor(tag)}">{escape(tag)}</a></li>' for tag in tags)
    return f'<nav aria-label="Contents"><ul>{items}<li><a href="#schemas">Schemas</a></li></ul></nav>'


def _build_operation(path: str, method: str, operation: Schema) -> str:
    name = escape(operation["operationId"])
    parts = [
        f'<article><h3 id="{name}">{escape(operation["summary"])}</h3>',
        f"<p><code>{method.upper()} {escape(path)}</code></p>",
        f"<p>{_mark(operation['description'])}</p>" if "description" in operation else "",
        f"<p>Who: {_say_security(operation['security'])}.</p>",
        _build_parameters(operation["parameters"]),
    ]
    if "requestBody" in operation:
        kind, content = next(iter(operation["requestBody"]["content"].items()))
        parts.append(f"<h4>Body, {escape(kind)}: {_say_schema(content['schema'])}</h4>{_show(content['example'])}")
    parts.append("<h4>Answers</h4><dl>")
    for status, response in operation["responses"].items():
        parts.append(f"<dt>{status}</dt><dd>{_mark(response['description'])}{_build_answer(response)}</dd>")
    return "".join([*parts, "</dl></article>"])


def _build_answer(response: Schema) -> str:
    headers = ", ".join(f"<code>{escape(name)}</code>" for name in response.get("headers", {}))
    text = f". Headers: {headers}" if headers else ""
    content = response.get("content", {}).get("application/json")
    return text + (f". {_say_schema(content['schema'])}{_show(content['example'])}" if content else "")


def _build_parameters(parameters: list[Schema]) -> str:
    if not parameters:
        return ""
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(given["name"])}</code></th><td>{given["in"]}</td>'
        f"<td>{'required' if given['required'] else 'optional'}</td><td>{_say_schema(given['schema'])}</td>"
        f"<td>{_mark(given.get('description', ''))}</td></tr>"
        for given in parameters
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Parameter", "In", "Needed", "Kind", "Meaning"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _build_schema(name: str, schema: Schema) -> str:
    required = schema.get("required", ())
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(field)}</code></th><td>{_say_schema(given)}</td>'
        f"<td>{'always' if field in required else 'optional'}</td><td>{_mark(given.get('description', ''))}</td></tr>"
        for field, given in schema.get("properties", {}).items()
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Field", "Kind", "Present", "Meaning"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    description = _mark(" ".join(schema.get("description", "").split()))
    return f'<article><h3 id="{escape(name)}">{escape(name)}</h3><p>{description}</p>{table}</article>'


def _say_schema(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_say_schema(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"array of {_say_schema(schema['items'])}"
    if "items" in schema.get("properties", {}):
        return f"a page of {_say_schema(schema['properties']['items']['items'])}"
    limits = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"), ("minLength", "at least"), ("maxLength", "at most"))
        if key in schema
    ]
    kind = schema.get("format") or schema.get("type", "anything")
    return escape(" ".join([kind, *limits]))


def _say_security(security: list[Schema]) -> str:
    if not security:
        return "anybody"
    words = {"session": "a session", "token": "a token"}
    return " or ".join(
        words[name] + (f" with the scope {escape(scopes[0])}" if scopes else "")
        for choice in security
        for name, scopes in choice.items()
    )


def _show(example: Any) -> str:
    return f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"


def _mark(text: str) -> str:
    return _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text)))


def _anchor(text: str) -> str:
    return "tag-" + text.lower().replace(" ", "-")
