from __future__ import annotations

import pytest

from kg.resolution.spelling import american, plain, singular


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("networks", "network"),
        ("policies", "policy"),
        ("losses", "loss"),
        ("patches", "patch"),
        ("boxes", "box"),
        ("caches", "cache"),
        ("corpora", "corpus"),
        ("matrices", "matrix"),
        ("biases", "bias"),
        ("hypotheses", "hypothesis"),
    ],
)
def test_plural_becomes_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    "word", ["loss", "bias", "analysis", "corpus", "gps", "fps", "bus", "canvas", "robotics", "data"]
)
def test_word_that_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("british", "there"),
    [
        ("tokenisation", "tokenization"),
        ("optimisers", "optimizers"),
        ("regularised", "regularized"),
        ("visualising", "visualizing"),
        ("modelling", "modeling"),
        ("behaviour", "behavior"),
        ("hyperparametrised", "hyperparametrized"),
    ],
)
def test_british_becomes_american(british: str, there: str) -> None:
    assert american(british) == there


@pytest.mark.parametrize(
    "word", ["supervised", "denoising", "noise", "precise", "raised", "pairwise", "comprise", "promise"]
)
def test_words_in_ise_that_all_spell_so_stay(word: str) -> None:
    assert american(word) == word


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"$\pi_{0.5}$", "π0.5"),
        (r"$\beta$-VAE", "β-VAE"),
        ("M^2-Encoder", "M^2-Encoder"),
        ("$M^2$-Encoder", "M2-Encoder"),
        ("Claude~Sonnet~4.5", "Claude Sonnet 4.5"),
        ("pre\u2010training", "pre-training"),
        ("co\u00adop", "coop"),
        ("ﬁne", "fine"),
        (r"S\&P 500", "S&P 500"),
        ("**BERT**", "BERT"),
        ("two\u00a0 words\n", "two words"),
    ],
)
def test_plain_reads_latex_and_unicode_as_a_person_does(written: str, read: str) -> None:
    assert plain(written) == read
