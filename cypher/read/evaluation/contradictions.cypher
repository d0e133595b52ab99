// Claims that contradict each other
//
// name: contradictions
// returns: first, second, paper, title, sentence, otherPaper, otherTitle, otherSentence
// param entity: entity. Only claims about it; all contradictions if it is empty.
// param limit: integer. Most rows.
//
// Two claims, one that the first outperforms the second and one that the second outperforms the first, each with its
// paper and sentence. Both can be true, on other data or by another measure: the sentences tell.
:param entity => '';
:param limit => 50;
MATCH (a:Entity)-[r:OUTPERFORMS]->(b:Entity)-[back:OUTPERFORMS]->(a)
WHERE a.id < b.id AND ($entity = '' OR a.name = $entity OR b.name = $entity)
MATCH (p:Paper {id: r.paperId})
MATCH (other:Paper {id: back.paperId})
RETURN a.name AS first, b.name AS second, p.id AS paper, p.title AS title, r.sentence AS sentence,
       other.id AS otherPaper, other.title AS otherTitle, back.sentence AS otherSentence
ORDER BY r.confidence * back.confidence DESC, first, second, paper, otherPaper
LIMIT $limit;
