// Tasks without a benchmark
//
// name: tasks_without_benchmark
// returns: name, papers, methods, paper, title, sentence
// param limit: integer. Most rows.
//
// Tasks that papers work on, but for which no paper claims or introduces a dataset or benchmark; what most papers work
// on first, with how many models and methods are applied to it and what one paper says of it.
:param limit => 30;
MATCH (p:Paper)-[r:ADDRESSES]->(t:Task)
WHERE NOT EXISTS { (t)<-[:TARGETS]-(:Entity) }
  AND NOT EXISTS { MATCH (t)<-[:ADDRESSES]-(:Paper)-[:INTRODUCES]->(d:Entity) WHERE d:Dataset OR d:Benchmark }
WITH t, p, r
ORDER BY r.confidence DESC, p.id
WITH t, count(p) AS papers, collect({id: p.id, title: p.title, sentence: r.sentence})[0] AS surest
WITH t, papers, surest, COUNT { (t)<-[:APPLIED_TO]-(:Entity) } AS methods
RETURN t.name AS name, papers, methods, surest.id AS paper, surest.title AS title, surest.sentence AS sentence
ORDER BY papers DESC, methods DESC, name, t.id
LIMIT $limit;
