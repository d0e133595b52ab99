// Pairs of techniques that go together
//
// name: technique_pairs
// returns: first, second, papers, lift
// param least: integer. Fewest papers that must have both.
// param limit: integer. Most rows.
//
// Models and methods that papers introduce or use together, by lift: how many times more often the two meet than if
// papers chose them independently.
:param least => 3;
:param limit => 30;
MATCH (a:Entity)<-[:INTRODUCES|USES]-(p:Paper)-[:INTRODUCES|USES]->(b:Entity)
WHERE a.id < b.id AND (a:Model OR a:Method) AND (b:Model OR b:Method)
WITH a, b, count(DISTINCT p) AS together
WHERE together >= $least
WITH a, b, together, COUNT { (:Paper) } AS total, COUNT { (:Paper)-[:INTRODUCES|USES]->(a) } AS ours,
     COUNT { (:Paper)-[:INTRODUCES|USES]->(b) } AS theirs
RETURN a.name AS first, b.name AS second, together AS papers, toFloat(together) * total / (ours * theirs) AS lift
ORDER BY lift DESC, papers DESC, first, second
LIMIT $limit;
