from __future__ import annotations

import pytest

from kg.ids import digest, edge_id, entity_id, fold_title, implied_ids, preferred_id, strong_id, title_id


@pytest.mark.parametrize(
    "written",
    [
        "1706.03762",
        "1706.03762v5",
        " 1706.03762 ",
        "arXiv:1706.03762",
        "arxiv: 1706.03762v2",
        "ARXIV.1706.03762",
        "http://arxiv.org/abs/1706.03762v7",
        "https://www.arxiv.org/pdf/1706.03762v7.pdf",
        "https://arxiv.org/pdf/1706.03762",
        "arxiv.org/abs/1706.03762",
        "https://export.arxiv.org/abs/1706.03762?context=cs",
        "https://arxiv.org/html/1706.03762v7#S1",
        "https://huggingface.co/papers/1706.03762",
        "10.48550/arXiv.1706.03762",
        "https://doi.org/10.48550/arXiv.1706.03762",
        "doi:10.48550/arXiv.1706.03762",
    ],
)
def test_every_way_to_write_an_arxiv_id(written):
    assert strong_id(written) == "arxiv:1706.03762"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("cs/0112017v1", "arxiv:cs/0112017"),
        ("math.GT/0309136", "arxiv:math.gt/0309136"),
        ("https://arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
        ("10.18653/v1/N19-1423", "doi:10.18653/v1/n19-1423"),
        ("https://dx.doi.org/10.1162/tacl_a_00343", "doi:10.1162/tacl_a_00343"),
        ("DOI: 10.1000/182.", "doi:10.1000/182"),
        ("https://aclanthology.org/N19-1423/", "acl:n19-1423"),
        ("https://aclanthology.org/2020.acl-main.1.pdf", "acl:2020.acl-main.1"),
        ("https://www.aclweb.org/anthology/P18-1001/", "acl:p18-1001"),
        ("acl:2023.findings-emnlp.12", "acl:2023.findings-emnlp.12"),
    ],
)
def test_other_world_wide_ids(written, expected):
    assert strong_id(written) == expected


@pytest.mark.parametrize("written", ["", "paper-17", "N19-1423", "2023.12345", "10", "https://github.com/a/1706.03762"])
def test_local_names_are_no_ids(written):
    assert strong_id(written) is None


def test_an_acl_doi_gives_the_anthology_id():
    assert implied_ids("doi:10.18653/v1/2020.acl-main.1") == {"doi:10.18653/v1/2020.acl-main.1", "acl:2020.acl-main.1"}
    assert implied_ids("doi:10.1162/tacl_a_00343") == {"doi:10.1162/tacl_a_00343"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BERT: Pre-training", "bert pretraining"),
        ("Na\u00efve Bayes", "Naive  Bayes"),
        ("Nai\u0308ve Bayes", "Na\u00efve Bayes"),
        (r"$\beta$-VAE", "β-VAE"),
        (r"$\varepsilon$-greedy", "ϵ-greedy"),
        (r"\emph{Deep} Nets", "Deep Nets"),
        ("<i>Deep</i> Nets &amp; Trees", "Deep Nets & Trees"),
        ("E\ufb03cient Nets", "Efficient Nets"),
        (r"K\"orner Nets", "Körner Nets"),
        ("λ-Returns", r"$\lambda$-Returns"),
    ],
)
def test_titles_that_are_one(one, other):
    assert fold_title(one) == fold_title(other)
    assert title_id(one) == title_id(other)


@pytest.mark.parametrize(
    ("one", "other"), [("GPT-2", "GPT-3"), ("α-Nets", "β-Nets"), ("Nets I", "Nets II"), ("!!!", "???"), ("图", "像")]
)
def test_titles_that_are_two(one, other):
    assert title_id(one) != title_id(other)


def test_the_best_id_is_arxiv_then_doi_then_acl():
    assert preferred_id({"acl:p1", "doi:10.1/x", "arxiv:1706.00002", "arxiv:1706.00001"}) == "arxiv:1706.00001"
    assert preferred_id({"acl:p1", "doi:10.1/x"}) == "doi:10.1/x"


def test_entity_ids_are_readable_where_they_can_be():
    assert entity_id("resnet50") == "entity:resnet50"
    assert entity_id("β-vae").startswith("entity:-vae~")
    assert entity_id("β-vae") != entity_id("γ-vae")


def test_digests_know_where_a_part_ends():
    assert len({digest("a", "b"), digest("ab"), digest("a\x1fb"), digest("a", "", "b")}) == 4
    assert digest("\ud800") != digest("?")


def test_edges_differ_by_each_of_their_parts():
    parts = [("USES", "a", "b", "p"), ("USES", "b", "a", "p"), ("MENTIONS", "a", "b", "p"), ("USES", "a", "b", "q")]
    assert len({edge_id(*part) for part in parts}) == 4
