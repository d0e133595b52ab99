// Who is evaluated on a dataset, and who wins there
//
// name: leaderboard
// returns: name, type, papers, wins, losses, sentence
// param entity: entity, required. Name of a dataset or benchmark.
// param limit: integer. Most rows.
//
// Models and methods by the number of papers that report results of them on it. `wins` and `losses` count what these
// papers say of each: that it outperforms another, or another it.
:param entity => 'ImageNet';
:param limit => 30;
MATCH (m:Entity)-[r:EVALUATED_ON]->(:Entity {name: $entity})
WITH m, r.paperId AS paper, r.confidence AS confidence, r.sentence AS sentence
ORDER BY confidence DESC, paper, sentence
WITH m, collect(DISTINCT paper) AS papers, collect(sentence)[0] AS sentence
ORDER BY size(papers) DESC, m.name, m.id
LIMIT $limit
WITH m, papers, sentence,
     COUNT { MATCH (m)-[won:OUTPERFORMS]->(:Entity) WHERE won.paperId IN papers } AS wins,
     COUNT { MATCH (m)<-[lost:OUTPERFORMS]-(:Entity) WHERE lost.paperId IN papers } AS losses
RETURN m.name AS name, [label IN labels(m) WHERE label <> 'Entity'][0] AS type, size(papers) AS papers, wins, losses,
       sentence
ORDER BY papers DESC, wins - losses DESC, name, m.id;
