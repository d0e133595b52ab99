MATCH (n:Entity) WHERE n.id IN $ids
SET n:Model;
