// What a model is built on, transitively
//
// name: built_on
// returns: steps, name, type, chain
// param entity: entity, required. Name of a model or method.
// param limit: integer. Most rows.
//
// Everything that it extends, is initialised, fine-tuned, distilled or adapted from, directly or through others, in at
// most five steps.
:param entity => 'Llama 2';
:param limit => 50;
MATCH path = (start:Entity {name: $entity})-[:BASED_ON*1..5]->(base:Entity)
WHERE base.id <> start.id
WITH base, length(path) AS steps, [n IN nodes(path) | n.name] AS chain
ORDER BY steps, chain
WITH base, collect({steps: steps, chain: chain})[0] AS nearest
RETURN nearest.steps AS steps, base.name AS name,
       [label IN labels(base) WHERE label <> 'Entity'][0] AS type, nearest.chain AS chain
ORDER BY steps, name, base.id
LIMIT $limit;
