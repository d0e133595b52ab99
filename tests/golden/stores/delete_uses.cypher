MATCH ()-[r:USES]->() WHERE r.id IN $ids
DELETE r
RETURN count(*) AS done;
