// The rivals of a model
//
// name: rivals
// returns: rival, type, papers, wins, losses, contradicted, won, lost
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// What papers compare it with, and how many claims say that it outperforms the rival (`wins`) or the rival it
// (`losses`), with the surest sentence of each. `contradicted` is true where papers claim both.
:param entity => 'BERT';
:param limit => 30;
MATCH (e:Entity {name: $entity})
CALL (e) {
  MATCH (e)-[r:OUTPERFORMS]->(other:Entity)
  RETURN other, r.paperId AS paper, r.confidence AS confidence, r.sentence AS won, null AS lost
  UNION ALL
  MATCH (e)<-[r:OUTPERFORMS]-(other:Entity)
  RETURN other, r.paperId AS paper, r.confidence AS confidence, null AS won, r.sentence AS lost
  UNION ALL
  MATCH (e)<-[:INTRODUCES]-(p:Paper)-[r:COMPARES_WITH]->(other:Entity)
  RETURN other, p.id AS paper, r.confidence AS confidence, null AS won, null AS lost
  UNION ALL
  MATCH (e)<-[r:COMPARES_WITH]-(p:Paper)-[:INTRODUCES]->(other:Entity)
  RETURN other, p.id AS paper, r.confidence AS confidence, null AS won, null AS lost
}
WITH e, other, paper, confidence, won, lost
WHERE other.id <> e.id AND (other:Model OR other:Method)
WITH other, paper, confidence, won, lost
ORDER BY confidence DESC, paper, won, lost
WITH other, count(DISTINCT paper) AS papers, collect(won) AS won, collect(lost) AS lost
RETURN other.name AS rival, [label IN labels(other) WHERE label <> 'Entity'][0] AS type, papers, size(won) AS wins,
       size(lost) AS losses, size(won) > 0 AND size(lost) > 0 AS contradicted, won[0] AS won, lost[0] AS lost
ORDER BY papers DESC, wins + losses DESC, rival, other.id
LIMIT $limit;
