// A task, drawn
//
// name: task_map
// returns: path
// param entity: entity, required. Name of a task.
// param limit: integer. Most edges, those of the task itself first.
//
// The papers that work on a task, the models and methods that are applied to it, the datasets and benchmarks for it,
// and what those papers introduce and evaluate on. A click on an edge shows the sentence that it rests on.
:param entity => 'object detection';
:param limit => 60;
MATCH (t:Entity {name: $entity})
CALL (t) {
  MATCH path = (:Entity)-[r:APPLIED_TO|TARGETS]->(t)
  RETURN path, r, 0 AS place
  UNION
  MATCH path = (:Paper)-[r:ADDRESSES]->(t)
  RETURN path, r, 1 AS place
  UNION
  MATCH path = (t)<-[:ADDRESSES]-(:Paper)-[r:INTRODUCES|EVALUATES_ON]->(:Entity)
  RETURN path, r, 2 AS place
}
RETURN path
ORDER BY place, r.confidence DESC, r.id
LIMIT $limit;
