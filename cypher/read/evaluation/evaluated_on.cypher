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
MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Entity {name: $entity})
RETURN p.id AS paper, p.title AS title, p.year AS year,
       COLLECT {
         MATCH (m:Entity)-[claim:EVALUATED_ON]->(d)
         WHERE claim.paperId = p.id
         RETURN m.name AS name
         ORDER BY name
       } AS evaluates,
       r.confidence AS confidence, r.sentence AS sentence
ORDER BY confidence DESC, paper
LIMIT $limit;
