"""The page itself: its style on paper, its contents, and the few forms that everything in it is set in.

All that comes from a pack passes through ``t``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..lettering import escaped

Html = str

CSS = """
:root{color:#111;background:#fff;font:16px/1.45 Georgia,'Times New Roman','Liberation Serif',serif}
body{overflow-wrap:break-word;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:2.2rem;margin:0}h2{font-size:1.6rem;border-bottom:3px double #111;margin:3rem 0 1rem}
h3{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #111}h4{font-size:1.02rem;margin:1.3rem 0 .2rem}
p{margin:.35rem 0}a{color:inherit;text-decoration-thickness:.5px;text-underline-offset:2px}
.id{font:.72em/1 ui-monospace,Menlo,Consolas,monospace;font-weight:normal;color:#444}
.meta,.note,.why{font-size:.86rem;color:#333}.cond{font-style:italic;font-size:.86rem}
.says{padding-left:1rem}.says b{font-variant:small-caps;font-weight:normal}
blockquote{margin:.5rem 0 .5rem 0;padding:.2rem .2rem .2rem .8rem;border-left:4px double #111}
blockquote footer{font-size:.82rem;color:#333}
ol.options{padding-left:1.4rem}ol.options>li{margin:.7rem 0}ol.options p{margin:.15rem 0}
ul{padding-left:1.2rem;margin:.3rem 0}table{border-collapse:collapse;font-size:.88rem;margin:.5rem 0;width:100%}
th,td{border:1px solid #777;padding:.2rem .4rem;text-align:left;vertical-align:top}thead th{border-bottom:2px solid #111}
td.n,th.n{text-align:right}td.n{white-space:nowrap}td ul{list-style:none;padding:0;margin:0}caption{text-align:left;font-size:.86rem;font-style:italic;padding:.2rem 0}
.grade{border:1px solid #111;padding:0 .3rem;font-size:.78rem;white-space:nowrap}
.documented{border-width:2px}.inferred{border-radius:.6rem}.counterfactual{border-style:dashed}.invented{border-style:dotted}
.brought{font-size:.86rem;font-weight:bold;border-left:6px solid #111;padding-left:.4rem}
.warn{border:2px solid #111;padding:.5rem .8rem}nav ol{columns:2;padding-left:1.4rem}nav li{break-inside:avoid}nav ul{list-style:none;font-size:.84rem;padding-left:.6rem}
figure{margin:1rem 0}figcaption{font-size:.86rem;font-style:italic}.map{max-width:100%;height:auto}
dl{margin:.3rem 0}dl.card{display:grid;grid-template-columns:7rem 1fr}dl.card dd{margin:0 0 .2rem}dt{font-weight:bold}dd{margin:0 0 .4rem 1.2rem}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page);font:8pt serif}}
@media print{:root{font-size:9.6pt;line-height:1.36;color:#000}body{max-width:none;margin:0;padding:0}a{text-decoration:none}
section.long>h2{break-before:page}h2,h3,h4{break-after:avoid}blockquote,ol.options>li,tr,dt,.card{break-inside:avoid}
figure{break-inside:avoid;text-align:center;margin:0}.map{max-height:222mm}.note+figure .map{max-height:186mm}.note:has(+figure){break-after:avoid}
p{orphans:2;widows:2}}
"""


LONG = 6000
"""The characters from which on a part begins on a sheet of its own."""
MOST_INSIDE = 16
"""The most headings of one part that the contents name."""


def t(text: object) -> Html:
    """Return text of a pack fit for the page."""
    return escaped(str(text))


def p(inner: Html, kind: str = "") -> Html:
    """Return a paragraph, or nothing if there is nothing in it."""
    return f"<p{_class(kind)}>{inner}</p>" if inner else ""


def ul(items: Iterable[Html], kind: str = "") -> Html:
    """Return a list, or nothing if it is empty."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul{_class(kind)}>{rows}</ul>" if rows else ""


def a(anchor: str, inner: Html) -> Html:
    """Return a link within the page."""
    return f'<a href="#{name_of(anchor)}">{inner}</a>'


def heading(level: int, anchor: str, inner: Html, ident: str = "") -> Html:
    """Return a heading that can be linked to, with the id an author knows it by."""
    shown = f' <span class="id">{t(ident)}</span>' if ident else ""
    return f'<h{level} id="{name_of(anchor)}">{inner}{shown}</h{level}>'


def name_of(anchor: str) -> str:
    """Return an anchor fit for an address: letters, digits, hyphens, dots."""
    return re.sub(r"[^A-Za-z0-9.\-]", lambda found: f"_{ord(found[0])}", anchor)


def table(head: Iterable[Html], rows: Iterable[Iterable[Html]], caption: str = "", numbers: int = 99) -> Html:
    """Return a table; from column ``numbers`` on its cells are figures. Each row begins with its heading."""

    def kind(at: int) -> str:
        return ' class="n"' if at >= numbers else ""

    heads = "".join(f'<th scope="col"{kind(at)}>{cell}</th>' for at, cell in enumerate(head))
    body = ""
    for row in rows:
        cells = list(row)
        body += f'<tr><th scope="row">{cells[0]}</th>'
        body += "".join(f"<td{kind(at)}>{cell}</td>" for at, cell in enumerate(cells[1:], 1)) + "</tr>"
    if not body:
        return ""
    said = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def grade(word: str) -> Html:
    """Return an evidence grade in its frame."""
    known = word if word in ("documented", "inferred", "counterfactual") else "invented"
    return f'<span class="grade {known}">{t(word)}</span>'


def link_out(url: str, inner: Html) -> Html:
    """Return a link to the web if the address is one of the web, else the words alone."""
    return f'<a href="{t(url)}">{inner}</a>' if url.startswith(("https://", "http://")) else inner


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _inside(body: Html) -> Html:
    """Return the headings of a part for the contents, if they are few enough to be of use there."""
    found = re.findall(r'<h3 id="([^"]+)">(.*?)(?: <span class="id">[^<]*</span>)?</h3>', body)
    return (
        ul(f'<a href="#{anchor}">{inner}</a>' for anchor, inner in found) if len(found) <= MOST_INSIDE else ""
    )


def page(*, title: str, heading: Html, under: Html, by: Html, parts: list[tuple[str, str, Html]]) -> Html:
    """Return the whole page: contents first, then its parts under headings of the second level."""
    contents = "".join(
        f'<li><a href="#{anchor}">{t(name)}</a>{_inside(body)}</li>' for anchor, name, body in parts
    )
    bodies = "\n".join(
        f'<section{_class("long" if len(body) > LONG else "")} aria-labelledby="{anchor}"><h2 id="{anchor}">{t(name)}</h2>\n{body}</section>'
        for anchor, name, body in parts
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="robots" content="noindex"><title>{t(title)}</title>\n<style>{CSS}</style></head>\n<body>'
        f"<header><h1>{heading}</h1>{p(under)}{p(by, 'meta')}</header>\n"
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav>\n<main>\n{bodies}\n</main></body></html>\n'
    )
