// Papers that nothing links
//
// name: unlinked_papers
// returns: paper, title, year, entities
// param limit: integer. Most rows.
//
// Papers that share no technique with any other paper, with the number of things that were found in them.
:param limit => 100;
MATCH (p:Paper)
WHERE NOT EXISTS { (p)-[:SHARES_TECHNIQUE]-(:Paper) }
RETURN p.id AS paper, p.title AS title, p.year AS year, p.entityCount AS entities
ORDER BY entities, paper
LIMIT $limit;
