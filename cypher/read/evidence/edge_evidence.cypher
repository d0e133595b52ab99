// The evidence of a relation between two entities
//
// name: edge_evidence
// returns: relation, paper, title, sentence, sentenceStart, sentenceEnd, confidence, extractor
// param from: entity, required. Name of the entity that the relation goes from.
// param to: entity, required. Name of the entity that it goes to.
//
// Each paper that claims a relation between the two, with the sentence, its offsets in the paper's text, and what
// read it.
:param from => 'Llama 2';
:param to => 'LLaMA';
MATCH (a:Entity {name: $from})-[r:BASED_ON|USES|TRAINED_ON|EVALUATED_ON|OUTPERFORMS|APPLIED_TO|TARGETS|PART_OF]->(b:Entity {name: $to})
MATCH (p:Paper {id: r.paperId})
RETURN type(r) AS relation, p.id AS paper, p.title AS title, r.sentence AS sentence, r.sentenceStart AS sentenceStart,
       r.sentenceEnd AS sentenceEnd, r.confidence AS confidence, r.extractor AS extractor
ORDER BY relation, confidence DESC, paper;
