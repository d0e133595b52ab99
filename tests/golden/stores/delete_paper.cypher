MATCH (n:Paper) WHERE n.id IN $ids
DETACH DELETE n
RETURN count(*) AS done;
