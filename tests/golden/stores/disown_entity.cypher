MATCH (n:Entity) WHERE n.id IN $ids
REMOVE n:Entity:Model:Method:Dataset:Benchmark:Task:Metric
RETURN count(*) AS done;
