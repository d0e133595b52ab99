// The strongest links between papers
//
// name: strongest_links
// returns: weight, title, otherTitle, through, technique, sentence, otherSentence
// param limit: integer. Most rows.
//
// The pairs of papers that share most, with the weightiest thing that they share and what each says of it.
:param limit => 10;
MATCH (p:Paper)-[s:SHARES_TECHNIQUE]->(other:Paper)
WITH p, s, other
ORDER BY s.weight DESC, p.id, other.id
LIMIT $limit
MATCH (p)-[mine:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e:Entity)
MATCH (other)-[theirs:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e)
WHERE e.id = s.entityIds[0]
RETURN s.weight AS weight, p.title AS title, other.title AS otherTitle, s.through AS through,
       e.name AS technique, mine.sentence AS sentence, theirs.sentence AS otherSentence
ORDER BY weight DESC, p.id, other.id;
