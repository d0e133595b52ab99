// A model and its rivals, drawn
//
// name: rival_map
// returns: path
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most edges, those of the model itself first.
//
// Who is said to outperform whom around one model: its surest rivals and theirs, and the datasets and benchmarks on
// which it and a rival are evaluated. A click on an edge shows the sentence that it rests on.
:param entity => 'GPT-3';
:param limit => 60;
MATCH (start:Entity {name: $entity})-[claim:OUTPERFORMS]-(rival:Entity)
WITH start, rival, max(claim.confidence) AS confidence
ORDER BY confidence DESC, rival.id
LIMIT 20
WITH start, collect(rival) AS rivals
CALL (start, rivals) {
  MATCH path = (start)-[r:OUTPERFORMS]-(:Entity)
  RETURN path, r, 0 AS place
  UNION ALL
  UNWIND rivals AS rival
  MATCH path = (start)-[:EVALUATED_ON]->(d:Entity)<-[r:EVALUATED_ON]-(rival)
  RETURN path, r, 1 AS place
  UNION ALL
  UNWIND rivals AS rival
  MATCH path = (rival)-[r:OUTPERFORMS]->(other:Entity)
  WHERE other.id <> start.id
  RETURN path, r, 2 AS place
  UNION ALL
  UNWIND rivals AS rival
  MATCH path = (rival)<-[r:OUTPERFORMS]-(other:Entity)
  WHERE other.id <> start.id AND NOT other IN rivals
  RETURN path, r, 2 AS place
}
RETURN path
ORDER BY place, r.confidence DESC, r.id
LIMIT $limit;
