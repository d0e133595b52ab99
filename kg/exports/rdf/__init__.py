"""The graph as RDF: written, described, checked, asked in SPARQL, and read back.

`terms` has the IRIs, `mapping` turns records into triples, `writers` and `jsonld` write them, `reading` turns triples
into records again. `ontology` and `shapes` make `schemas/ontology.ttl` and `schemas/shapes.ttl`.
"""

from __future__ import annotations
