// One technique through the years
//
// name: technique_by_year
// returns: year, papers, introducing, users
// param entity: entity, required. Name of a model, method, dataset, benchmark, task or metric.
//
// How many papers of each year name it, introduce it, and use it.
:param entity => 'Transformer';
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES|MENTIONS]->(e:Entity {name: $entity})
WHERE p.year IS NOT NULL
RETURN p.year AS year, count(DISTINCT p) AS papers,
       sum(CASE WHEN type(r) = 'INTRODUCES' THEN 1 ELSE 0 END) AS introducing,
       sum(CASE WHEN type(r) = 'USES' THEN 1 ELSE 0 END) AS users
ORDER BY year;
