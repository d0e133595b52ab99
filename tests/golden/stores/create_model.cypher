UNWIND $rows AS row
CREATE (n:Entity:Model {id: row[0], name: row[1], key: row[2], aliases: row[3], aliasText: row[4], paperCount: row[5], centrality: row[6], typeVotes: row[7]});
