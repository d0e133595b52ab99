// Techniques that rise
//
// name: rising_techniques
// returns: name, type, recent, earlier, growth
// param since: integer. First year that counts as recent.
// param limit: integer. Most rows.
//
// Models and methods that more papers introduce or use since a year than did before it.
:param since => 2020;
:param limit => 20;
MATCH (p:Paper)-[:INTRODUCES|USES]->(e:Entity)
WHERE p.year IS NOT NULL AND (e:Model OR e:Method)
WITH e, sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS recent,
     sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS earlier
WHERE recent > earlier
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'][0] AS type, recent, earlier,
       recent - earlier AS growth
ORDER BY growth DESC, recent DESC, name, e.id
LIMIT $limit;
