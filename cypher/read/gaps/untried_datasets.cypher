// Datasets that only a model's rivals are evaluated on
//
// name: untried_datasets
// returns: name, type, rivals, papers, sentence
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Datasets and benchmarks on which papers report results of what it is compared with, but none of it, with the rivals
// that have some and a sentence of one.
:param entity => 'BERT';
:param limit => 30;
MATCH (e:Entity {name: $entity})
CALL (e) {
  MATCH (e)-[:OUTPERFORMS]-(rival:Entity)
  RETURN rival
  UNION
  MATCH (e)<-[:INTRODUCES]-(:Paper)-[:COMPARES_WITH]->(rival:Entity)
  RETURN rival
  UNION
  MATCH (e)<-[:COMPARES_WITH]-(:Paper)-[:INTRODUCES]->(rival:Entity)
  WHERE rival:Model OR rival:Method
  RETURN rival
}
WITH e, rival
WHERE rival.id <> e.id
MATCH (rival)-[r:EVALUATED_ON]->(d:Entity)
WHERE NOT EXISTS { (e)-[:EVALUATED_ON]->(d) }
WITH rival, r, d
ORDER BY rival.name, r.confidence DESC, r.id
WITH d, collect(DISTINCT rival.name) AS rivals, count(DISTINCT r.paperId) AS papers, collect(r.sentence)[0] AS sentence
RETURN d.name AS name, [label IN labels(d) WHERE label <> 'Entity'][0] AS type, rivals, papers, sentence
ORDER BY size(rivals) DESC, papers DESC, name, d.id
LIMIT $limit;
