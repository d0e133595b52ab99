// What builds on a model, transitively
//
// name: descendants
// returns: steps, name, type, chain, sentences
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Everything that extends it, or is initialised, fine-tuned, distilled or adapted from it, directly or through others,
// in at most three steps, with the sentence behind each step.
:param entity => 'BERT';
:param limit => 50;
MATCH path = (start:Entity {name: $entity})<-[:BASED_ON*1..3]-(later:Entity)
WHERE later.id <> start.id
WITH later, path, length(path) AS steps, reduce(ids = '', r IN relationships(path) | ids + r.id) AS ids
ORDER BY steps, ids
WITH later, collect(path)[0] AS nearest
RETURN length(nearest) AS steps, later.name AS name, [label IN labels(later) WHERE label <> 'Entity'][0] AS type,
       [n IN nodes(nearest) | n.name] AS chain, [r IN relationships(nearest) | r.sentence] AS sentences
ORDER BY steps, name, later.id
LIMIT $limit;
