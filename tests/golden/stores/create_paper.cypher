UNWIND $rows AS row
CREATE (n:Paper {id: row[0], title: row[1], titleKeys: row[2], text: row[3], year: row[4], authors: row[5], venue: row[6], url: row[7], ids: row[8], givenIds: row[9], sources: row[10], entityCount: row[11], extractor: row[12], community: row[13], contentHash: row[14]});
