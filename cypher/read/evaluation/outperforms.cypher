// Who outperforms whom
//
// name: outperforms
// returns: winner, loser, paper, title, confidence, sentence
// param entity: entity. Only claims with it at either end; all claims if it is empty.
// param limit: integer. Most rows.
//
// Each claim with the sentence that it rests on.
:param entity => '';
:param limit => 50;
MATCH (a:Entity)-[r:OUTPERFORMS]->(b:Entity)
WHERE $entity = '' OR a.name = $entity OR b.name = $entity
MATCH (p:Paper {id: r.paperId})
RETURN a.name AS winner, b.name AS loser, p.id AS paper, p.title AS title, r.confidence AS confidence,
       r.sentence AS sentence
ORDER BY confidence DESC, winner, loser, paper
LIMIT $limit;
