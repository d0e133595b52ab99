from __future__ import annotations

import json
import urllib.error
import urllib.request
import zipfile

import pytest

from kg.browser.serving import served_page
from kg.config import Target
from kg.errors import ConfigError

TARGET = Target(uri="bolt://127.0.0.1:7687", password="s3cret")


@pytest.fixture
def jar(tmp_path):
    with zipfile.ZipFile(tmp_path / "browser.jar", "w") as made:
        made.writestr("browser/index.html", "<title>Browser</title>")
        made.writestr("browser/app.js", "1")
        made.writestr("META-INF/MANIFEST.MF", "private")
    (tmp_path / "guide.html").write_text("<slide>ü</slide>", encoding="utf-8")
    return tmp_path / "browser.jar"


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def test_browser_its_parts_the_guide_and_where_to_connect_are_served(jar):
    with served_page(jar, TARGET, jar.with_name("guide.html")) as page:
        root = page.removesuffix("browser/")
        assert get(page) == ("text/html", "<title>Browser</title>")
        assert get(f"{page}?cmd=edit&arg=RETURN%201") == get(page)
        assert get(f"{page}app.js")[1] == "1"
        assert get(f"{root}guide.html") == ("text/html; charset=utf-8", "<slide>ü</slide>")
        assert json.loads(get(root)[1])["bolt_direct"] == TARGET.uri
        assert "s3cret" not in get(root)[1]


@pytest.mark.parametrize("path", ["META-INF/MANIFEST.MF", "browser/../META-INF/MANIFEST.MF", "browser.jar", "%2e%2e/x"])
def test_nothing_else_is(jar, path):
    with served_page(jar, TARGET, jar.with_name("guide.html")) as page:
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(page.removesuffix("browser/") + path)
        with caught.value as error:
            assert error.code == 404


def test_it_ends_with_the_context(jar):
    with served_page(jar, TARGET, jar.with_name("guide.html")) as page:
        pass
    with pytest.raises(urllib.error.URLError):
        get(page)


def test_what_is_no_browser_and_a_port_that_is_taken_are_told(jar, tmp_path):
    (tmp_path / "other.jar").write_bytes(b"no archive")
    with (
        pytest.raises(ConfigError, match="other.jar holds no Neo4j Browser"),
        served_page(tmp_path / "other.jar", TARGET, jar),
    ):
        pass
    with served_page(jar, TARGET, jar) as page:
        port = int(page.split(":")[2].split("/")[0])
        with pytest.raises(ConfigError, match=f"Port {port} cannot be used"), served_page(jar, TARGET, jar, port):
            pass
