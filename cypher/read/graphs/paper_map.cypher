// A map of papers
//
// name: paper_map
// returns: path
// param limit: integer. Links between papers that are drawn, the strongest first.
//
// The strongest links between papers, drawn through the two weightiest things that each pair shares. A click on an edge
// shows the sentences that it rests on.
:param limit => 15;
MATCH (p:Paper)-[s:SHARES_TECHNIQUE]->(other:Paper)
WITH p, s, other
ORDER BY s.weight DESC, p.id, other.id
LIMIT $limit
MATCH path = (p)-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e:Entity)
             <-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]-(other)
WHERE e.id IN s.entityIds[..2]
RETURN path
ORDER BY s.weight DESC, p.id, other.id, e.id;
