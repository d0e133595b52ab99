MATCH (n:Paper) WHERE n.id > $after
RETURN n.id AS id, labels(n) AS labels, properties(n) AS values
ORDER BY id LIMIT $limit;

MATCH (n:Paper) WHERE n.id > $after
RETURN n.id AS id, labels(n) AS labels, [n.title, n.year] AS values
ORDER BY id LIMIT $limit;

MATCH (n:Entity) WHERE n.id IN $ids
RETURN n.id AS id, labels(n) AS labels, [] AS values;

MATCH (n:Paper) WHERE n.year IN $wanted
RETURN n.id AS id;

MATCH (n:Paper) WHERE any(item IN n.ids WHERE item IN $wanted)
RETURN n.id AS id;

MATCH (a)-[r:USES]->(b) WHERE r.id IN $ids
RETURN a.id AS source, b.id AS target, r.id AS id, null AS paper, properties(r) AS values;

UNWIND $ids AS wanted
MATCH (a:Paper {id: wanted})-[r:USES]->(b:Entity)
RETURN a.id AS source, b.id AS target, r.id AS id, r.paperId AS paper, properties(r) AS values;

UNWIND $ids AS wanted
MATCH (b:Entity {id: wanted})<-[r:USES]-(a:Paper)
RETURN a.id AS source, b.id AS target, r.id AS id, r.paperId AS paper, [r.confidence] AS values;

MATCH (a)-[r:USES]->(b) WHERE r.paperId IN $ids
WITH a, r, b WHERE a:Paper AND b:Entity
RETURN a.id AS source, b.id AS target, r.id AS id, r.paperId AS paper, [] AS values;

