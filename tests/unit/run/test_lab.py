from pkslib.run import lab


def test_server_is_for_this_machine_and_asks_for_its_token():
    line = lab.command(8888, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in line
    assert "--ServerApp.open_browser=False" in line
    assert any(part.endswith("notebooks") and "root_dir" in part for part in line)
    assert not any("token" in part or "0.0.0.0" in part for part in line)
