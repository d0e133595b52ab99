MATCH (n:Paper) WHERE n.id IN $ids AND NOT (n)--()
DELETE n
RETURN count(*) AS done;
