from __future__ import annotations

import io

import pytest

from kg.errors import SourceError
from kg.records.documents import Paper
from kg.sources.atom import read_atom

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title type="html">ArXiv Query: search_query=tea</title>
  <id>http://arxiv.org/api/abc</id>
  <updated>2020-01-01T00:00:00-05:00</updated>
  <author><name>The feed itself</name></author>
  <entry>
    <id>http://arxiv.org/abs/1701.00001v2</id>
    <updated>2018-01-01T00:00:00Z</updated>
    <published>2017-01-02T03:04:05Z</published>
    <title>Tea Networks: A Very Long
  Title &amp; More</title>
    <summary>  We brew tea
in pots.
  It costs &lt; 5$ \\emph{each}.
    </summary>
    <author><name>Ada Lovelace</name><arxiv:affiliation>Tea Labs</arxiv:affiliation></author>
    <author>
      <name>Béla Körner</name>
    </author>
    <arxiv:doi>10.1000/tea</arxiv:doi>
    <link href="http://arxiv.org/abs/1701.00001v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/1701.00001v2" rel="related" type="application/pdf"/>
    <arxiv:journal_ref>Journal of Tea 7</arxiv:journal_ref>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>
"""


def read(text, size=1 << 16):
    class Small(io.BytesIO):
        def read(self, count=-1):
            return super().read(min(count, size))

    return list(read_atom(Small(text.encode() if isinstance(text, str) else text), "a.xml"))


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_an_entry_is_read_whole_however_it_comes(size):
    (paper,) = read(FEED, size)
    assert paper.title == "Tea Networks: A Very Long Title & More"
    assert paper.abstract == "We brew tea in pots.\nIt costs < 5$ \\emph{each}."
    assert paper.ids == {"arxiv:1701.00001", "doi:10.1000/tea"}
    assert paper.given_id == "http://arxiv.org/abs/1701.00001v2"
    assert paper.year == 2017
    assert paper.authors == ("Ada Lovelace", "Béla Körner")
    assert paper.venue == "Journal of Tea 7"
    assert paper.url == "http://arxiv.org/abs/1701.00001v2"
    assert paper.origin.line == 7


def test_other_encodings_are_read_as_declared():
    text = FEED.replace("UTF-8", "ISO-8859-1")
    (paper,) = read(text.encode("iso-8859-1"))
    assert paper.authors[1] == "Béla Körner"


def test_an_error_of_the_api_is_a_problem():
    entry = "<entry><id>http://arxiv.org/api/errors#no</id><title>Error</title><summary>bad id</summary></entry>"
    (found,) = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')
    assert found.reason == "the entry is an error that arXiv reported"
    assert found.excerpt == "Error bad id"


def test_feeds_of_others_have_no_venue():
    entry = "<entry><id>tag:a.example,2020:1</id><title>Tea</title></entry>"
    (paper,) = read(
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom">{entry.replace("<", "<a:").replace("<a:/", "</a:")}</a:feed>'
    )
    assert (paper.title, paper.venue, paper.abstract) == ("Tea", "", "")


def test_markup_in_a_title_is_text():
    entry = '<entry><title type="xhtml">On <b>green</b> tea</title></entry>'
    (paper,) = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')
    assert paper.title == "On green tea"


def test_what_came_before_broken_xml_is_read():
    stream = io.BytesIO(FEED.replace("</feed>", "<entry><title>Tea</entry></feed>").encode())
    found = read_atom(stream, "a.xml")
    with pytest.raises(SourceError, match=r"^a\.xml:27: the XML is broken at column \d+ \(mismatched tag\)\."):
        next(found)


def test_a_feed_that_is_cut_off_is_an_error():
    found = read_atom(io.BytesIO(FEED.replace("</feed>", "").encode()), "a.xml")
    assert isinstance(next(found), Paper)
    with pytest.raises(SourceError, match="no element found"):
        next(found)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_of_its_own_are_refused(declaration):
    text = FEED.replace('<feed xmlns="', f'{declaration}<feed xmlns="', 1)
    with pytest.raises(SourceError, match="declares entities or refers to other files"):
        read(text)
