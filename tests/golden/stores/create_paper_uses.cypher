UNWIND $rows AS row
MATCH (a:Paper {id: row[1]})
MATCH (b:Entity {id: row[2]})
CREATE (a)-[r:USES {id: row[0], paperId: row[3], confidence: row[4], sentence: row[5], sentenceStart: row[6], sentenceEnd: row[7], extractor: row[8], name: row[9], entityType: row[10], mentions: row[11], starts: row[12], ends: row[13], sentences: row[14], surfaces: row[15], reasons: row[16]}]->(b)
RETURN count(*) AS done;
