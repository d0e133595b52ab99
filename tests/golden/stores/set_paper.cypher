MATCH (n:Paper) WHERE n.id IN $ids
SET n += $rows[n.id];
