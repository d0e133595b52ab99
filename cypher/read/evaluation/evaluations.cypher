// What a model is evaluated on
//
// name: evaluations
// returns: name, type, papers, others, sentence
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Datasets and benchmarks on which papers report results of it: how many do, of how many others results are reported
// there, and a sentence.
:param entity => 'ResNet';
:param limit => 30;
MATCH (m:Entity {name: $entity})-[r:EVALUATED_ON]->(d:Entity)
WITH m, d, r
ORDER BY r.confidence DESC, r.id
WITH m, d, count(DISTINCT r.paperId) AS papers, collect(r.sentence)[0] AS sentence
OPTIONAL MATCH (other:Entity)-[:EVALUATED_ON]->(d)
WHERE other.id <> m.id
WITH d, papers, sentence, count(DISTINCT other) AS others
RETURN d.name AS name, [label IN labels(d) WHERE label <> 'Entity'][0] AS type, papers, others, sentence
ORDER BY papers DESC, others DESC, name, d.id
LIMIT $limit;
