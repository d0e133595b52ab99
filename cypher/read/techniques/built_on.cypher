// What a model is built on, transitively
//
// name: built_on
// returns: steps, name, type, chain, sentences
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Everything that it extends, is initialised, fine-tuned, distilled or adapted from, directly or through others, in at
// most three steps, with the sentence behind each step.
:param entity => 'Llama 2';
:param limit => 50;
MATCH path = (start:Entity {name: $entity})-[:BASED_ON*1..3]->(base:Entity)
WHERE base.id <> start.id
WITH base, path, length(path) AS steps, reduce(ids = '', r IN relationships(path) | ids + r.id) AS ids
ORDER BY steps, ids
WITH base, collect(path)[0] AS nearest
RETURN length(nearest) AS steps, base.name AS name, [label IN labels(base) WHERE label <> 'Entity'][0] AS type,
       [n IN nodes(nearest) | n.name] AS chain, [r IN relationships(nearest) | r.sentence] AS sentences
ORDER BY steps, name, base.id
LIMIT $limit;
