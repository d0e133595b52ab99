// Techniques used together with one
//
// name: used_together
// returns: name, type, papers, share, lift
// param entity: entity, required. Name of a model or method.
// param least: integer. Fewest papers that must have both.
// param limit: integer. Most rows.
//
// Models and methods that the papers which introduce or use it introduce or use as well. `share` is the part of those
// papers; `lift` says how many times more often the two meet than if papers chose them independently, so that what is
// everywhere does not come first.
:param entity => 'Transformer';
:param least => 2;
:param limit => 20;
MATCH (e:Entity {name: $entity})<-[:INTRODUCES|USES]-(p:Paper)
WITH e, collect(DISTINCT p) AS papers, COUNT { (:Paper) } AS total
UNWIND papers AS p
MATCH (p)-[:INTRODUCES|USES]->(other:Entity)
WHERE other.id <> e.id AND (other:Model OR other:Method)
WITH other, count(DISTINCT p) AS together, size(papers) AS own, total
WHERE together >= $least
WITH other, together, own, total, COUNT { (:Paper)-[:INTRODUCES|USES]->(other) } AS theirs
RETURN other.name AS name, [label IN labels(other) WHERE label <> 'Entity'][0] AS type, together AS papers,
       toFloat(together) / own AS share, toFloat(together) * total / (own * theirs) AS lift
ORDER BY lift DESC, papers DESC, name, other.id
LIMIT $limit;
