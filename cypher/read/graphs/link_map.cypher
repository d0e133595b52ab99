// The links of one paper, drawn
//
// name: link_map
// returns: path
// param paper: paper, required. The paper's id.
// param limit: integer. Linked papers that are drawn, the strongest first.
//
// The papers that share most with one, and the weightiest things that each pair shares. A click on an edge shows the
// sentences that it rests on.
:param paper => 'arxiv:2106.09685';
:param limit => 10;
MATCH (p:Paper {id: $paper})-[s:SHARES_TECHNIQUE]-(other:Paper)
WITH p, s, other
ORDER BY s.weight DESC, other.id
LIMIT $limit
MATCH path = (p)-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e:Entity)
             <-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]-(other)
WHERE e.id IN s.entityIds[..5]
RETURN path
ORDER BY s.weight DESC, other.id, e.id;
