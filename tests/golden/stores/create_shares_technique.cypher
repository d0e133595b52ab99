UNWIND $rows AS row
MATCH (a:Paper {id: row[1]})
MATCH (b:Paper {id: row[2]})
CREATE (a)-[r:SHARES_TECHNIQUE {id: row[0], weight: row[3], through: row[4], entityIds: row[5], sourceRank: row[6], targetRank: row[7]}]->(b)
RETURN count(*) AS done;
