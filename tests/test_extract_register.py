"""The register that documents are read against holds the municipalities and zones of the national tables."""

from teiju_graph.extract.words.register import read_register


def test_every_zone_has_a_centre_and_its_members_by_code(tables):
    register = read_register(tables)
    zones = {zone.key: zone for zone in register.zones}
    assert [each.code for each in zones["higashi-iburi"].members] == ["012131", "015784", "015814", "015857", "015865"]
    assert all(zone.central and zone.prefecture for zone in register.zones)


def test_names_are_found_longest_first_at_their_place(tables):
    register = read_register(tables)
    assert register.starting("室蘭市登別市", 0) == "室蘭市"
    assert register.starting("室蘭市登別市", 3) == "登別市"
    assert register.starting("室蘭市登別市", 1) == ""
