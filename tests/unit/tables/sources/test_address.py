"""What may be secret in an address is told by its meaning, not by how passwords usually look."""

import sys

import pytest

from pkslib.tables.sources import address

SECRET = [
    "mssql://me:p@ss@host/dw",
    "mssql+pyodbc://u:p/w@h",
    "mssql+pyodbc://u:p?w@h/dw",
    "postgresql://u:p@w/x@h/dw",
    "postgresql://u:@host/dw",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BODBC%7D%3BSERVER%3Dh%3BPWD%3Dhemligt",
    "mssql+pyodbc:///?odbc_connect=SERVER%3Dh%3B+P+W+D+%3Dhemligt",
    "mssql+pyodbc://h/dw?driver=x;PWD=hemligt",
    "mssql+pyodbc://h;PWD=hemligt/dw",
    "mssql+pyodbc://h/dw;PWD=hemligt",
    "mssql+pyodbc://h/dw?PASSWORD=hemligt",
    "mysql://h/dw?passwd=hemligt",
    "postgresql://h/dw?sslpassword=hemligt",
    "postgresql://h/dw?SslKey=hemligt",
    "snowflake://h/dw?token=hemligt",
    "postgresql://h/dw?host=a&host=u:x@b",
    "://hemligt",
    "mssql://h:hemligt/dw",
]
HARMLESS = [
    "sqlite:///data.db",
    "sqlite:////home/a=b/data@2027.db",
    "sqlite:///file:data.db?mode=ro&uri=true",
    "mssql+pyodbc://host/dw?driver=ODBC+Driver+18+for+SQL+Server&Trusted_Connection=yes",
    "mssql+pyodbc://me@host:1433/dw?TrustServerCertificate=yes",
    "mssql+pyodbc://my_dsn",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BODBC+Driver+18%7D%3BSERVER%3Dh%3BUID%3Dme",
    "postgresql+psycopg://host/dw?sslmode=verify-full",
]


@pytest.mark.parametrize("given", SECRET)
def test_what_may_be_secret_is_and_is_not_shown(given):
    assert address.may_be_secret(given)
    shown = address.shown_address(given)
    assert shown.endswith("://…")
    assert shown.partition(":")[0] == given.partition(":")[0]


@pytest.mark.parametrize("given", HARMLESS)
def test_what_is_harmless_is_let_through(given):
    assert not address.may_be_secret(given)
    assert address.shown_address(given) == given.partition("?")[0]


def test_what_no_reader_of_an_address_sees_is_dropped():
    odd = "mssql+pyodbc://host/dw?driver=x&hemligt"
    assert not address.may_be_secret(odd)
    assert address.plain_address(odd) == "mssql+pyodbc://host/dw?driver=x"


def test_without_a_reader_every_address_is_held_to(monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    assert address.shown_address("mssql://host/dw") == "mssql://…"
    assert "pkslib[sql]" in address.absent()


@pytest.mark.parametrize(("given", "is_one"), [("sqlite://", True), ("data/demo", False)])
def test_an_address_is_no_path(given, is_one):
    assert address.is_address(given) == is_one
