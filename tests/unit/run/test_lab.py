from types import SimpleNamespace

import pytest

from pkslib.errors import EnvironmentFault
from pkslib.run import lab


def test_server_is_for_this_machine_and_asks_for_its_token():
    line = lab.options(8888, "abc", browser=False)
    assert "--ServerApp.ip=127.0.0.1" in line
    assert "--ServerApp.open_browser=False" in line
    assert "--ServerApp.allow_origin=" in line
    assert "--IdentityProvider.token=abc" in line
    assert any(part.endswith("notebooks") and "root_dir" in part for part in line)


@pytest.mark.parametrize("changed", [{"ip": "0.0.0.0"}, {"allow_origin": "*"}, {"token": ""}])
def test_a_server_that_is_open_all_the_same_is_not_started(changed):
    token = SimpleNamespace(token=changed.pop("token", "abc"))
    server = SimpleNamespace(**lab._SHUT | changed, identity_provider=token)
    with pytest.raises(EnvironmentFault, match=f"PKS-609 .*{(*changed, 'token')[0]}"):
        lab.refuse_open(server, "abc")
