"""A quote that others can find again needs its words, the words around it and its place: a Web Annotation.

https://www.w3.org/TR/annotation-model/ (Recommendation of 23 February 2017).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from onrecord.model.finding import Source
from onrecord.reports.bundle.quotes import Cited, cited
from onrecord.reports.formats.anchors import Anchor, anchor
from onrecord.reports.formats.told import FormatError, Told
from onrecord.reports.withholding import MASK

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotations_bytes(told: Told) -> bytes:
    """An AnnotationCollection with one annotation for each quote of the findings.

    A quote in which a name is withheld is not in it, nor one of a document that is withheld; `withheld` counts both.
    Raises `FormatError` if a quote no longer stands in the newest text of its document.
    """
    quotes = cited(told.masked)
    made = [_annotation(told, quote) for quote in quotes]
    items = [item for item in made if item is not None]
    collection = {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": "Quotes of findings, proposed by a machine until a person has judged them",
        "total": len(items),
        "withheld": len(made) - len(items),
        "first": {"type": "AnnotationPage", "items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def read_annotations(content: bytes, *, name: str) -> tuple[tuple[str, Anchor], ...]:
    """(document, anchor) for each annotation with both selectors in a collection, a page or one annotation.

    The document is `onrecord:document` where it is there, else the target's source. Raises `FormatError` for what is
    no such JSON, and for an annotation of which the positions do not fit the words.
    """
    try:
        held = json.loads(content)
        items = held.get("first", held).get("items", [held])
        return tuple(_read(item) for item in items)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        raise FormatError(
            f"{name}: it holds no Web Annotations with quote and position ({fault!r}).",
            advice="Each needs a TextQuoteSelector and a TextPositionSelector.",
        ) from fault


def _read(item: dict[str, Any]) -> tuple[str, Anchor]:
    target = item["target"]
    selectors = {selector["type"]: selector for selector in target["selector"]}
    words, place = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
    if place["end"] - place["start"] != len(words["exact"]):
        raise ValueError(f"positions {place['start']} to {place['end']} for {len(words['exact'])} characters")
    made = Anchor(place["start"], place["end"], words["exact"], words.get("prefix", ""), words.get("suffix", ""))
    return target.get("onrecord:document", target["source"]), made


def _annotation(told: Told, quote: Cited) -> dict[str, Any] | None:
    source = told.masked.sources[quote.document]
    document = None if MASK in quote.exact else told.layer(quote.document)
    if document is None or source.title != document.title or source.url != document.url:
        return None
    if not quote.fits(document.text):
        raise FormatError(
            f"A quote of {quote.document!r} is not at {quote.start} in the newest text.",
            advice="The store changed meanwhile: run the command again.",
        )
    spans = told.names.spans(document.text)
    if any(start < quote.end and quote.start < end for start, end in spans):
        return None
    made = anchor(document.text, quote.start, quote.end, withheld=spans)
    layer = None if spans else hashlib.sha256(document.text.encode()).hexdigest()
    return _item(quote, made, source, layer)


def _item(quote: Cited, made: Anchor, source: Source, layer: str | None) -> dict[str, Any]:
    key = f"{quote.ask}\n{quote.document}\n{quote.use}\n{quote.start}\n{quote.end}"
    selectors = [
        {"type": "TextQuoteSelector", "exact": made.exact, "prefix": made.prefix, "suffix": made.suffix},
        {"type": "TextPositionSelector", "start": made.start, "end": made.end},
    ]
    target = {"source": source.url or f"urn:onrecord:{quote.document}", "onrecord:document": quote.document}
    return {
        "id": f"urn:sha256:{hashlib.sha256(key.encode()).hexdigest()}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": [{"type": "TextualBody", "value": quote.ask, "purpose": "identifying", "onrecord:use": quote.use}],
        "target": {**target, **({"onrecord:layer": f"sha256:{layer}"} if layer else {}), "selector": selectors},
    }
