// What is applied to a task
//
// name: task_methods
// returns: name, type, papers, sentence
// param entity: entity, required. Name of a task.
// param limit: integer. Most rows.
//
// Models and methods that papers make for the task, use or test on it, with a sentence for each.
:param entity => 'machine translation';
:param limit => 30;
MATCH (m:Entity)-[r:APPLIED_TO]->(t:Entity {name: $entity})
WITH m, r
ORDER BY r.confidence DESC, r.id
WITH m, count(DISTINCT r.paperId) AS papers, collect(r.sentence)[0] AS sentence
RETURN m.name AS name, [label IN labels(m) WHERE label <> 'Entity'][0] AS type, papers, sentence
ORDER BY papers DESC, name, m.id
LIMIT $limit;
