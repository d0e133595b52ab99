// Papers that bridge two topics
//
// name: bridging_papers
// returns: paper, title, year, names, toFirst, toSecond, sentences
// param from: entity, required. Name of a task, technique or dataset: the first topic.
// param to: entity, required. Name of the second topic.
// param limit: integer. Most rows.
//
// Papers whose strongest links lead to both topics: `toFirst` and `toSecond` count the linked papers that work with
// each. `names` are those of the two that the paper itself works with, which comes first, and `sentences` what it says.
:param from => 'machine translation';
:param to => 'image classification';
:param limit => 20;
CALL () {
  MATCH (:Entity {name: $from})<-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES]-(x:Paper)
  WITH DISTINCT x
  MATCH (x)-[:SHARES_TECHNIQUE]-(p:Paper)
  RETURN p, 0 AS own, count(*) AS first, 0 AS second
  UNION ALL
  MATCH (:Entity {name: $to})<-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES]-(x:Paper)
  WITH DISTINCT x
  MATCH (x)-[:SHARES_TECHNIQUE]-(p:Paper)
  RETURN p, 0 AS own, 0 AS first, count(*) AS second
  UNION ALL
  MATCH (e:Entity)<-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES]-(p:Paper)
  WHERE e.name IN [$from, $to]
  RETURN p, 1 AS own, 0 AS first, 0 AS second
}
WITH p, sum(own) AS own, sum(first) AS toFirst, sum(second) AS toSecond
WHERE toFirst > 0 AND toSecond > 0
WITH p, own, toFirst, toSecond, CASE WHEN toFirst < toSecond THEN toFirst ELSE toSecond END AS fewer
ORDER BY own DESC, fewer DESC, toFirst + toSecond DESC, p.id
LIMIT $limit
OPTIONAL MATCH (p)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES]->(e:Entity)
WHERE e.name IN [$from, $to]
WITH p, own, toFirst, toSecond, fewer, e, r
ORDER BY e.name
WITH p, own, toFirst, toSecond, fewer, collect(e.name) AS names, collect(r.sentence) AS sentences
RETURN p.id AS paper, p.title AS title, p.year AS year, names, toFirst, toSecond, sentences
ORDER BY own DESC, fewer DESC, toFirst + toSecond DESC, paper;
