// Every mention of a thing
//
// name: mention_evidence
// returns: paper, title, role, mentions, starts, ends, sentences, reasons
// param entity: entity, required. Name of a model, method, dataset, benchmark, task or metric.
// param limit: integer. Most rows.
//
// Where each paper names it, with offsets in the paper's text, and why each spelling stands for it.
:param entity => 'low-rank adaptation';
:param limit => 50;
MATCH (p:Paper)-[r:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH|ADDRESSES|MENTIONS]->(e:Entity {name: $entity})
RETURN p.id AS paper, p.title AS title, type(r) AS role, r.mentions AS mentions, r.starts AS starts,
       r.ends AS ends, r.sentences AS sentences,
       [i IN range(0, size(r.surfaces) - 1) | r.surfaces[i] + ': ' + r.reasons[i]] AS reasons
ORDER BY paper, role
LIMIT $limit;
