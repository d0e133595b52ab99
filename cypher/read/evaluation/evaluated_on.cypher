// Who evaluates on a dataset
//
// name: evaluated_on
// returns: paper, title, year, evaluates, confidence, sentence
// param entity: entity, required. Name of a dataset or benchmark.
// param limit: integer. Most rows.
//
// Papers that report results on it, and the models and methods that they report them of.
:param entity => 'ImageNet';
:param limit => 50;
MATCH (d:Entity {name: $entity})
CALL (d) {
  MATCH (p:Paper)-[r:EVALUATES_ON]->(d)
  RETURN p.id AS id, p, r, null AS name
  UNION ALL
  MATCH (m:Entity)-[claim:EVALUATED_ON]->(d)
  RETURN claim.paperId AS id, null AS p, null AS r, m.name AS name
}
WITH id, p, r, name
ORDER BY name
WITH id, collect(p)[0] AS p, collect(r)[0] AS r, collect(name) AS evaluates
WHERE p IS NOT NULL
RETURN p.id AS paper, p.title AS title, p.year AS year, evaluates, r.confidence AS confidence, r.sentence AS sentence
ORDER BY confidence DESC, paper
LIMIT $limit;
