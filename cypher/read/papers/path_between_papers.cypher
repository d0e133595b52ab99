// The path between two papers
//
// name: path_between_papers
// returns: steps, relationships, length
// param from: paper, required. Id of a paper.
// param to: paper, required. Id of another paper.
// param limit: integer. Most paths.
//
// The shortest chains of papers, of what they introduce, use, evaluate on and compare with, and of what that uses, of at
// most six relationships.
:param from => 'arxiv:1810.04805';
:param to => 'arxiv:2010.11929';
:param limit => 5;
MATCH (a:Paper {id: $from}), (b:Paper {id: $to})
WHERE a.id <> b.id
MATCH path = allShortestPaths((a)-[:INTRODUCES|USES|EVALUATES_ON|COMPARES_WITH*..6]-(b))
RETURN [n IN nodes(path) | coalesce(n.title, n.name)] AS steps,
       [r IN relationships(path) | type(r)] AS relationships,
       length(path) AS length
ORDER BY length, steps, relationships
LIMIT $limit;
