MATCH (n:Paper)-[r]-() WHERE n.id IN $ids
WITH DISTINCT r
DELETE r
RETURN count(*) AS done;
