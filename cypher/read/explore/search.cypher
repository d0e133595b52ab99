// Search by name
//
// name: search
// returns: id, kind, name, papers, score
// param text: words, required. Words to look for.
// param limit: integer. Most rows.
//
// Full-text search over the names and other spellings of entities and over the titles of papers.
:param text => 'image segmentation';
:param limit => 20;
CALL () {
  CALL db.index.fulltext.queryNodes('entity_text', $text) YIELD node, score
  RETURN node.id AS id, [label IN labels(node) WHERE label <> 'Entity'][0] AS kind, node.name AS name,
         node.paperCount AS papers, score
  UNION
  CALL db.index.fulltext.queryNodes('paper_text', $text) YIELD node, score
  RETURN node.id AS id, 'Paper' AS kind, node.title AS name, null AS papers, score
}
RETURN id, kind, name, papers, score
ORDER BY score DESC, id
LIMIT $limit;
