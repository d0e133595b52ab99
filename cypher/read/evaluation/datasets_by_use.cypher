// Datasets and benchmarks by use
//
// name: datasets_by_use
// returns: name, type, papers, evaluating, users, introducing
// param limit: integer. Most rows.
//
// How many papers name each, evaluate on it, use or train on it, and introduce it.
:param limit => 30;
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|MENTIONS]->(d:Entity)
WHERE d:Dataset OR d:Benchmark
RETURN d.name AS name, [label IN labels(d) WHERE label <> 'Entity'][0] AS type, count(DISTINCT p) AS papers,
       sum(CASE WHEN type(r) = 'EVALUATES_ON' THEN 1 ELSE 0 END) AS evaluating,
       sum(CASE WHEN type(r) = 'USES' THEN 1 ELSE 0 END) AS users,
       sum(CASE WHEN type(r) = 'INTRODUCES' THEN 1 ELSE 0 END) AS introducing
ORDER BY papers DESC, evaluating DESC, name, type
LIMIT $limit;
