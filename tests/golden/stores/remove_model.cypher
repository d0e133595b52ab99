MATCH (n:Entity) WHERE n.id IN $ids
REMOVE n:Model;
