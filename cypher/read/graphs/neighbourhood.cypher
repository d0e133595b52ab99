// A neighbourhood to look at
//
// name: neighbourhood
// returns: path
// param id: string, required. Id of a paper or an entity.
// param limit: integer. Most paths.
//
// What stands next to a paper or an entity, as paths: Neo4j Browser draws them.
:param id => 'arxiv:2106.09685';
:param limit => 60;
MATCH path = (start:Paper|Entity)-[r]-(other)
WHERE start.id = $id
RETURN path
ORDER BY type(r), other.id, r.id
LIMIT $limit;
