"""Starts a throw-away Neo4j Community for the tests, or for a developer: `make neo4j`.

Looks for a server in this order: NEO4J_URI (with NEO4J_USERNAME and NEO4J_PASSWORD), Docker, the
jars of Maven Central (Java 17 or 21 and Maven), which it fetches once into the user's cache folder.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "5.26.30"
USER = "neo4j"
READY_SECONDS = 120
JAVA = "sudo apt-get install openjdk-17-jre-headless"
# For the bench only; the newest on Maven Central that belongs to this line.
APOC = tuple(("org.neo4j.procedure", name, "5.26.19") for name in ("apoc-core", "apoc-common"))
SERVER = (("org.neo4j.app", "neo4j-server", VERSION), ("org.neo4j", "neo4j", VERSION))
# The server's own start script passes these to Java 17.
JAVA_OPENS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
# Whatever ends the tests, kill -9 included, closes their end of the pipe, and the server ends too.
LEASH = """exec 3<&0
"$@" 3<&- &
server=$!
trap 'kill $server' TERM INT
(read -r _ <&3; kill -9 $server) 2>/dev/null &
wait $server
wait $server
"""
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>kg</groupId><artifactId>neo4j-jars</artifactId><version>1</version>
<packaging>pom</packaging>
<dependencies>{}</dependencies>
</project>"""
DEPENDENCY = (
    "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
)
CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=128m
server.directories.plugins={plugins}
dbms.cypher.min_replan_interval=1h
dbms.cypher.statistics_divergence_threshold=1
dbms.usage_report.enabled=false
dbms.security.procedures.unrestricted=apoc.*
"""


class ServerError(RuntimeError):
    """No server can be had; the message says why and what to do."""


def cache_folder() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "papers-kg" / f"neo4j-{VERSION}"


def why_no_jars() -> str | None:
    """Return why the jars cannot be used here, or None if they can."""
    if shutil.which("java") is None:
        return f"java is missing; get it with: {JAVA}"
    if (cache_folder() / "lib").is_dir() or shutil.which("mvn") is not None:
        return None
    return "mvn is missing; get it with: sudo apt-get install maven"


def jars(*, apoc: bool = False) -> Path:
    """Return the folder of the server's jars (or of APOC's), fetched on the first call.

    Raises:
        ServerError: Maven cannot fetch them.
    """
    folder = cache_folder() / ("apoc" if apoc else "lib")
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / "lock").open("w") as lock:
        # The kernel lets go of the lock when its holder dies, so it is never stale.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _fetch(APOC if apoc else SERVER, folder)
    return folder


def _fetch(wanted: tuple[tuple[str, str, str], ...], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache_folder()) as name:
        work = Path(name)
        dependencies = "".join(DEPENDENCY.format(*each) for each in wanted)
        (work / "pom.xml").write_text(POM.format(dependencies), encoding="utf-8")
        command = ["mvn", "-B", "-q", "dependency:copy-dependencies", "-DincludeScope=runtime"]
        command += ["-DoutputDirectory=lib"]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ServerError(f"maven cannot fetch Neo4j {VERSION}: {done.stdout[-500:]}")
        (work / "lib").rename(folder)


def free_port(wanted: int | None = None) -> int:
    """Return *wanted* if nobody listens there, else any free port."""
    for port in (wanted, 0):
        if port is not None:
            with contextlib.suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise ServerError("no free port on 127.0.0.1")


@dataclass
class Server:
    """A server that somebody else runs: it can be used, not killed."""

    uri: str
    password: str
    user: str = USER
    can_kill: bool = False

    def kill(self) -> None:
        """Take the server away without a warning, as a crash would."""
        raise ServerError(f"{self.uri} is not ours to kill")

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the server for the length of a block, as a machine that hangs: its ports stay."""
        self._freeze()
        try:
            yield
        finally:
            self._thaw()

    def _freeze(self) -> None:
        raise ServerError(f"{self.uri} is not ours to stop")

    def _thaw(self) -> None:
        """Let a stopped server go on."""

    def start(self) -> None:
        """Bring a killed server back with its data, at the same address."""

    def stop(self) -> None:
        """End the server and remove what it left."""

    def wait(self) -> None:
        """Return when a query is answered.

        Raises:
            ServerError: None was, in two minutes.
        """
        import neo4j

        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                with neo4j.GraphDatabase.driver(
                    self.uri, auth=(self.user, self.password)
                ) as driver:
                    driver.execute_query("RETURN 1", database_="neo4j")
                return
            except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError) as error:
                if time.monotonic() > deadline or not self.alive():
                    raise ServerError(f"{self.uri} does not answer: {error}") from error
            time.sleep(0.2)

    def alive(self) -> bool:
        return True


