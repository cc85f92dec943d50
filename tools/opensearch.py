"""An OpenSearch of one's own for tests: fetched through Maven, started on this machine only, stopped by its pid.

    python -m tools.opensearch start [--nodes N] [--measured] [--snapshots FOLDER] FOLDER
    python -m tools.opensearch again FOLDER
    python -m tools.opensearch stop FOLDER

``start`` prints the addresses, one a line, when the cluster is green. ``again`` starts those of its nodes that have ended since.
``--measured`` is for benchmarks: a node of tests starts fast and is slow ever after.

``FOLDER`` holds the program, each node's data and logs, and ``pid`` files; it is used again by a later start. Java 11
or newer and Maven are needed; where one is missing, one line says so and the exit code is 3. As root the nodes run as
``nobody``, since OpenSearch refuses to run as root. Snapshots may be kept in ``--snapshots``, by default in ``FOLDER/snapshots``;
another cluster that is given the same folder can restore them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

VERSION = "2.19.6"
#: A node of tests lives for minutes, beside others on few cores: what would make it fast after hours costs more than it brings.
_JVM = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
#: One that is measured compiles all that it can, and has a gigabyte.
_JVM_MEASURED = ("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
#: The lines of the distribution's own options that these take the place of, and such as write logs.
_OTHERWISE = re.compile("Xm[sx]|GC|CMS|Initiating|Xlog|HeapDump|ErrorFile|loggc|PrintTen")
#: Seconds in which a cluster must be green, and in which a node must end.
START_SECONDS, STOP_SECONDS = 120, 60
#: What the scripts need beside the distribution for integration tests, which brings the transport only.
_PAINLESS = (
    "antlr4-runtime", "asm", "asm-analysis", "asm-commons", "asm-tree", "asm-util", "lang-painless",
    "opensearch-scripting-painless-spi",
)  # fmt: skip
_NOBODY = 65534

_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>bigan</groupId><artifactId>opensearch</artifactId><version>1</version><dependencies>
<dependency><groupId>org.opensearch.distribution.integ-test-zip</groupId><artifactId>opensearch</artifactId>
<version>{VERSION}</version><type>zip</type>
<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
<dependency><groupId>org.opensearch.plugin</groupId><artifactId>lang-painless</artifactId>
<version>{VERSION}</version></dependency></dependencies></project>
"""
_DESCRIPTOR = f"""description=Painless
version={VERSION}
name=lang-painless
classname=org.opensearch.painless.PainlessPlugin
java.version=11
opensearch.version={VERSION}
custom.foldername=
extended.plugins=
has.native.controller=false
"""
_POLICY = """grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""


class CannotStart(Exception):
    """Why there is no OpenSearch, in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what is asked; 0 where that was done, 3 where it could not be."""
    parser = argparse.ArgumentParser(prog="python -m tools.opensearch", description="OpenSearch for tests, on this machine only")
    parser.add_argument("command", choices=("start", "again", "stop"))
    parser.add_argument("--nodes", type=int, default=1, choices=range(1, 6))
    parser.add_argument("--measured", action="store_true")
    parser.add_argument("--snapshots", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    folder = given.folder.resolve()
    try:
        if given.command == "stop":
            stop(folder)
        elif given.command == "again":
            print("\n".join(again(folder)))
        else:
            options = _JVM_MEASURED if given.measured else _JVM
            print("\n".join(start(folder, given.nodes, given.snapshots and given.snapshots.resolve(), options)))
    except CannotStart as problem:
        print(f"tools.opensearch: {problem}", file=sys.stderr)
        return 3
    return 0


# --- the program -----------------------------------------------------------------------------


def java_home() -> str:
    """Where Java is. Raises ``CannotStart`` where there is none, or one too old."""
    java = shutil.which("java", path=os.path.join(os.environ["JAVA_HOME"], "bin") if os.environ.get("JAVA_HOME") else None)
    if java is None:
        raise CannotStart("Java is missing: install a JDK of version 11 or newer, or set JAVA_HOME")
    told = subprocess.run([java, "-XshowSettings:properties", "-version"], capture_output=True, text=True, check=False).stderr
    names = ("java.home", "java.specification.version")
    home, version = (re.search(rf"^\s*{name} = (.+)$", told, re.MULTILINE) for name in names)
    if home is None or version is None:
        raise CannotStart(f"{java} does not start: set JAVA_HOME to a JDK of version 11 or newer")
    if version[1].startswith("1.") or int(version[1]) < 11:
        raise CannotStart(f"Java {version[1]} is too old: version 11 or newer is needed")
    return home[1].strip()


def program(folder: Path) -> Path:
    """The unpacked program under ``folder``, fetched where it is not there yet. Raises ``CannotStart``."""
    home = folder / f"opensearch-{VERSION}"
    if (home / "modules" / "lang-painless" / "plugin-descriptor.properties").is_file():
        return home
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotStart("Maven is missing: install it (mvn), OpenSearch is fetched through it")
    fetched = folder / "fetched"
    fetched.mkdir(parents=True, exist_ok=True)
    (fetched / "pom.xml").write_text(_POM, encoding="utf-8")
    done = subprocess.run(
        [maven, "-q", "-B", "-f", str(fetched / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] or ["no word from it"]
        raise CannotStart(f"Maven could not fetch OpenSearch {VERSION}: {lines[0][:300]}")
    with zipfile.ZipFile(next(fetched.glob("opensearch-*.zip"))) as packed:
        packed.extractall(folder)
    for name in (home / "bin").iterdir():
        name.chmod(0o755)
    _put_painless(home / "modules" / "lang-painless", fetched)
    shutil.rmtree(fetched)
    return home


def _put_painless(module: Path, jars: Path) -> None:
    module.mkdir(parents=True, exist_ok=True)
    for name in _PAINLESS:
        jar = next(path for path in jars.glob(f"{name}-*.jar") if path.name[len(name) + 1].isdigit())
        shutil.copy(jar, module)
    (module / "plugin-security.policy").write_text(_POLICY, encoding="utf-8")
    (module / "plugin-descriptor.properties").write_text(_DESCRIPTOR, encoding="utf-8")


# --- nodes -----------------------------------------------------------------------------------


def start(folder: Path, nodes: int = 1, snapshots: Path | None = None, options: Sequence[str] = _JVM) -> list[str]:
    """Starts a cluster, with these options of Java, and waits until it is green; the address of each node. Raises
    ``CannotStart``, with nothing left running."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(_is_alive(pid) for pid in _pids(folder)):
        raise CannotStart(f"a cluster is running in {folder}: stop it first")
    java = java_home()
    home = program(folder)
    ports = _free_ports(2 * nodes)
    http, transport = ports[:nodes], ports[nodes:]
    kept = snapshots or folder / "snapshots"
    kept.mkdir(exist_ok=True)
    if os.getuid() == 0:
        os.chown(kept, _NOBODY, _NOBODY)
    addresses = [f"http://127.0.0.1:{port}" for port in http]
    (folder / "addresses").write_text("\n".join(addresses), encoding="utf-8")
    made = [_configured(folder / f"node-{at + 1}", home, at, http, transport, kept, options) for at in range(nodes)]
    _run_all(made, home, java, addresses)
    return addresses


