"""A real PostgreSQL, started here as a user who may not do everything, and read through its door.

Debian's own server stands outside the path; `initdb` refuses root, so another user runs it. Login
is by who one is on the machine (peer), so no password is anywhere.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from pkslib.tables import intake
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.database import read_database
from pkslib.tables.sources.sheet import UnreadableError

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
OWNER, READER = "pks_owner", "pks_reader"
HERE = pwd.getpwuid(os.getuid()).pw_name
# Who runs the server where the tests are run by root.
OTHERS = ("postgres", "nobody")
NEEDS = r"""
create schema care;
create table care."needs" (
  need text primary key, name varchar(40), flow char(8), priority smallint, guarantee_days integer,
  secret text
);
insert into care.needs values ('hip', 'Höftfraktur', 'acute', 1, null, 'x');
create table care.raw (r char(2), n text, day date, patients numeric(10, 2));
insert into care.raw values ('06', 'hip', '2026-01-01', 30), ('06', 'hip', '2026-02-01', null);
create view care."Demand" as
  select r as region, n as need, day as period, patients from care.raw;
create table care.openings (unit text, capacity text, "2026-01" int, "2026-02" numeric, who text);
insert into care.openings values ('W', 'bed_day', 400, 380.5, 'x');
create table agreements_of_others (unit text, round int);
create table maturity (unit text, area text, step int, "on" timestamp);
insert into maturity values ('W', 'Uppföljning', 2, '2026-09-01 00:00');
"""
MILLION = """
create table demand as
  select '06' as region, 'n' || (at % 1000) as need,
         to_char(date '1940-01-01' + ((at / 1000) || ' month')::interval, 'YYYY-MM') as period,
         (at % 97)::double precision as patients
  from generate_series(0, 999999) as at;
"""


def _runner():
    """Return who may run a server, None where nobody here may."""
    if os.getuid():
        return HERE
    known = {user.pw_name for user in pwd.getpwall()}
    return next((user for user in OTHERS if user in known), None)


@pytest.fixture(scope="module")
def server():
    """Start a server on a socket of its own, and stop it."""
    pytest.importorskip("psycopg", reason="the extra sql is not installed")
    if not SERVERS or _runner() is None:
        pytest.skip("no PostgreSQL server here (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pks-pg-"))
    folder.chmod(0o755)
    if not os.getuid():
        shutil.chown(folder, _runner())
    programs = SERVERS[-1].parent

    def run(*words):
        # The server keeps the pipes of what started it open, so its words go to a file.
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            who = {} if os.getuid() else {"user": _runner(), "group": _group()}
            subprocess.run(
                [str(programs / words[0]), *map(str, words[1:])],
                check=True, stdout=log, stderr=log, cwd=folder, **who,
            )  # fmt: skip

    data = folder / "data"
    run("initdb", "-D", data, "-U", OWNER, "-A", "peer", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    rules = [data / name for name in ("pg_hba.conf", "pg_ident.conf")]
    rules[0].write_text("local all all peer map=here\n")
    rules[1].write_text(f"here {HERE} {OWNER}\nhere {HERE} {READER}\n")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", folder / "server.log", "-o", options, "start")
    try:
        yield folder
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "stop")
        shutil.rmtree(folder)
        (folder.parent / f"{folder.name}.log").unlink()


def _group():
    return pwd.getpwnam(_runner()).pw_gid


@contextlib.contextmanager
def _owner(server, database):
    import psycopg

    with psycopg.connect(
        host=str(server), user=OWNER, dbname=database, autocommit=True
    ) as connection:
        yield connection


@pytest.fixture(scope="module")
def address(server):
    """Make a database with schemas, views and a role that only reads."""
    with _owner(server, "postgres") as root:
        root.execute(f"create role {READER} login")
        root.execute("create database dw")
    with _owner(server, "dw") as owner:
        owner.execute(NEEDS)
        owner.execute(f"grant usage on schema care to {READER}")
        owner.execute(f"grant select on all tables in schema care to {READER}")
        owner.execute(f"grant select on all tables in schema public to {READER}")
        owner.execute(f"alter role {READER} set search_path = care, public")
        owner.execute(f"alter role {READER} set default_transaction_read_only = on")
    return f"postgresql+psycopg://{READER}@/dw?host={server}"


def test_tables_and_views_of_the_readers_schemas_are_read_with_their_types(address):
    sheets, faults = read_database(address)
    found = {sheet.table: sheet.frame for sheet in sheets}
    assert faults == []
    assert set(found) == {"needs", "demand", "maturity", "openings"}
    assert found["openings"].to_numpy().tolist() == [["W", "bed_day", "400", "380,5", ""]]
    # A column of fixed width pads its cells, which are stripped as all cells are.
    assert found["needs"].loc[:, "need":"guarantee_days"].to_numpy().tolist() == [
        ["hip", "Höftfraktur", "acute   ", "1", ""]
    ]
    assert found["needs"]["secret"].tolist() == [""]
    assert found["demand"].to_numpy().tolist() == [
        ["06", "hip", "2026-01-01", "30"],
        ["06", "hip", "2026-02-01", ""],
    ]
    assert found["maturity"]["on"].tolist() == ["2026-09-01"]


def test_the_role_only_reads(server, address):
    import sqlalchemy

    engine = sqlalchemy.create_engine(address)
    with (
        engine.connect() as connection,
        pytest.raises(sqlalchemy.exc.DBAPIError, match=r"(?i)read.only"),
    ):
        connection.execute(sqlalchemy.text("create table care.mine (x int)"))
    engine.dispose()


def test_a_whole_look_says_what_can_be_made_of_it_and_what_comes_next(address):
    report = intake.check(address)
    assert not report.faults
    assert of_tables.DEMAND_ALONE.code in {note.code for note in report.notes}


@pytest.mark.parametrize(
    ("old", "new"), [("/dw", "/none"), (READER, "stranger"), ("pks-pg-", "pks-gone-")]
)
def test_what_can_not_be_reached_is_a_sentence(address, old, new):
    with pytest.raises(UnreadableError) as raised:
        read_database(address.replace(old, new))
    (fault,) = raised.value.faults
    assert fault.code == "PKS-114"
    assert "OperationalError" in str(fault)


def test_a_connection_lost_in_the_middle_is_a_sentence(server, address):
    import sqlalchemy

    def cut(connection, *_):
        """End the reader's own connection before its first query of a table."""
        if "FROM demand" in _[1] or 'FROM "Demand"' in _[1]:
            with _owner(server, "dw") as owner:
                owner.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s",
                    [READER],
                )

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(UnreadableError) as raised:
            read_database(address)
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", cut)
    assert raised.value.faults[0].code == "PKS-114"


def test_a_million_rows_of_demand(server, address):
    with _owner(server, "postgres") as root:
        root.execute("create database large")
    with _owner(server, "large") as owner:
        owner.execute(MILLION)
        owner.execute(f"grant select on demand to {READER}")
    (sheet,), _ = read_database(address.replace("/dw?", "/large?"))
    assert len(sheet.frame) == 1_000_000
    assert sheet.frame["patients"].astype(float).sum() == sum(at % 97 for at in range(1_000_000))
