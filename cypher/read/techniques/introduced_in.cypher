// What is new in a year
//
// name: introduced_in
// returns: name, type, papers, paper, title, confidence, sentence
// param year: integer. The year; 0 for the newest of the graph.
// param limit: integer. Most rows.
//
// What papers of the year introduce, what most papers have taken up first, with the sentence that introduces it.
:param year => 0;
:param limit => 50;
MATCH (any:Paper)
WHERE any.year > 0
WITH max(any.year) AS newest
MATCH (p:Paper {year: CASE WHEN $year = 0 THEN newest ELSE $year END})-[r:INTRODUCES]->(e:Entity)
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'][0] AS type, e.paperCount AS papers, p.id AS paper,
       p.title AS title, r.confidence AS confidence, r.sentence AS sentence
ORDER BY papers DESC, confidence DESC, name, paper
LIMIT $limit;
