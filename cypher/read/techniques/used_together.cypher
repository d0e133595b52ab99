// Techniques used together with one
//
// name: used_together
// returns: name, type, papers, share
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Models and methods that the papers which introduce or use it introduce or use as well; `share` is the part of
// those papers.
:param entity => 'LoRA';
:param limit => 20;
MATCH (p:Paper)-[:INTRODUCES|USES]->(e:Entity {name: $entity})
WITH e, collect(DISTINCT p) AS papers
UNWIND papers AS p
MATCH (p)-[:INTRODUCES|USES]->(other:Entity)
WHERE other.id <> e.id AND (other:Model OR other:Method)
WITH other, count(DISTINCT p) AS together, size(papers) AS total
RETURN other.name AS name, [label IN labels(other) WHERE label <> 'Entity'][0] AS type, together AS papers,
       toFloat(together) / total AS share
ORDER BY papers DESC, name, other.id
LIMIT $limit;
