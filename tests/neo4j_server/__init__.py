"""A real Neo4j for tests: fetched once by Maven, started on free loopback ports, with authentication on."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from platformdirs import user_cache_path

from kg.config import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "5.26.30"
POM = Path(__file__).with_name("pom.xml")
START_SECONDS = 120
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")


class Neo4jUnavailableError(Exception):
    """The server cannot be fetched or started here; the message says why."""


@dataclass
class Neo4jServer:
    """A server: its target, the address of Neo4j Browser, and what starts and ends it."""

    target: Target
    browser: str
    home: Path
    library: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            "java",
            "-Xmx768m",
            *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
            *("-cp", f"{self.library}/*:{self.home}/plugins/*", "org.neo4j.server.CommunityEntryPoint"),
            *(f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"),
        ]
        log = self.home / "console.log"
        with log.open("ab") as stream:
            self._process = subprocess.Popen(command, stdout=stream, stderr=stream, cwd=self.home)
        _wait(self._process, self.target, log)

    @property
    def pid(self) -> int:
        """The id of its process; 0 before it was started."""
        return self._process.pid if self._process else 0

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def neo4j_server(home: Path, *, imported: Path | None = None, plugins: Path | None = None) -> Iterator[Neo4jServer]:
    """Start a server in `home`, and stop it afterwards.

    Args:
        home: A new folder.
        plugins: A folder of jars that are made its plugins, or None.
        imported: A folder of `kg export --format neo4j-import`, whose graph its database begins with; or None.
    """
    if shutil.which("java") is None:
        raise Neo4jUnavailableError("there is no java; install a JDK 17")
    library = neo4j_library()
    bolt, http = _free_ports()
    password = secrets.token_hex(16)  # no hyphen in front, which would make it an option
    _configure(home, bolt, http)
    if plugins:
        shutil.copytree(plugins, home / "plugins")
    admin(home, library, "dbms", "set-initial-password", password)
    if imported:
        admin(home, library, *import_arguments(imported), cwd=imported)
    target = Target(uri=f"bolt://127.0.0.1:{bolt}", password=password, database="neo4j")
    server = Neo4jServer(target, f"http://127.0.0.1:{http}/browser/", home, library)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def import_arguments(folder: Path) -> list[str]:
    """Return what the script of an exported folder gives to neo4j-admin."""
    lines = (folder / "import.sh").read_text().replace("\\\n", " ").splitlines()
    command = next(line for line in lines if line.startswith("neo4j-admin"))
    return [part.replace("${1:-neo4j}", "neo4j") for part in shlex.split(command)[1:]]


def browser_jar() -> Path:
    """Return the jar that holds Neo4j Browser's pages."""
    return next(neo4j_library().glob("neo4j-browser-*.jar"))


def neo4j_library() -> Path:
    """Return the folder of the server's jars: `KG_NEO4J_LIB`, or one in the user's cache, filled by Maven."""
    given = os.environ.get("KG_NEO4J_LIB")
    folder = Path(given) if given else user_cache_path("kg") / f"neo4j-{VERSION}"
    if any(folder.glob("neo4j-kernel-*.jar")):
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise Neo4jUnavailableError(f"{folder} holds no Neo4j, and there is no mvn to fetch it")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f"{folder.name}.{os.getpid()}")
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    done = subprocess.run([*command, f"-DoutputDirectory={part}"], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise Neo4jUnavailableError(f"Maven could not fetch Neo4j: {done.stdout[-500:]}{done.stderr[-500:]}")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder


def admin(home: Path, library: Path, *arguments: str, cwd: Path | None = None) -> str:
    """Run one of Neo4j's admin commands on a home that is not running, and return what it printed."""
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = ["java", "-Xmx1g", "-cp", f"{library}/*", "org.neo4j.server.startup.Neo4jAdminCommand", *arguments]
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Neo4jUnavailableError(f"neo4j-admin {arguments[1]} failed: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout


def _configure(home: Path, bolt: int, http: int) -> None:
    (home / "conf").mkdir(parents=True)
    (home / "import").mkdir()
    settings = {
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.memory.pagecache.size": "64m",
        "dbms.usage_report.enabled": "false",
        "dbms.security.auth_enabled": "true",
    }
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(text)


def _wait(process: subprocess.Popen[bytes], target: Target, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with GraphDatabase.driver(target.uri, auth=(target.username, target.password)) as driver:
                driver.verify_connectivity()
                return
        except (DriverError, Neo4jError):
            time.sleep(0.5)
    tail = log.read_text(errors="replace")[-1000:]
    raise Neo4jUnavailableError(f"Neo4j did not answer within {START_SECONDS} seconds: {tail}")


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]
