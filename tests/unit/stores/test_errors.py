"""The driver's errors as ours."""

from __future__ import annotations

import pytest
from neo4j.exceptions import AuthError, ConfigurationError, Neo4jError, ServiceUnavailable

from kg.errors import QueryError, StoreError, StoreUnavailableError
from kg.stores.errors import query_errors, store_error, store_errors

WHERE = "bolt://localhost:7687"


def server_error(code: str, message: str = "First line.\nSecond line.") -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message=message)


def test_a_wrong_password_says_what_to_set() -> None:
    error = store_error(AuthError("The client is unauthorized"), WHERE)
    assert isinstance(error, StoreUnavailableError)
    assert "NEO4J_PASSWORD" in str(error)


def test_no_server_says_where_and_what_to_do() -> None:
    error = store_error(ServiceUnavailable("Couldn't connect to localhost:7687\nmore"), WHERE)
    assert isinstance(error, StoreUnavailableError)
    assert error.retryable
    assert WHERE in error.message
    assert "\n" not in str(error)


def test_no_such_database() -> None:
    error = store_error(server_error("Neo.ClientError.Database.DatabaseNotFound"), WHERE)
    assert isinstance(error, StoreUnavailableError)
    assert "NEO4J_DATABASE" in str(error)


def test_an_unusable_address() -> None:
    assert "address" in str(store_error(ConfigurationError("URI scheme"), WHERE))


@pytest.mark.parametrize(
    ("code", "retryable"),
    [
        ("Neo.TransientError.Transaction.DeadlockDetected", True),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", True),
        ("Neo.ClientError.Statement.SyntaxError", False),
    ],
)
def test_says_whether_repeating_helps(code: str, retryable: bool) -> None:
    with pytest.raises(StoreError, match=r"First line\.") as caught, store_errors(WHERE):
        raise server_error(code)
    assert caught.value.retryable == retryable


def test_our_own_errors_pass() -> None:
    with pytest.raises(QueryError, match="ours"), store_errors(WHERE):
        raise QueryError("ours")


def test_a_query_error_has_one_line_and_the_parameters() -> None:
    with pytest.raises(QueryError) as caught, query_errors(WHERE, frozenset({"b", "a"}), None):
        raise server_error("Neo.ClientError.Statement.SyntaxError")
    assert str(caught.value) == "First line. Parameters: $a, $b."


def test_a_stopped_query_says_its_limit() -> None:
    with pytest.raises(QueryError, match=r"longer than 2\.5 seconds"), query_errors(WHERE, frozenset(), 2.5):
        raise server_error("Neo.ClientError.Transaction.TransactionTimedOut")


def test_a_lost_connection_is_no_query_error() -> None:
    with pytest.raises(StoreUnavailableError), query_errors(WHERE, frozenset(), None):
        raise ServiceUnavailable("gone")


def test_an_embedded_store_that_is_gone_is_not_called_a_server() -> None:
    error = store_error(ServiceUnavailable("gone"), "kg.graph")
    assert "embedded store in kg.graph" in str(error)
    assert "NEO4J" not in str(error)
