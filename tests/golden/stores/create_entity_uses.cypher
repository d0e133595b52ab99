UNWIND $rows AS row
MATCH (a:Entity {id: row[1]})
MATCH (b:Entity {id: row[2]})
CREATE (a)-[r:USES {id: row[0], paperId: row[3], confidence: row[4], sentence: row[5], sentenceStart: row[6], sentenceEnd: row[7], extractor: row[8]}]->(b)
RETURN count(*) AS done;
