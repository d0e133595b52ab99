MATCH ()-[r:USES]->() WHERE r.id IN $ids
SET r += $rows[r.id];
