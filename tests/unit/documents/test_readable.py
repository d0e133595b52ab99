from __future__ import annotations

import pytest

from kg.documents.readable import read_text
from kg.errors import SpanError

READ = {
    # What needs nothing.
    "We train BERT on 5% of {ADD, DROP} at ~3 ms.": "We train BERT on 5% of {ADD, DROP} at ~3 ms.",
    "": "",
    # Formatting.
    r"\emph{BERT} and {\it Deep} \textbf{MA}ssive {\bf  X}": "BERT and Deep MAssive X",
    r"\textbf{\emph{Deep} Nets} \textit {Y}": "Deep Nets Y",
    r"\textcolor{red}{BERT}\footnote{See Z} \href{http://x.example/~a}{site}": "BERT See Z site",
    r"\url{http://x.example/a_b~c%20d}": "http://x.example/a_b~c%20d",
    r"{BERT} and {GPT}-3 for {cat, dog} and {question}": "BERT and GPT-3 for {cat, dog} and {question}",
    r"BERT~\cite{a,b} (\S\ref{c})": "BERT  (§)",
    r"\begin{itemize}\item one \item two\end{itemize}": "one two",
    r"\ie this, \eg{} that; \LaTeX{} too": "i.e. this, e.g. that; LaTeX too",
    r"\method{} and C:\new": r"\method and C:\new",
    # Escapes, ties, dashes and quotation marks.
    r"S\&P 500, 95\%, F\_1, \$5, \#1, \{a\}": "S&P 500, 95%, F_1, $5, #1, {a}",
    r"V-JEPA\,2 and e.g.\ tea; a\\b; over\-flow; and\/or": "V-JEPA 2 and e.g. tea; a b; overflow; and/or",
    "Gemma~2 Fig.~1 $x$~metres": "Gemma 2 Fig. 1 x metres",
    "about ~5% and (~3 s) at a.example/~user": "about ~5% and (~3 s) at a.example/~user",
    "YOLO--DETR and x---y and a -- b": "YOLO–DETR and x—y and a – b",
    "pass --flag or -----": "pass --flag or -----",
    "``quoted'' text": "“quoted” text",
    # Accents.
    r"Fr\'echet T\"ULU Erd\H{o}s Fran\c{c}ois Ho\v{r}ejs": "Fréchet TÜLU Erdős François Hořejs",
    r"na\"{\i}ve {\'E}cole Stra\ss e \O re {\aa} \~n": "naïve École Straße Øre å ñ",
    r"it\'s a \"word\" that can\'t": "it's a \\\"word\\\" that can't",
    # Formulas.
    r"$\beta$-VAE and \(\alpha\) and \[x\] and $$y$$": "β-VAE and α and x and y",
    r"L$^3$ $10^{-5}$ $R^2$ $x^T$ $5^{th}$ 90$^\circ$ 10^{6}": "L³ 10⁻⁵ R² x^T 5th 90° 10⁶",
    r"$\pi_{0.5}$ $\ell_1$ $F_1$ CO$_2$ $y_{ij}$ M_{vis}": "π0.5 ℓ1 F1 CO2 y_ij M_vis",
    r"$\text{I0T}_{\text{post}}$ $\mathcal{T}$-similarity ${c}^3$LA": "I0T_post T-similarity c³LA",
    r"$\frac{1}{2}$ $\sqrt{n}$ $\widetilde{O}(\sqrt{T})$ $\hat{x}$": "1/2 √n Õ(√T) x\u0302",
    r"M\textsuperscript{3}Att and H\textsubscript{2}O and x\textsuperscript{T}": "M³Att and H2O and xT",
    r"pass@$k$, top-$p$, $k$-NN, $ \alpha $": "pass@k, top-p, k-NN,  α ",
    r"$a$$b$ and $\{0,1\}$ and $x \leq y$": "ab and {0,1} and x ≤ y",
    "costs $5 and $10. US$ 3 or $3-$4": "costs $5 and $10. US$ 3 or $3-$4",
    "a $ alone": "a $ alone",
    r"broken $\alpha": "broken $α",
    # HTML.
    "A &amp; B &lt; C &amp;lt; D &#945; &#x3B2; &eacute;": "A & B < C < D α β é",
    "AT&T; R&D; Q&A &nosuch;": "AT&T; R&D; Q&A &nosuch;",
    "x&nbsp;y&shy;z&zwj;": "x yz",
    "<i>E. coli</i> H<sub>2</sub>O <jats:p>One.</jats:p><p>Two.</p>": "E. coli H2O One. Two. ",
    "a < b > c and <EOS> and <x, y>": "a < b > c and <EOS> and <x, y>",
    # Unicode.
    "classi\ufb01er e\ufb03cient": "classifier efficient",
    "GPT\u20114 \u2010 \uff22\uff25\uff32\uff34 \U0001d401\U0001d404": "GPT-4 - BERT BE",
    "a\u00a0b\u2009c\u3000d\te": "a b c d e",
    "pre\u00adtrained \u200bze\u200dro\ufeff \x07bell": "pretrained zero bell",
    "cafe\u0301 A\u030a \u212b": "café Å Å",
    "one\r\ntwo\rthree\u2028four\nfive": "one\ntwo\nthree\nfour\nfive",
    "broken \ud800 half": "broken \ufffd half",
    "\u1112\u1161\u11ab": "한",
}


