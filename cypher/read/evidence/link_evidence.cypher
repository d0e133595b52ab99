// The sentences behind the link between two papers
//
// name: link_evidence
// returns: technique, type, role, otherRole, sentences, otherSentences
// param paper: paper, required. Id of a paper.
// param other: paper, required. Id of the other paper.
//
// Everything that the two papers share, and every sentence in which each of them names it.
:param paper => 'arxiv:2106.09685';
:param other => 'arxiv:2305.14314';
MATCH (a:Paper {id: $paper})-[mine:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES|MENTIONS]->(e:Entity)
MATCH (b:Paper {id: $other})-[theirs:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES|MENTIONS]->(e)
RETURN e.name AS technique, [label IN labels(e) WHERE label <> 'Entity'][0] AS type, type(mine) AS role,
       type(theirs) AS otherRole, mine.sentences AS sentences, theirs.sentences AS otherSentences
ORDER BY e.paperCount, technique, e.id;
