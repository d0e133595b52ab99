// Papers that one technique links
//
// name: papers_by_technique
// returns: paper, title, year, role, confidence, sentence
// param entity: entity, required. Name of a model, method, dataset, benchmark, task or metric.
// param limit: integer. Most rows.
//
// Every paper that names it, those that introduce or use it first.
:param entity => 'low-rank adaptation';
:param limit => 50;
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES|MENTIONS]->(e:Entity {name: $entity})
WITH p, r, CASE type(r)
             WHEN 'INTRODUCES' THEN 0
             WHEN 'EVALUATES_ON' THEN 1
             WHEN 'USES' THEN 2
             WHEN 'COMPARES_WITH' THEN 3
             WHEN 'ADDRESSES' THEN 4
             ELSE 5
           END AS place
RETURN p.id AS paper, p.title AS title, p.year AS year, type(r) AS role, r.confidence AS confidence,
       r.sentence AS sentence
ORDER BY place, confidence DESC, paper
LIMIT $limit;