@dataclass
class JarServer(Server):
    """A Java process on the jars, with its data in a folder of its own."""

    uri: str = ""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    can_kill: bool = True
    home: Path | None = None
    port: int | None = None
    heap: str = "512m"
    apoc: bool = False
    for_speed: bool = False
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.throw_away = self.home is None
        self.home = (self.home or Path(tempfile.mkdtemp(prefix="kg-neo4j-"))).resolve()
        self.home.mkdir(parents=True, exist_ok=True)
        kept = self.home / "kg.password"
        if kept.exists():
            self.password = kept.read_text(encoding="utf-8")
        kept.touch(mode=0o600)
        kept.write_text(self.password, encoding="utf-8")

    def start(self) -> None:
        for _ in range(5):
            self._launch()
            if self._listening():
                self._set_password()
                return
            # Somebody took the port between our look and the server's.
            self.kill()
        raise ServerError(f"Neo4j does not start; last lines of its log:\n{self.log()[-2000:]}")

    def _launch(self) -> None:
        assert self.home is not None
        self._refuse_second_server()
        self.port = free_port(self.port)
        self.uri = f"bolt://127.0.0.1:{self.port}"
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        plugins = jars(apoc=True) if self.apoc else self.home / "plugins"
        text = CONF.format(port=self.port, plugins=plugins)
        (conf / "neo4j.conf").write_text(text, encoding="utf-8")
        command = ["java", f"-Xmx{self.heap}", *JAVA_OPENS]
        # A short life is not worth the second compiler.
        command += [] if self.for_speed else ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        # Plugins stand on the class path too, as in the server's own start script.
        command += ["-cp", f"{jars()}/*:{plugins}/*", "org.neo4j.server.CommunityEntryPoint"]
        command += [f"--home-dir={self.home}", f"--config-dir={conf}"]
        with (self.home / "out.log").open("ab") as out:
            self.process = subprocess.Popen(
                ["sh", "-c", LEASH, "neo4j", *command],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        (self.home / "kg.pid").write_text(str(self.process.pid), encoding="utf-8")

    def _refuse_second_server(self) -> None:
        """Pass over the pid file of a dead server; refuse beside a living one."""
        assert self.home is not None
        file = self.home / "kg.pid"
        if not file.exists():
            return
        pid = file.read_text(encoding="utf-8").strip()
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and f"--home-dir={self.home}".encode() in command.read_bytes():
            raise ServerError(f"process {pid} already serves {self.home}; stop it: kill {pid}")
        file.unlink()

    def _listening(self) -> bool:
        assert self.port is not None
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.alive():
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                # Whoever took the port may answer in its place: ours then ends by itself.
                time.sleep(0.1)
                if self.alive() and f"enabled on localhost:{self.port}" in self.log():
                    return True
            time.sleep(0.1)
        return False

    def _set_password(self) -> None:
        import neo4j

        with (
            contextlib.suppress(neo4j.exceptions.AuthError),
            neo4j.GraphDatabase.driver(self.uri, auth=(USER, "neo4j")) as driver,
        ):
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new",
                new=self.password,
                database_="system",
            )
        self.wait()

    def log(self) -> str:
        assert self.home is not None
        files = (self.home / "out.log", self.home / "logs" / "neo4j.log")
        texts = (file.read_text(encoding="utf-8") for file in files if file.exists())
        return "".join(texts) + self._debug_log()

    def _debug_log(self) -> str:
        assert self.home is not None
        file = self.home / "logs" / "debug.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def processor_seconds(self) -> float:
        """Return what the server and the shell before it have used so far."""
        assert self.process is not None
        ticks = 0
        for file in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
                # Its process group is the server's own.
                if int(fields[2]) == self.process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        if self.process is not None:
            deadline = time.monotonic() + 10
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                # The shell is gone first; its port and its files are free when the server is too.
                while time.monotonic() < deadline:
                    os.killpg(self.process.pid, 0)
                    time.sleep(0.05)
            self.process.wait()
            assert self.process.stdin is not None
            self.process.stdin.close()

    def _freeze(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)

    def _thaw(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        assert self.home is not None
        if self.throw_away:
            # A polite stop takes ten seconds, for data that nobody wants.
            self.kill()
            shutil.rmtree(self.home, ignore_errors=True)
        elif self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.kill()


@dataclass
class DockerServer(Server):
    """A container of the image that docker-compose.yml names."""

    uri: str = ""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    can_kill: bool = True
    container: str = ""

    def start(self) -> None:
        if self.container:
            _docker("start", self.container)
        else:
            port = free_port()
            options = ["--detach", "--publish", f"127.0.0.1:{port}:7687"]
            options += ["--env", f"NEO4J_AUTH={USER}/{self.password}"]
            self.container = _docker("run", *options, image())
            self.uri = f"bolt://127.0.0.1:{port}"
        self.wait()

    def kill(self) -> None:
        _docker("kill", self.container)

    def _freeze(self) -> None:
        _docker("pause", self.container)

    def _thaw(self) -> None:
        _docker("unpause", self.container)

    def stop(self) -> None:
        if self.container:
            _docker("rm", "--force", "--volumes", self.container)


def image() -> str:
    """Return the image that docker-compose.yml pins."""
    text = (Path(__file__).parents[1] / "docker-compose.yml").read_text(encoding="utf-8")
    found = re.search(r"image:\s*(\S+)", text)
    assert found
    return found[1]


def _docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ServerError(f"docker {arguments[0]} failed: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()


def docker_runs() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


def find_server(**options: object) -> Server:
    """Return a server that answers: NEO4J_URI, a container, or a process on the jars.

    Raises:
        ServerError: None of the three is to be had.
    """
    if uri := os.environ.get("NEO4J_URI"):
        user = os.environ.get("NEO4J_USERNAME", USER)
        return Server(uri, os.environ.get("NEO4J_PASSWORD", ""), user)
    if docker_runs():
        server: Server = DockerServer()
    elif reason := why_no_jars():
        raise ServerError(f"no Neo4j: NEO4J_URI is not set, Docker does not run, {reason}")
    else:
        server = JarServer(**options)  # type: ignore[arg-type]
    try:
        server.start()
    except BaseException:
        server.stop()
        raise
    return server


@contextlib.contextmanager
def running(**options: object) -> Iterator[Server]:
    """Give a server for the length of a block."""
    server = find_server(**options)
    try:
        yield server
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a throw-away Neo4j until Ctrl-C.")
    parser.add_argument("--port", type=int, default=7687, help="another is taken if it is in use")
    parser.add_argument("--home", type=Path, help="keep the data in this folder")
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--fetch", action="store_true", help="fetch the jars and end")
    options = parser.parse_args()
    try:
        if options.fetch:
            sys.stdout.write(f"{jars()}\n")
            return 0
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with (
            contextlib.suppress(KeyboardInterrupt),
            running(port=options.port, home=options.home, heap=options.heap) as server,
        ):
            sys.stdout.write(f"export NEO4J_URI={server.uri}\n")
            sys.stdout.write(f"export NEO4J_USERNAME={server.user}\n")
            sys.stdout.write(f"export NEO4J_PASSWORD={server.password}\n")
            sys.stdout.flush()
            sys.stderr.write("Neo4j runs; Ctrl-C ends it\n")
            signal.pause()
    except ServerError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