@pytest.mark.parametrize("source", READ)
def test_it_reads_as_a_person_reads(source):
    assert read_text(source).text == READ[source]


MENTIONS = [
    (r"The $\beta$-VAE is", "β-VAE", r"$\beta$-VAE"),
    (r"we use $k$-nearest neighbors", "k-nearest neighbors", "$k$-nearest neighbors"),
    (r"measured by pass@$k$.", "pass@k", "pass@$k$"),
    (r"with L$^3$ and", "L³", "L$^3$"),
    (r"and $\text{I0T}_{\text{post}}$ is", "I0T_post", r"$\text{I0T}_{\text{post}}$"),
    (r"and $\pi_{0.5}$ is", "π0.5", r"$\pi_{0.5}$"),
    (r"and ${c}^3$LA is", "c³LA", "${c}^3$LA"),
    (r"and M\textsuperscript{3}Att is", "M³Att", r"M\textsuperscript{3}Att"),
    (r"and \emph{BERT} is", "BERT", "BERT"),
    (r"and \textbf{MA}ssive is", "MAssive", r"\textbf{MA}ssive"),
    (r"and {\it Deep}BERT is", "DeepBERT", r"{\it Deep}BERT"),
    (r"and Deep\emph{BERT} is", "DeepBERT", r"Deep\emph{BERT}"),
    (r"and {BERT}-base is", "BERT-base", "{BERT}-base"),
    ("and <b>MA</b>ssive is", "MAssive", "<b>MA</b>ssive"),
    ("and <b>BERT</b> is", "BERT", "BERT"),
    (r"and S\&P 500 is", "S&P 500", r"S\&P 500"),
    ("and Gemma~2 is", "Gemma 2", "Gemma~2"),
    (r"and T\"ULU is", "TÜLU", r"T\"ULU"),
    ("and classi\ufb01er is", "classifier", "classi\ufb01er"),
    ("and Re\u00adsNet is", "ResNet", "Re\u00adsNet"),
    ("and \u200bResNet\u200b is", "ResNet", "ResNet"),
    ("and R&amp;D is", "R&D", "R&amp;D"),
    (r"in $\mathcal{O}(n)$ time", "O(n)", r"$\mathcal{O}(n)$"),
    (r"where $a = b + c$ holds", "b", "b"),
]


@pytest.mark.parametrize(("source", "mention", "stored"), MENTIONS)
def test_a_mention_is_found_in_the_stored_text(source, mention, stored):
    readable = read_text(source)
    start = readable.text.index(mention)
    place = readable.to_source(start, start + len(mention))
    assert source[slice(*place)] == stored
    assert readable.from_source(*place) == (start, start + len(mention))


def test_plain_text_is_its_own_map():
    readable = read_text("We train BERT.")
    assert readable.pieces == ()
    assert readable.to_source(9, 13) == readable.from_source(9, 13) == (9, 13)


def test_letters_of_other_scripts_are_plain_too():
    assert read_text("Łódź “α” – 图").pieces == ()


def test_a_character_made_of_several_gives_them_all():
    readable = read_text("xe\u0301y")
    assert readable.to_source(1, 2) == (1, 3)
    assert readable.from_source(1, 2) == readable.from_source(2, 3) == (1, 2)


def test_one_of_several_characters_gives_what_they_are_made_of():
    readable = read_text("x\ufb03y")
    assert readable.to_source(2, 3) == (1, 2)
    assert readable.from_source(1, 2) == (1, 4)


def test_what_is_not_read_gives_nothing():
    readable = read_text("a\u200b\u200bb")
    start, end = readable.from_source(1, 3)
    assert start == end == 1


def test_empty_ranges_stay_empty():
    readable = read_text(r"\emph{BERT} x")
    assert readable.to_source(5, 5) == (12, 12)
    assert readable.to_source(6, 6) == (13, 13)
    assert readable.to_source(0, 0) == (6, 6)
    assert read_text("\u200b").to_source(0, 0) == (0, 1)


def test_the_whole_stands_for_the_whole():
    source = r"\emph{BERT}"
    assert read_text(source).to_source(0, 4) == (0, len(source))


@pytest.mark.parametrize("place", [(-1, 2), (2, 1), (0, 99)])
def test_ranges_beyond_the_text_are_refused(place):
    readable = read_text(r"\emph{BERT}")
    with pytest.raises(SpanError, match="does not fit"):
        readable.to_source(*place)
    with pytest.raises(SpanError, match="does not fit"):
        readable.from_source(*place)


def test_in_bibtex_every_brace_groups():
    assert read_text("{a {cat, dog}} of {x", braces=True).text == "a cat, dog of x"
    assert read_text("{a {cat, dog}} of {x").text == "{a {cat, dog}} of {x"


def test_groups_that_never_close_or_open_do_no_harm():
    assert read_text(r"{\it open $x}$ } and \emph{").text == "open x  and "