def again(folder: Path) -> list[str]:
    """Starts the nodes of a cluster that have ended, as they were, and waits until it is green; the address of each node.
    Raises ``CannotStart``, with none of these left running."""
    addresses = (folder / "addresses").read_text(encoding="utf-8").split()
    ended = [path.parent for path in sorted(folder.glob("node-*/pid")) if not _is_alive(int(path.read_text(encoding="utf-8")))]
    _run_all(ended, program(folder), java_home(), addresses)
    return addresses


def _run_all(nodes: Sequence[Path], home: Path, java: str, addresses: Sequence[str]) -> None:
    """Starts nodes, and waits until the cluster of these addresses is green; ends them where it does not become so."""
    started: dict[Path, subprocess.Popen[bytes]] = {}
    try:
        for node in nodes:
            started[node] = _run(node, home, java)
        _wait(started, addresses)
    except BaseException:
        for process in started.values():
            process.kill()
            process.wait()
        raise


def _free_ports(count: int) -> list[int]:
    """Ports above 20000 that nothing listens on."""
    found: list[int] = []
    port = 20_000 + os.getpid() % 20_000
    while len(found) < count:
        port += 1
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found


def _configured(
    node: Path, home: Path, number: int, http: Sequence[int], transport: Sequence[int], snapshots: Path, options: Sequence[str]
) -> Path:
    """The folder of a node, with its settings written."""
    config = node / "config"
    for name in ("config", "data", "logs", "tmp"):
        (node / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(home / "config" / "log4j2.properties", config)
    usual = (home / "config" / "jvm.options").read_text(encoding="utf-8").splitlines()
    kept = [line for line in usual if not _OTHERWISE.search(line)]
    (config / "jvm.options").write_text("\n".join([*kept, *options, ""]), encoding="utf-8")
    hosts = json.dumps([f"127.0.0.1:{port}" for port in transport])
    names = json.dumps([f"node-{at + 1}" for at in range(len(http))])
    (config / "opensearch.yml").write_text(
        f"""cluster.name: bigan-tests-{transport[0]}
node.name: node-{number + 1}
path.data: {node / "data"}
path.logs: {node / "logs"}
path.repo: {snapshots}
network.host: 127.0.0.1
http.port: {http[number]}
transport.port: {transport[number]}
discovery.seed_hosts: {hosts}
cluster.initial_cluster_manager_nodes: {names}
cluster.routing.allocation.disk.threshold_enabled: false
cluster.max_shards_per_node: 5000
node.processors: 2
""",
        encoding="utf-8",
    )
    return node


def _run(node: Path, home: Path, java: str) -> subprocess.Popen[bytes]:
    """Starts a node in a session of its own, so that it outlives this process."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ},
        "JAVA_HOME": java,
        "OPENSEARCH_PATH_CONF": str(node / "config"),
        "OPENSEARCH_TMPDIR": str(node / "tmp"),
    }
    is_root = os.getuid() == 0
    if is_root:
        for path in (node, *node.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
    with (node / "logs" / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [str(home / "bin" / "opensearch"), "-p", str(node / "tmp" / "pid")],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=node, start_new_session=True,
            user=_NOBODY if is_root else None, group=_NOBODY if is_root else None, extra_groups=[] if is_root else None,
        )  # fmt: skip
    (node / "pid").write_text(str(process.pid), encoding="utf-8")
    return process


def _wait(started: Mapping[Path, subprocess.Popen[bytes]], addresses: Sequence[str]) -> None:
    """Waits until the cluster is green with all its nodes; gives up as soon as one of them has died."""
    until = time.monotonic() + START_SECONDS
    nodes = len(addresses)
    address = f"{addresses[0]}/_cluster/health?wait_for_status=green&wait_for_nodes={nodes}&timeout=2s"
    while time.monotonic() < until:
        for node, process in started.items():
            if process.poll() is not None:
                raise CannotStart(f"{node.name} ended at once: {_last_line(node / 'logs' / 'output.txt')}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                health = json.load(answer)
            if health["status"] == "green" and health["number_of_nodes"] == nodes:
                return
        except (urllib.error.URLError, OSError, ValueError):
            pass
        time.sleep(0.3)
    raise CannotStart(f"the cluster was not green within {START_SECONDS} s: see the logs in {', '.join(map(str, started))}")


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    faults = [line for line in lines if "exception" in line.lower() or "error" in line.lower()]
    return [*faults[:1], *lines[-1:], ""][0][:300]


def stop(folder: Path) -> None:
    """Ends the nodes that were started in ``folder`` and waits for it. Raises ``CannotStart`` where one does not end."""
    pids = [pid for pid in _pids(folder) if _is_alive(pid)]
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while any(map(_is_alive, pids)):
        if time.monotonic() > until:
            raise CannotStart(f"a node in {folder} did not end within {STOP_SECONDS} s")
        time.sleep(0.1)
    for path in folder.glob("node-*/pid"):
        path.unlink()


def _pids(folder: Path) -> list[int]:
    return [int(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("node-*/pid"))]


def _is_alive(pid: int) -> bool:
    """Whether the process is there; one that has ended and only waits for its parent is not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self/stat").exists()


if __name__ == "__main__":
    sys.exit(main())
