// Papers that share techniques with a paper
//
// name: shared_techniques
// returns: paper, title, weight, through, technique, sentence, otherSentence
// param paper: paper, required. The paper's id.
// param limit: integer. Most rows.
//
// The strongest links of one paper: what they go through, and for the weightiest of it what each of the two
// papers says.
:param paper => 'arxiv:2106.09685';
:param limit => 10;
MATCH (p:Paper {id: $paper})-[s:SHARES_TECHNIQUE]-(other:Paper)
WITH p, s, other
ORDER BY s.weight DESC, other.id
LIMIT $limit
MATCH (p)-[mine:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e:Entity)
MATCH (other)-[theirs:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|MENTIONS]->(e)
WHERE e.id = s.entityIds[0]
RETURN other.id AS paper, other.title AS title, s.weight AS weight, s.through AS through,
       e.name AS technique, mine.sentence AS sentence, theirs.sentence AS otherSentence
ORDER BY weight DESC, paper;
