// The lineage of a model, drawn
//
// name: lineage_map
// returns: path
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most edges, those of the lineage first.
//
// What it is built on and what builds on it, in at most two steps: the twenty that most papers name, with the papers
// that introduce them and what they are made of and trained on. A click on an edge shows the sentence that it rests on.
:param entity => 'BERT';
:param limit => 60;
MATCH (start:Entity {name: $entity})
CALL (start) {
  MATCH (start)-[:BASED_ON*0..2]->(m:Entity)
  RETURN m
  UNION
  MATCH (start)<-[:BASED_ON*0..2]-(m:Entity)
  RETURN m
}
WITH DISTINCT start, m
ORDER BY m.id <> start.id, m.paperCount DESC, m.id
LIMIT 20
CALL (m) {
  MATCH path = (m)-[r:BASED_ON]->(:Entity)
  RETURN path, r, 0 AS place
  UNION ALL
  MATCH path = (:Paper)-[r:INTRODUCES]->(m)
  RETURN path, r, 1 AS place
  UNION ALL
  MATCH path = (m)-[r:USES|TRAINED_ON]->(:Entity)
  RETURN path, r, 2 AS place
}
RETURN path
ORDER BY place, r.confidence DESC, r.id
LIMIT $limit;
